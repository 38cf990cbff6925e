#include "ui/draw/export/picture_file.h"

#include <QBuffer>
#include <QImage>
#include <QPageSize>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/io/atomic_file.h"
#include "ui/draw/export/font_faces.h"
#include "ui/draw/export/outline_device.h"
#include "ui/draw/export/tikz_device.h"
#include "ui/draw/scene/scene_metadata.h"

namespace normscope {
namespace {

constexpr double mmPerInch = 25.4;

int resolutionOf(const Picture& picture) {
  return static_cast<int>(std::lround(picture.unitsPerMm * mmPerInch));
}

void paintVectors(const Picture& picture, const PictureOptions& options, QPaintDevice& device,
                  const QRectF& target) {
  if (options.text != PictureText::outlines) return picture.paint(device, target, true);
  OutlineDevice outlines(device);
  picture.paint(outlines, target, true);
}

QByteArray svgOf(const Picture& picture, const PictureOptions& options) {
  QBuffer buffer;
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setResolution(resolutionOf(picture));
  generator.setSize(picture.size.toSize());
  generator.setViewBox(QRectF(QPointF(), picture.size));
  generator.setTitle(picture.title);
  generator.setDescription(QStringLiteral("Drawn by Normscope"));
  paintVectors(picture, options, generator, QRectF(QPointF(), picture.size));
  // The generator names one family; a viewer without Inter needs something close.
  QByteArray svg = buffer.data();
  svg.replace("font-family=\"Inter\"",
              "font-family=\"Inter, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif\"");
  QByteArray head;
  if (!options.scene.empty()) head += svgMetadata(options.scene);
  if (options.text == PictureText::embedded) head += fontFaces(svg);
  return svg.insert(svg.indexOf("<defs>"), head);
}

QByteArray pdfOf(const Picture& picture, const PictureOptions& options) {
  QBuffer buffer;
  buffer.open(QIODevice::WriteOnly);
  {
    QPdfWriter writer(&buffer);
    writer.setResolution(resolutionOf(picture));
    writer.setPageSize(QPageSize(picture.size / picture.unitsPerMm, QPageSize::Millimeter, picture.title,
                                 QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF(0, 0, 0, 0));
    writer.setTitle(picture.title);
    writer.setCreator(QStringLiteral("Normscope"));
    if (!options.scene.empty()) writer.setDocumentXmpMetadata(xmpPacket(picture.title, options.scene));
    // Pages are measured in whole points; the drawing fills what that leaves.
    paintVectors(picture, options, writer, QRectF(0, 0, writer.width(), writer.height()));
  }
  return buffer.data();
}

QByteArray tikzOf(const Picture& picture, const PictureOptions& options) {
  TikzDevice device(picture.size, picture.unitsPerMm);
  paintVectors(picture, options, device, QRectF(QPointF(), picture.size));
  QByteArray tikz = "% Drawn by Normscope. In LaTeX: \\usepackage{tikz} and \\input this file.\n";
  if (!options.scene.empty()) tikz += tikzSceneLine(options.scene);
  return tikz + device.picture();
}

QByteArray pngOf(const Picture& picture, const PictureOptions& options, const std::string& subject) {
  const QSizeF dots = picture.size / picture.unitsPerMm * pngDotsPerMm;
  QImage image(dots.toSize(), options.transparent ? QImage::Format_ARGB32 : QImage::Format_RGB32);
  if (image.isNull())
    throw failure(subject, "it cannot be drawn (not enough memory)", "give a smaller width");
  image.setDotsPerMeterX(static_cast<int>(std::lround(1000 * pngDotsPerMm)));
  image.setDotsPerMeterY(image.dotsPerMeterX());
  image.fill(options.transparent ? QColor(Qt::transparent) : picture.background);
  picture.paint(image, image.rect(), false);
  if (!options.scene.empty())
    image.setText(QString::fromLatin1(pngSceneKey), QString::fromStdString(options.scene));
  QBuffer buffer;
  if (!image.save(&buffer, "PNG"))
    throw failure(subject, "it cannot be drawn (not enough memory)", "give a smaller width");
  return buffer.data();
}

}  // namespace

std::optional<PictureText> pictureTextOf(const std::string& name) {
  if (name == "named") return PictureText::named;
  if (name == "embedded") return PictureText::embedded;
  if (name == "outlines") return PictureText::outlines;
  return std::nullopt;
}

QByteArray pictureBytes(const Picture& picture, const PictureOptions& options, const std::string& extension,
                        const std::string& subject) {
  if (extension == ".svg") return svgOf(picture, options);
  if (extension == ".pdf") return pdfOf(picture, options);
  if (extension == ".tikz") return tikzOf(picture, options);
  return pngOf(picture, options, subject);
}

void writePicture(const Picture& picture, const std::string& path, const PictureOptions& options) {
  const QByteArray bytes = pictureBytes(picture, options, extensionOf(path), path);
  if (options.drawn) options.drawn();
  writeFileAtomically(path, {bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

}  // namespace normscope
