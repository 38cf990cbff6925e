#include "ui/export/picture_file.h"

#include <QBuffer>
#include <QImage>
#include <QPageSize>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/io/atomic_file.h"

namespace normscope {
namespace {

constexpr double mmPerInch = 25.4;
constexpr double pngDotsPerInch = 300;

int resolutionOf(const Picture& picture) {
  return static_cast<int>(std::lround(picture.unitsPerMm * mmPerInch));
}

QByteArray svgOf(const Picture& picture) {
  QBuffer buffer;
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setResolution(resolutionOf(picture));
  generator.setSize(picture.size.toSize());
  generator.setViewBox(QRectF(QPointF(), picture.size));
  generator.setTitle(picture.title);
  picture.paint(generator, QRectF(QPointF(), picture.size), true);
  // The generator names one family; a viewer without Inter needs something close.
  QByteArray svg = buffer.data();
  return svg.replace("font-family=\"Inter\"",
                     "font-family=\"Inter, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif\"");
}

QByteArray pdfOf(const Picture& picture) {
  QBuffer buffer;
  buffer.open(QIODevice::WriteOnly);
  QPdfWriter writer(&buffer);
  writer.setResolution(resolutionOf(picture));
  writer.setPageSize(QPageSize(picture.size / picture.unitsPerMm, QPageSize::Millimeter, picture.title,
                               QPageSize::ExactMatch));
  writer.setPageMargins(QMarginsF(0, 0, 0, 0));
  writer.setTitle(picture.title);
  writer.setCreator(QStringLiteral("Normscope"));
  // Pages are measured in whole points; the drawing fills what that leaves.
  picture.paint(writer, QRectF(0, 0, writer.width(), writer.height()), true);
  return buffer.data();
}

QByteArray pngOf(const Picture& picture, const std::string& path) {
  const double dotsPerMm = pngDotsPerInch / mmPerInch;
  const QSizeF dots = picture.size / picture.unitsPerMm * dotsPerMm;
  QImage image(dots.toSize(), QImage::Format_RGB32);
  if (image.isNull()) throw failure(path, "it cannot be drawn (not enough memory)", "give a smaller width");
  image.setDotsPerMeterX(static_cast<int>(std::lround(1000 * dotsPerMm)));
  image.setDotsPerMeterY(image.dotsPerMeterX());
  image.fill(picture.background);
  picture.paint(image, image.rect(), false);
  QBuffer buffer;
  image.save(&buffer, "PNG");
  return buffer.data();
}

QByteArray bytesOf(const Picture& picture, const std::string& path) {
  const std::string extension = extensionOf(path);
  if (extension == ".svg") return svgOf(picture);
  if (extension == ".pdf") return pdfOf(picture);
  return pngOf(picture, path);
}

}  // namespace

std::string extensionOf(const std::string& path) {
  const std::size_t name = path.find_last_of('/') + 1;
  const std::size_t dot = path.find_last_of('.');
  if (dot == std::string::npos || dot < name) return {};
  std::string extension = path.substr(dot);
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return extension;
}

void writePicture(const Picture& picture, const std::string& path) {
  const QByteArray bytes = bytesOf(picture, path);
  writeFileAtomically(path, {bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

}  // namespace normscope
