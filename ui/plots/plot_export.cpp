#include "ui/plots/plot_export.h"

#include <QBuffer>
#include <QPageSize>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/io/atomic_file.h"
#include "ui/plots/plot_scene.h"

namespace normscope {
namespace {

constexpr double mmPerInch = 25.4;
constexpr int layoutDotsPerInch = 96;  // the unit of QCustomPlot's layout
constexpr int pngDotsPerInch = 300;

std::string endingOf(const std::string& path) {
  const std::size_t name = path.find_last_of('/') + 1;
  const std::size_t dot = path.find_last_of('.');
  if (dot == std::string::npos || dot < name) return {};
  std::string ending = path.substr(dot);
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return ending;
}

/// Width and height in the units of the layout: type keeps its size on paper, whatever the width.
QSize sizeOf(const PlotDocument& document, double widthMm) {
  const double width = widthMm / mmPerInch * layoutDotsPerInch;
  const double height = document.isEmpty() ? 64 : std::clamp(width * 0.58, 150.0, 480.0);
  return {static_cast<int>(std::lround(width)), static_cast<int>(std::lround(height))};
}

/// An off-screen plot that paints a document.
class Picture {
 public:
  Picture(const PlotDocument& document, const Theme& theme, double widthMm)
      : scene_(plot_), size_(sizeOf(document, widthMm)) {
    scene_.show(document, theme, theme.background);
    plot_.plotLayout()->setMargins(QMargins(8, 8, 12, 8));
    plot_.setViewport(QRect(QPoint(), size_));
  }

  QSize size() const { return size_; }

  void paint(QPaintDevice& device, bool vectors) {
    QCPPainter painter(&device);
    painter.setMode(QCPPainter::pmVectorized, vectors);
    painter.setMode(QCPPainter::pmNoCaching);
    plot_.toPainter(&painter, size_.width(), size_.height());
  }

 private:
  QCustomPlot plot_;
  PlotScene scene_;
  QSize size_;
};

QByteArray svgOf(Picture& picture, const QString& title) {
  QBuffer buffer;
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setResolution(layoutDotsPerInch);
  generator.setSize(picture.size());
  generator.setViewBox(QRect(QPoint(), picture.size()));
  generator.setTitle(title);
  picture.paint(generator, true);
  // The generator names one family; a viewer without Inter needs something close.
  QByteArray svg = buffer.data();
  return svg.replace("font-family=\"Inter\"",
                     "font-family=\"Inter, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif\"");
}

QByteArray pdfOf(Picture& picture, const QString& title) {
  QBuffer buffer;
  buffer.open(QIODevice::WriteOnly);
  QPdfWriter writer(&buffer);
  const QSizeF mm = QSizeF(picture.size()) * mmPerInch / layoutDotsPerInch;
  writer.setResolution(layoutDotsPerInch);
  writer.setPageSize(QPageSize(mm, QPageSize::Millimeter, QStringLiteral("plot"), QPageSize::ExactMatch));
  writer.setPageMargins(QMarginsF(0, 0, 0, 0));
  writer.setTitle(title);
  writer.setCreator(QStringLiteral("Normscope"));
  picture.paint(writer, true);
  return buffer.data();
}

QByteArray pngOf(Picture& picture, const std::string& path, const Theme& theme) {
  const double scale = static_cast<double>(pngDotsPerInch) / layoutDotsPerInch;
  QImage image((QSizeF(picture.size()) * scale).toSize(), QImage::Format_RGB32);
  if (image.isNull()) throw failure(path, "it cannot be drawn (not enough memory)", "give a smaller width");
  image.setDevicePixelRatio(scale);
  image.fill(theme.background);
  picture.paint(image, false);
  image.setDevicePixelRatio(1);
  image.setDotsPerMeterX(static_cast<int>(std::lround(1000 / mmPerInch * pngDotsPerInch)));
  image.setDotsPerMeterY(image.dotsPerMeterX());
  QBuffer buffer;
  image.save(&buffer, "PNG");
  return buffer.data();
}

void save(const std::string& path, const QByteArray& bytes) {
  writeFileAtomically(path, {bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

}  // namespace

void checkPlotPath(const std::string& path) {
  const std::string ending = endingOf(path);
  if (ending == ".svg" || ending == ".pdf" || ending == ".png" || ending == ".csv") return;
  throw nonsense(path, "its ending says no format", "use .svg, .pdf, .png or .csv");
}

void writePlot(const PlotDocument& document, const Theme& theme, const std::string& path, double widthMm) {
  checkPlotPath(path);
  const std::string ending = endingOf(path);
  if (ending == ".csv") return writeFileAtomically(path, csvOf(document));
  if (!(widthMm >= narrowestPlotMm && widthMm <= widestPlotMm)) {
    throw nonsense("plot", "its width is not between 40 and 1000 mm", "give a width such as 100");
  }
  Picture picture(document, theme, widthMm);
  const QString title = QString::fromStdString(document.title);
  if (ending == ".svg") return save(path, svgOf(picture, title));
  if (ending == ".pdf") return save(path, pdfOf(picture, title));
  save(path, pngOf(picture, path, theme));
}

}  // namespace normscope
