#include "ui/draw/plots/plot_export.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "core/error.h"
#include "core/io/atomic_file.h"
#include "ui/draw/export/picture_file.h"
#include "ui/draw/plots/plot_scene.h"

namespace normscope {
namespace {

constexpr double layoutUnitsPerMm = 96 / 25.4;  // QCustomPlot lays out in pixels of 1/96 inch

/// Width and height in the units of the layout: type keeps its size on paper, whatever the width.
QSize sizeOf(const PlotDocument& document, double widthMm) {
  const double width = widthMm * layoutUnitsPerMm;
  const double share = document.curves() != nullptr ? 0.68 : 0.58;  // curves have legends and a second axis
  const double height = document.isEmpty()
                            ? 96
                            : std::clamp(width * share, 150.0, document.curves() != nullptr ? 560.0 : 480.0);
  return {static_cast<int>(std::lround(width)), static_cast<int>(std::lround(height))};
}

/// An off-screen plot that paints a document.
class OffScreenPlot {
 public:
  OffScreenPlot(const PlotDocument& document, const Theme& theme, double widthMm, bool transparent,
                bool captions)
      : scene_(plot_), size_(sizeOf(document, widthMm)) {
    plot_.setViewport(QRect(QPoint(), size_));
    scene_.show(document, {theme, theme.background, captions});
    if (transparent) clearGround();
    plot_.plotLayout()->setMargins(QMargins(8, 8, 12, 8));
  }

  QSize size() const { return size_; }

  void paint(QPaintDevice& device, const QRectF& target, bool vectors) {
    QCPPainter painter(&device);
    painter.setMode(QCPPainter::pmVectorized, vectors);
    painter.setMode(QCPPainter::pmNoCaching);
    painter.scale(target.width() / size_.width(), target.height() / size_.height());
    plot_.toPainter(&painter, size_.width(), size_.height());
  }

 private:
  void clearGround() {
    plot_.setBackground(Qt::NoBrush);
    for (QCPAxisRect* rect : plot_.axisRects()) rect->setBackground(Qt::NoBrush);
  }

  QCustomPlot plot_;
  PlotScene scene_;
  QSize size_;
};

}  // namespace

void checkPlotPath(const std::string& path) {
  const std::string ending = extensionOf(path);
  const auto known = {".svg", ".pdf", ".png", ".tikz", ".csv"};
  if (std::find(known.begin(), known.end(), ending) != known.end()) return;
  throw nonsense(path, "its ending says no format", "use .svg, .pdf, .png, .tikz or .csv");
}

QSizeF plotSizeMm(const PlotDocument& document, double widthMm) {
  return QSizeF(sizeOf(document, widthMm)) / layoutUnitsPerMm;
}

Picture plotPicture(const PlotDocument& document, const Theme& theme, double widthMm, bool transparent,
                    bool captions) {
  if (!(widthMm >= narrowestPlotMm && widthMm <= widestPlotMm)) {
    throw nonsense("plot", "its width is not between 40 and 1000 mm", "give a width such as 100");
  }
  const auto plot = std::make_shared<OffScreenPlot>(document, theme, widthMm, transparent, captions);
  return {QString::fromStdString(document.title), plot->size(), layoutUnitsPerMm, theme.background,
          [plot](QPaintDevice& device, const QRectF& target, bool vectors) {
            plot->paint(device, target, vectors);
          }};
}

void writePlot(const PlotDocument& document, const Theme& theme, const std::string& path, double widthMm,
               const PictureOptions& storage, bool captions) {
  checkPlotPath(path);
  const std::string ending = extensionOf(path);
  if (ending == ".csv") return writeFileAtomically(path, csvOf(document));
  writePicture(plotPicture(document, theme, widthMm, storage.transparent, captions), path, storage);
}

}  // namespace normscope
