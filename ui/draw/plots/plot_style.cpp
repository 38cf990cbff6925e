#include "ui/draw/plots/plot_style.h"

#include <algorithm>
#include <cmath>

#include "core/view/plots/plot_text.h"
#include "ui/base/fonts.h"

namespace normscope {
namespace {

constexpr double axisFontPixels = 11;
constexpr int leftMargin = 56;     // the same in all plots, so that their frames line up
constexpr int rowHeight = 22;      // room for one tick label of an upright axis
constexpr int minimumColumn = 40;  // and of a level one
constexpr int tickGap = 16;
constexpr int aroundFrames = 66;  // title, tick labels and name of the level axis

void styleAxis(QCPAxis& axis, const Theme& theme) {
  axis.setBasePen(QPen(theme.border, 1));
  axis.setTickPen(QPen(theme.border, 1));
  axis.setTickLength(0, 0);
  axis.setPadding(0);
  axis.setSubTicks(false);
  axis.setTickLabelFont(uiFont(axisFontPixels));
  axis.setTickLabelColor(theme.textFaint);
  axis.setTickLabelPadding(5);
  axis.setLabelFont(uiFont(axisFontPixels));
  axis.setLabelColor(theme.textQuiet);
  axis.setLabelPadding(3);
  axis.grid()->setPen(QPen(theme.grid, 1));
  axis.grid()->setZeroLinePen(QPen(theme.border, 1));
  axis.grid()->setAntialiased(false);
}

}  // namespace

/// How many ticks find room beside each other. Measured on the whole plot, since the frames are laid out
/// only once the labels are known.
int PlotTicker::room() const {
  const QSize size = axis_.parentPlot()->viewport().size() - QSize(leftMargin, aroundFrames);
  if (axis_.orientation() == Qt::Vertical) {
    return std::clamp(size.height() / axis_.parentPlot()->axisRectCount() / rowHeight, 2, 6);
  }
  const QString widest = QString::fromStdString(tickText(-largest_, step_, largest_));
  const int width = QFontMetrics(axis_.tickLabelFont()).horizontalAdvance(widest) + tickGap;
  return std::clamp(size.width() / std::max(width, minimumColumn), 2, 8);
}

double PlotTicker::getTickStep(const QCPRange& range) {
  largest_ = std::max(std::abs(range.lower), std::abs(range.upper));
  setTickCount(6);
  step_ = QCPAxisTicker::getTickStep(range);  // for the width of the labels
  setTickCount(room());
  step_ = QCPAxisTicker::getTickStep(range);
  if (kind_ != TickKind::values && step_ < 10) step_ = std::max(1.0, std::ceil(step_));
  return step_;
}

QString PlotTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
  return QString::fromStdString(tickText(tick, step_, largest_));
}

QVector<double> PlotTicker::createTickVector(double step, const QCPRange& range) {
  QVector<double> ticks = QCPAxisTicker::createTickVector(step, range);
  if (kind_ != TickKind::items) return ticks;
  const double last = range.lower + range.upper;  // as itemRange() starts at 0
  ticks.removeIf([&](double tick) { return tick < -0.5 || tick > last + 0.5; });
  return ticks;
}

void styleAxes(QCPAxisRect& rect, const Theme& theme) {
  rect.setupFullAxesBox();
  rect.setLayer(QStringLiteral("background"));
  rect.setBackground(QBrush(theme.background));
  rect.setMinimumMargins(QMargins(leftMargin, 0, 0, 0));
  rect.setRangeDrag({});
  rect.setRangeZoom({});
  for (QCPAxis* axis : rect.axes()) styleAxis(*axis, theme);
  rect.axis(QCPAxis::atBottom)->grid()->setVisible(false);
  for (const QCPAxis::AxisType side : {QCPAxis::atTop, QCPAxis::atRight}) {
    rect.axis(side)->setTicks(false);
    rect.axis(side)->setTickLabels(false);
  }
}

void setAxis(QCPAxis& axis, const std::string& name, const QCPRange& range, TickKind ticks) {
  axis.setLabel(QString::fromStdString(name));
  axis.setRange(range);
  axis.setTicker(QSharedPointer<PlotTicker>::create(axis, ticks));
}

QCPRange itemRange(std::int64_t count) {
  const auto last = static_cast<double>(count - 1);
  const double air = std::max(0.7, 0.012 * last);
  return {-air, last + air};
}

}  // namespace normscope
