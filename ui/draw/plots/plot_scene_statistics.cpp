#include <cmath>

#include "ui/draw/plots/plot_scene.h"
#include "ui/draw/plots/plot_style.h"

namespace normscope {
namespace {

/// Smaller dots where marks stand close together.
double dotSize(std::size_t marks) {
  return marks <= 24 ? 6 : marks <= 64 ? 4.5 : 3;
}

double centreOf(const SeriesPoint& mark) {
  return static_cast<double>(mark.firstSet) + static_cast<double>(mark.setCount - 1) / 2;
}

/// Where sets are marked that cannot be drawn: at the foot of the plot.
double footOf(const StatisticsPlot& data) {
  return data.low + 0.06 * (data.high - data.low);
}

QCPScatterStyle disc(const QColor& color, double size) {
  return {QCPScatterStyle::ssDisc, QPen(color, 1), QBrush(color), size - 1};
}

QCPScatterStyle cross(const QColor& color, double size) {
  return {QCPScatterStyle::ssCross, QPen(color, 1.6), Qt::NoBrush, size};
}

}  // namespace

void PlotScene::showStatistics(const StatisticsPlot& data) {
  statisticsRect_ = addAxes(1);
  setAxis(*statisticsRect_->axis(QCPAxis::atBottom), document_.xAxis, itemRange(data.setCount()),
          TickKind::items);
  setAxis(*statisticsRect_->axis(QCPAxis::atLeft), document_.yAxis, {data.low, data.high}, TickKind::values);
  showMarks(data);
  selectedDot_ = addDots(statisticsRect_, disc(theme_.accent, 7), selectedLayer);
  selectedBar_ = addBars(selectedDot_, QPen(theme_.accent, 2), selectedLayer);
  showSelection();
}

void PlotScene::showMarks(const StatisticsPlot& data) {
  const bool thinned = data.marks.front().setCount > 1;
  QCPGraph* dots = addDots(statisticsRect_, disc(theme_.textFaint, dotSize(data.marks.size())), mainLayer);
  QCPGraph* crosses = addDots(statisticsRect_, cross(theme_.notANumber, 6), mainLayer);
  QCPErrorBars* ranges = addBars(dots, QPen(theme_.border, 3, Qt::SolidLine, Qt::FlatCap), mainLayer);
  QCPErrorBars* deviations = addBars(dots, QPen(theme_.bars, 1), mainLayer);
  for (const SeriesPoint& mark : data.marks) {
    if (mark.notFinite > 0) crosses->addData(centreOf(mark), footOf(data));
    if (std::isnan(mark.mean)) continue;
    const MarkSpan span = spanOf(data, mark);
    dots->addData(centreOf(mark), span.centre);
    deviations->addData(span.centre - span.low, span.high - span.centre);
    if (thinned) ranges->addData(span.centre - mark.lowestMean, mark.highestMean - span.centre);
  }
  dots->setLayer(mainLayer);  // again, to lie above the bars
}

void PlotScene::showSelection() {
  const StatisticsPlot& data = *document_.statistics();
  selectedDot_->data()->clear();
  selectedBar_->data()->clear();
  const auto set = document_.selectedSet;
  if (!set || *set < 0 || *set >= data.setCount()) return;
  const MarkSpan span = spanOf(data, *set);
  const bool finite = !std::isnan(span.centre);
  selectedDot_->setScatterStyle(finite ? disc(theme_.accent, 7) : cross(theme_.accent, 9));
  selectedDot_->addData(static_cast<double>(*set), finite ? span.centre : footOf(data));
  if (finite) selectedBar_->addData(span.centre - span.low, span.high - span.centre);
}

void PlotScene::select(std::optional<std::int64_t> set) {
  document_.selectedSet = set;
  if (selectedDot_ == nullptr) return;
  showSelection();
}

void PlotScene::drawSelection() {
  if (selectedDot_ != nullptr) plot_.layer(selectedLayer)->replot();
}

}  // namespace normscope
