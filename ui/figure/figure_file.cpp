#include <QBuffer>
#include <QImage>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>
#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "ui/figure/figure.h"

namespace normscope {
namespace {

constexpr double mmPerInch = 25.4;
constexpr int pngDotsPerInch = 300;

std::string extensionOf(const std::string& path) {
  const std::size_t name = path.find_last_of('/') + 1;
  const std::size_t dot = path.find_last_of('.');
  if (dot == std::string::npos || dot < name) return {};
  std::string extension = path.substr(dot);
  for (char& letter : extension) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return extension;
}

QByteArray svgOf(const FigureOptions& options, const QSizeF& mm) {
  const QRectF units(QPointF(), mm * figureUnitsPerMm);
  QBuffer buffer;
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setResolution(static_cast<int>(figureUnitsPerMm * mmPerInch));
  generator.setSize(units.size().toSize());
  generator.setViewBox(units);
  generator.setTitle(QStringLiteral("Normscope"));
  QPainter painter(&generator);
  paintFigure(painter, units, options);
  painter.end();
  // The generator names one family; a viewer without Inter needs something close.
  QByteArray svg = buffer.data();
  return svg.replace("font-family=\"Inter\"",
                     "font-family=\"Inter, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif\"");
}

QByteArray pdfOf(const FigureOptions& options, const QSizeF& mm) {
  QBuffer buffer;
  buffer.open(QIODevice::WriteOnly);
  QPdfWriter writer(&buffer);
  writer.setResolution(static_cast<int>(figureUnitsPerMm * mmPerInch));
  writer.setPageSize(QPageSize(mm, QPageSize::Millimeter, QStringLiteral("figure"), QPageSize::ExactMatch));
  writer.setPageMargins(QMarginsF(0, 0, 0, 0));
  writer.setTitle(QStringLiteral("Normscope"));
  writer.setCreator(QStringLiteral("Normscope"));
  QPainter painter(&writer);
  // Pages are measured in whole points; the drawing fills what that leaves.
  paintFigure(painter, QRectF(0, 0, writer.width(), writer.height()), options);
  painter.end();
  return buffer.data();
}

QByteArray pngOf(const FigureOptions& options, const QSizeF& mm, const std::string& path) {
  const QSizeF dots = mm / mmPerInch * pngDotsPerInch;
  QImage image(static_cast<int>(std::lround(dots.width())), static_cast<int>(std::lround(dots.height())),
               QImage::Format_RGB32);
  if (image.isNull()) throw failure(path, "it cannot be drawn (not enough memory)", "give a smaller width");
  image.setDotsPerMeterX(static_cast<int>(std::lround(1000 / mmPerInch * pngDotsPerInch)));
  image.setDotsPerMeterY(image.dotsPerMeterX());
  image.fill(options.theme.background);
  QPainter painter(&image);
  paintFigure(painter, image.rect(), options);
  painter.end();
  QBuffer buffer;
  image.save(&buffer, "PNG");
  return buffer.data();
}

/// QSaveFile writes beside the target and renames at the end, so a failure leaves nothing.
void save(const std::string& path, const QByteArray& bytes) {
  QSaveFile file(QString::fromStdString(path));
  if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit()) return;
  throw failure(path, "it cannot be written (" + file.errorString().toStdString() + ")",
                "check the folder and its permissions");
}

}  // namespace

void writeFigure(const FigureOptions& options, const std::string& path) {
  const std::string extension = extensionOf(path);
  if (extension != ".svg" && extension != ".pdf" && extension != ".png") {
    throw nonsense(
        path, extension.empty() ? "the name has no extension" : "figures are not written as " + extension,
        "use .svg, .pdf or .png");
  }
  if (options.widthMm != 0 && !(options.widthMm >= 20 && options.widthMm <= 2000)) {
    throw nonsense("figure", "its width is not between 20 and 2000 mm", "give a width such as 80");
  }
  const QSizeF mm = figureSizeMm(options);
  if (extension == ".svg") return save(path, svgOf(options, mm));
  if (extension == ".pdf") return save(path, pdfOf(options, mm));
  save(path, pngOf(options, mm, path));
}

}  // namespace normscope
