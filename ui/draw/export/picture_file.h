#pragma once

#include <QByteArray>
#include <QColor>
#include <QRectF>
#include <QSizeF>
#include <QString>
#include <functional>
#include <optional>
#include <string>

#include "core/text/extension.h"

class QPaintDevice;

namespace normscope {

/// Something that can be drawn at a size on paper.
struct Picture {
  QString title;
  QSizeF size;        ///< in units of the drawing
  double unitsPerMm;  ///< so that type and lines keep their size on paper
  QColor background;
  /// Draws into the whole of `target`, which has the proportions of `size`; with `vectors`, nothing may
  /// become pixels.
  std::function<void(QPaintDevice& device, const QRectF& target, bool vectors)> paint;
};

/// What becomes of text in SVG; a PDF always embeds the font of text that is not outlined.
enum class PictureText {
  named,     ///< text that names Inter and fonts close to it: small, and it can be edited
  embedded,  ///< text, with the fonts in the file: about 200 KB a face, for browsers
  outlines,  ///< shapes: the same wherever it is opened
};

/// How a picture is stored.
struct PictureOptions {
  PictureText text = PictureText::named;
  bool transparent = false;  ///< PNG: no ground; elsewhere `paint` decides
  std::string scene;  ///< one line of JSON that the file carries (ui/scene/scene_metadata.h), or nothing
  /// Asked once it is drawn and before the file appears; throws where what was drawn is not to be kept.
  std::function<void()> drawn = {};
};

/// PNG has so many dots per inch.
inline constexpr double pngDotsPerInch = 300;
inline constexpr double pngDotsPerMm = pngDotsPerInch / 25.4;

/// "named", "embedded" or "outlines", else nothing.
std::optional<PictureText> pictureTextOf(const std::string& name);

/// The bytes of a file with the extension ".svg", ".pdf" (one page of the picture's size), ".tikz" (for
/// LaTeX) or ".png". The same picture and options give the same SVG, TikZ and PNG bytes. Throws Error
/// (failed, on `subject`) where it cannot be drawn.
QByteArray pictureBytes(const Picture& picture, const PictureOptions& options, const std::string& extension,
                        const std::string& subject);

/// Writes them, by the extension of `path`, which must be one of these. The file appears complete or not at
/// all. Throws Error (failed) where it cannot be drawn or written.
void writePicture(const Picture& picture, const std::string& path, const PictureOptions& options = {});

}  // namespace normscope
