#include "ui/plots/plot_style.h"

#include <algorithm>
#include <cmath>

#include "ui/fonts.h"
#include "ui/plots/plot_text.h"

namespace normscope {
namespace {

constexpr double axisFontPixels = 11;
constexpr int leftMargin = 52;  // the same in all plots, so that their frames line up

void styleAxis(QCPAxis& axis, const Theme& theme) {
  axis.setBasePen(QPen(theme.border, 1));
  axis.setTickLength(0, 0);
  axis.setSubTicks(false);
  axis.setTickLabelFont(uiFont(axisFontPixels));
  axis.setTickLabelColor(theme.textFaint);
  axis.setTickLabelPadding(6);
  axis.setLabelFont(uiFont(axisFontPixels));
  axis.setLabelColor(theme.textQuiet);
  axis.setLabelPadding(4);
  axis.grid()->setPen(QPen(theme.grid, 1));
  axis.grid()->setZeroLinePen(QPen(theme.border, 1));
  axis.grid()->setAntialiased(false);
}

}  // namespace

PlotTicker::PlotTicker(int count, bool wholeNumbers) : wholeNumbers_(wholeNumbers) {
  setTickCount(count);
}

double PlotTicker::getTickStep(const QCPRange& range) {
  step_ = QCPAxisTicker::getTickStep(range);
  if (wholeNumbers_ && step_ < 10) step_ = std::max(1.0, std::floor(step_));
  largest_ = std::max(std::abs(range.lower), std::abs(range.upper));
  return step_;
}

QString PlotTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
  return QString::fromStdString(tickText(tick, step_, largest_));
}

void styleAxes(QCPAxisRect& rect, const Theme& theme) {
  rect.setupFullAxesBox();
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

void setAxis(QCPAxis& axis, const std::string& name, const QCPRange& range, int ticks, bool wholeNumbers) {
  axis.setLabel(QString::fromStdString(name));
  axis.setRange(range);
  axis.setTicker(QSharedPointer<PlotTicker>::create(ticks, wholeNumbers));
}

}  // namespace normscope
