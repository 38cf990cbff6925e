#pragma once

#include <QColor>
#include <QRectF>
#include <QSizeF>
#include <QString>
#include <functional>
#include <string>

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

/// The extension of a path in small letters, with its dot; empty where there is none.
std::string extensionOf(const std::string& path);

/// Writes .svg (text as text, with fallbacks for Inter), .pdf (one page of the picture's size) or .png (300
/// dots per inch), by the extension, which must be one of these. The same picture gives the same SVG and PNG
/// bytes. The file appears complete or not at all. Throws Error (failed) where it cannot be drawn or written.
void writePicture(const Picture& picture, const std::string& path);

}  // namespace normscope
