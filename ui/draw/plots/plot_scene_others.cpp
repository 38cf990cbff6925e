#include <algorithm>
#include <cmath>

#include "ui/draw/plots/plot_scene.h"
#include "ui/draw/plots/plot_style.h"

namespace normscope {
namespace {

QCPBars* addHistogram(QCPAxisRect& rect, const Histogram& histogram, double scale, double width,
                      const QColor& color) {
  auto* bars = new QCPBars(rect.axis(QCPAxis::atBottom), rect.axis(QCPAxis::atLeft));
  bars->setWidthType(QCPBars::wtPlotCoords);
  bars->setWidth(histogram.binWidth() * width);
  bars->setPen(Qt::NoPen);
  bars->setBrush(color);
  for (std::size_t bin = 0; bin < histogram.counts.size(); ++bin) {
    bars->addData(histogram.binStart(bin) + histogram.binWidth() / 2,
                  scale * static_cast<double>(histogram.counts[bin]));
  }
  return bars;
}

/// The tensor's bars show through those of the set.
QColor translucent(QColor color) {
  color.setAlphaF(0.8F);
  return color;
}

}  // namespace

void PlotScene::showHistogram(const HistogramPlot& data) {
  QCPAxisRect* rect = addAxes(1);
  const std::int64_t peak = *std::max_element(data.tensor.counts.begin(), data.tensor.counts.end());
  setAxis(*rect->axis(QCPAxis::atBottom), document_.xAxis, {data.tensor.low, data.tensor.high},
          TickKind::values);
  setAxis(*rect->axis(QCPAxis::atLeft), document_.yAxis, {0, 1.06 * static_cast<double>(peak)},
          TickKind::counts);
  addHistogram(*rect, data.tensor, 1, 0.9, theme_.bars)->setLayer(mainLayer);
  if (!data.set) return;
  addHistogram(*rect, *data.set, static_cast<double>(data.setScale), 0.9, translucent(theme_.accent))
      ->setLayer(selectedLayer);
}

void PlotScene::showRunning(const RunningPlot& data) {
  QCPAxisRect* means = addAxes(1);
  QCPAxisRect* variances = addAxes(2);
  auto* sameLeft = new QCPMarginGroup(&plot_);
  for (QCPAxisRect* rect : {means, variances}) {
    rect->setMarginGroup(QCP::msLeft, sameLeft);
    setAxis(*rect->axis(QCPAxis::atBottom), document_.xAxis,
            itemRange(static_cast<std::int64_t>(data.after->mean.size())), TickKind::items);
  }
  means->axis(QCPAxis::atBottom)->setTickLabels(false);
  means->axis(QCPAxis::atBottom)->setLabel({});
  means->setMinimumMargins(means->minimumMargins() + QMargins(0, 0, 0, 8));
  setAxis(*means->axis(QCPAxis::atLeft), "mean", {data.mean.low, data.mean.high}, TickKind::values);
  setAxis(*variances->axis(QCPAxis::atLeft), "variance", {data.variance.low, data.variance.high},
          TickKind::values);
  showChange(means, data.mean);
  showChange(variances, data.variance);
}

void PlotScene::showChange(QCPAxisRect* rect, const RunningMarks& marks) {
  const std::vector<SeriesPoint>& from = marks.before;
  const std::vector<SeriesPoint>& to = marks.after;
  const double size = to.size() <= 32 ? 6 : to.size() <= 64 ? 4.5 : 3;
  QCPGraph* hollow =
      addDots(rect, {QCPScatterStyle::ssCircle, QPen(theme_.textFaint, 1), QBrush(theme_.background), size},
              mainLayer);
  QCPGraph* filled = addDots(
      rect, {QCPScatterStyle::ssDisc, QPen(theme_.textQuiet, 1), QBrush(theme_.textQuiet), size}, mainLayer);
  QCPGraph* crosses =
      addDots(rect, {QCPScatterStyle::ssCross, QPen(theme_.notANumber, 1.6), Qt::NoBrush, 6}, mainLayer);
  QCPErrorBars* links = addBars(filled, QPen(theme_.bars, 1), mainLayer);
  const double foot = rect->axis(QCPAxis::atLeft)->range().lower;
  for (std::size_t i = 0; i < to.size(); ++i) {
    const double at = static_cast<double>(to[i].firstSet) + static_cast<double>(to[i].setCount - 1) / 2;
    if (to[i].notFinite > 0 || from[i].notFinite > 0)
      crosses->addData(at, foot + 0.1 * rect->axis(QCPAxis::atLeft)->range().size());
    if (!std::isnan(from[i].mean)) hollow->addData(at, from[i].mean);
    if (std::isnan(to[i].mean)) continue;
    filled->addData(at, to[i].mean);
    const double change = std::isnan(from[i].mean) ? 0 : from[i].mean - to[i].mean;
    links->addData(std::max(0.0, -change), std::max(0.0, change));
  }
  hollow->setLayer(mainLayer);  // again, to lie above the links
  filled->setLayer(mainLayer);
}

}  // namespace normscope
