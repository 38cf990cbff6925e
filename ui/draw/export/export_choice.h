#pragma once

#include <string>

#include "ui/draw/export/picture_file.h"

namespace normscope {

/// What a person chose in the export dialog. A value: whoever opens the dialog keeps it for the next time,
/// and across starts as text.
struct ExportChoice {
  std::string format =
      "svg";           ///< "svg", "pdf", "png", "tikz" or "csv"; lengths are in millimetres, of a PNG in dots
  double widthMm = 0;  ///< a PNG has pngDotsPerInch
  bool dark = false;
  bool ownTheme = false;  ///< `dark` was chosen by hand, else it is that of the window
  bool transparent = false;
  bool captions = true;                         ///< title and captions
  PictureText text = PictureText::outlines;     ///< of the format
  PictureText svgText = PictureText::outlines;  ///< what was chosen for each
  PictureText pdfText = PictureText::embedded;

  friend bool operator==(const ExportChoice&, const ExportChoice&) = default;
};

/// What becomes of text in the format of the choice: LaTeX sets that of a TikZ picture.
PictureText textFor(const ExportChoice& choice);

/// One line of JSON.
std::string toText(const ExportChoice& choice);

/// Reads such a line. What is missing, unknown or senseless in it is as in a new choice, whatever the text.
ExportChoice exportChoiceOf(const std::string& text);

}  // namespace normscope
