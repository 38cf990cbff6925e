#include <algorithm>
#include <cmath>

#include "core/view/plots/plot_marks.h"
#include "ui/draw/plots/plot_scene.h"
#include "ui/draw/plots/plot_style.h"

namespace normscope {
namespace {

constexpr int rightOfFrame = 12;  // between frames beside each other

void addHistogram(PlotFrame& frame, const Histogram& histogram, const QColor& color, const QString& layer) {
  auto* bars = new QCPBars(frame.axis(QCPAxis::atBottom), frame.axis(QCPAxis::atLeft));
  bars->setWidthType(QCPBars::wtPlotCoords);
  bars->setWidth(histogram.binWidth() * 0.9);
  bars->setPen(Qt::NoPen);
  bars->setBrush(color);
  bars->setLayer(layer);
  for (std::size_t bin = 0; bin < histogram.counts.size(); ++bin)
    bars->addData(histogram.binStart(bin) + histogram.binWidth() / 2, densityOf(histogram, bin));
}

/// A line through the middles of the bins' upper ends: bars of several norms would hide each other.
void addLine(PlotFrame& frame, const Histogram& histogram, const QPen& pen) {
  auto* line = new QCPGraph(frame.axis(QCPAxis::atBottom), frame.axis(QCPAxis::atLeft));
  line->setPen(pen);
  line->setAntialiased(true);
  line->setLayer(mainLayer);
  const double half = histogram.binWidth() / 2;
  line->addData(histogram.low - half, 0);
  for (std::size_t bin = 0; bin < histogram.counts.size(); ++bin)
    line->addData(histogram.binStart(bin) + half, densityOf(histogram, bin));
  line->addData(histogram.high + half, 0);
}

/// The tensor's bars show through those of the set.
QColor translucent(QColor color) {
  color.setAlphaF(0.8F);
  return color;
}

/// Lines of norms that make the same values lie upon each other: each is thinner than those below it.
double lineWidth(std::size_t norm, std::size_t count) {
  return 1.4 + 0.9 * static_cast<double>(count - 1 - norm);
}

AxisNames namesOf(const PlotDocument& document, const PlotLook& look) {
  return {look.words(document.xAxis), look.words(document.yAxis), look.words(document.yAxisShort)};
}

}  // namespace

void PlotScene::showHistogram(const HistogramPlot& data) {
  QCPLayoutGrid& layout = *plot_.plotLayout();
  PlotFrame& frame =
      *addFrame(layout, layout.rowCount(), 0, new PlotFrame(&plot_, look_.theme, namesOf(document_, look_)));
  setAxis(frame, QCPAxis::atBottom, shownX(document_), TickKind::values);
  setAxis(frame, QCPAxis::atLeft, shownY(document_), TickKind::values);
  addHistogram(frame, data.tensor, look_.theme.bars, mainLayer);
  if (data.set) addHistogram(frame, *data.set, translucent(look_.theme.accent), selectedLayer);
}

void PlotScene::showHistograms(const HistogramOfNorms& data) {
  QCPLayoutGrid& layout = *plot_.plotLayout();
  PlotFrame& frame =
      *addFrame(layout, layout.rowCount(), 0, new PlotFrame(&plot_, look_.theme, namesOf(document_, look_)));
  setAxis(frame, QCPAxis::atBottom, shownX(document_), TickKind::values);
  setAxis(frame, QCPAxis::atLeft, shownY(document_), TickKind::values);
  for (std::size_t norm = 0; norm < data.norms.size(); ++norm) {
    QPen pen(look_.theme.normColor(norm), lineWidth(norm, data.norms.size()));
    pen.setJoinStyle(Qt::RoundJoin);
    addLine(frame, data.norms[norm].values, pen);
  }
}

/// Above each other, or beside each other in a low plot.
void PlotScene::showRunning(const RunningPlot& data) {
  auto* grid = new QCPLayoutGrid;
  grid->setRowSpacing(0);
  grid->setColumnSpacing(rightOfFrame);
  plot_.plotLayout()->addElement(plot_.plotLayout()->rowCount(), 0, grid);
  const int rows = low_ ? 1 : 2;
  const QString level = look_.words(xAxisShown(document_));
  PlotFrame& means =
      *addFrame(*grid, 0, 0,
                new PlotFrame(&plot_, look_.theme, {level, look_.words("mean"), QStringLiteral("μ")}, rows,
                              low_, 3 - rows));
  PlotFrame& variances =
      *addFrame(*grid, rows - 1, 2 - rows,
                new PlotFrame(&plot_, look_.theme, {level, look_.words("variance"), QStringLiteral("σ²")},
                              rows, true, 3 - rows));
  if (!low_) {
    auto* sameLeft = new QCPMarginGroup(&plot_);
    for (PlotFrame* frame : {&means, &variances}) frame->setMarginGroup(QCP::msLeft, sameLeft);
  }
  for (PlotFrame* frame : {&means, &variances}) {
    setAxis(*frame, QCPAxis::atBottom, shownX(document_), TickKind::items,
            static_cast<double>(data.after->mean.size() - 1));
  }
  setAxis(means, QCPAxis::atLeft, {data.mean.low, data.mean.high}, TickKind::values);
  setAxis(variances, QCPAxis::atLeft, {data.variance.low, data.variance.high}, TickKind::values);
  showChange(means, meansShown(document_));
  showChange(variances, variancesShown(document_));
}

void PlotScene::showChange(PlotFrame& frame, const RunningMarks& marks) {
  const Theme& theme = look_.theme;
  const std::vector<SeriesPoint>& from = marks.before;
  const std::vector<SeriesPoint>& to = marks.after;
  const double size = to.size() <= 32 ? 6 : to.size() <= 64 ? 4.5 : 3;
  QCPGraph* hollow =
      addDots(frame, {QCPScatterStyle::ssCircle, QPen(theme.textFaint, 1), QBrush(theme.background), size},
              mainLayer);
  QCPGraph* filled = addDots(
      frame, {QCPScatterStyle::ssDisc, QPen(theme.textQuiet, 1), QBrush(theme.textQuiet), size}, mainLayer);
  QCPGraph* crosses =
      addDots(frame, {QCPScatterStyle::ssCross, QPen(theme.notANumber, 1.6), Qt::NoBrush, 6}, mainLayer);
  QCPErrorBars* links = addBars(filled, QPen(theme.bars, 1), mainLayer);
  const double foot = frame.axis(QCPAxis::atLeft)->range().lower;
  for (std::size_t i = 0; i < to.size(); ++i) {
    const double at = static_cast<double>(to[i].firstSet) + static_cast<double>(to[i].setCount - 1) / 2;
    if (to[i].notFinite > 0 || from[i].notFinite > 0)
      crosses->addData(at, foot + 0.1 * frame.axis(QCPAxis::atLeft)->range().size());
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
