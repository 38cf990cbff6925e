#pragma once

#include <QString>
#include <functional>
#include <string>

#include "ui/draw/export/picture_file.h"

namespace normscope {

/// What a person chose in the export dialog.
struct ExportChoice {
  std::string format = "svg";  ///< "svg", "pdf", "png" or "csv"
  double widthMm = 0;          ///< a PNG has pngDotsPerInch
  bool dark = false;
  bool transparent = false;
  PictureText text = PictureText::named;
};

/// What there is to export.
struct ExportSubject {
  QString title;  ///< of the dialog
  QString name;   ///< of the file, without an ending
  double widthMm = 0, leastMm = 0, mostMm = 0;
  bool dark = false;  ///< the theme to begin with
  std::function<QSizeF(double widthMm)> sizeMm;
  std::function<Picture(const ExportChoice&)> picture;
  std::function<std::string()> numbers;  ///< as CSV; nothing: it has none

  /// Writes the file and says so somewhere.
  std::function<void(const QString& path, const ExportChoice& choice)> write;
};

}  // namespace normscope
