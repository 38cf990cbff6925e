#include "ui/draw/plots/plot_style.h"

#include <algorithm>
#include <cmath>

#include "core/text/number.h"
#include "core/view/plots/plot_text.h"

namespace normscope {
namespace {

constexpr int rowHeight = 22;      // room for one tick label of an upright axis
constexpr int minimumColumn = 40;  // and of a level one
constexpr int tickGap = 16;

/// The next of 1, 2, 5, 10, 20, 50, ... that is no less.
std::int64_t roundStep(double least) {
  std::int64_t decade = 1;
  while (static_cast<double>(decade) * 10 < least) decade *= 10;
  for (const std::int64_t step : {decade, 2 * decade, 5 * decade}) {
    if (static_cast<double>(step) >= least) return step;
  }
  return 10 * decade;
}

}  // namespace

/// How many ticks find room beside each other.
int PlotTicker::room() const {
  if (axis_.orientation() == Qt::Vertical) return std::clamp(frame_.expectedHeight() / rowHeight, 2, 6);
  const QString widest = QString::fromStdString(tickText(-largest_, step_, largest_));
  const int width = QFontMetrics(axis_.tickLabelFont()).horizontalAdvance(widest) + tickGap;
  return std::clamp(frame_.expectedWidth() / std::max(width, minimumColumn), 2, 8);
}

/// With two ticks at least, also where round numbers are rare.
double PlotTicker::stepFor(const QCPRange& range, int most) {
  double step = 1;
  for (int count = most; count < most + 4; ++count) {
    setTickCount(count);
    step = QCPAxisTicker::getTickStep(range);
    if (std::floor(range.upper / step) - std::ceil(range.lower / step) >= 1) break;
  }
  return step;
}

double PlotTicker::getTickStep(const QCPRange& range) {
  largest_ = std::max(std::abs(range.lower), std::abs(range.upper));
  setTickCount(6);
  step_ = QCPAxisTicker::getTickStep(range);  // for the width of the labels
  step_ = stepFor(range, room());
  if (kind_ == TickKind::items && step_ < 10) step_ = std::max(1.0, std::ceil(step_));
  return step_;
}

QString PlotTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
  return QString::fromStdString(tickText(tick, step_, largest_));
}

QVector<double> PlotTicker::createTickVector(double step, const QCPRange& range) {
  QVector<double> ticks = QCPAxisTicker::createTickVector(step, range);
  if (kind_ != TickKind::items) return ticks;
  ticks.removeIf([&](double tick) { return tick < -0.5 || tick > last_ + 0.5; });
  return ticks;
}

double MarkTicker::getTickStep(const QCPRange&) {
  return 1;
}

QVector<double> MarkTicker::createTickVector(double, const QCPRange& range) {
  QVector<double> ticks;
  for (const AxisMark& mark : marks_) {
    if (range.contains(mark.at)) ticks << mark.at;
  }
  return ticks;
}

QString MarkTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
  for (const AxisMark& mark : marks_) {
    if (mark.at == tick) return QString::fromStdString(mark.text);
  }
  return {};
}

double LogTicker::getTickStep(const QCPRange&) {
  return 1;
}

QVector<double> LogTicker::createTickVector(double, const QCPRange& range) {
  const std::vector<double> digits = range.size() > 2.5 ? std::vector<double>{1}
                                     : range.size() > 0.7
                                         ? std::vector<double>{1, 2, 5}
                                         : std::vector<double>{1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9};
  QVector<double> ticks;
  for (double decade = std::floor(range.lower); decade <= range.upper; ++decade) {
    for (const double digit : digits) {
      const double at = decade + std::log10(digit);
      if (range.contains(at)) ticks << at;
    }
  }
  return ticks;
}

QString LogTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
  return QString::fromStdString(shown(std::pow(10, tick), 2) + unit_);
}

double BlockTicker::getTickStep(const QCPRange& range) {
  perPixel_ = range.size() / frame_.expectedWidth();
  return 1;
}

QVector<double> BlockTicker::createTickVector(double, const QCPRange& range) {
  const QFontMetrics metrics(frame_.axis(QCPAxis::atBottom)->tickLabelFont());
  QVector<double> ticks;
  for (const SetBlock& block : blocks_) {
    const std::int64_t count = block.plot->setCount();
    const double label =
        (metrics.horizontalAdvance(QString::fromStdString(groupedDigits(count - 1))) + 10) * perPixel_;
    const std::int64_t step = roundStep(std::max(1.0, label / block.width));
    const double end = block.positionOf(static_cast<double>(count - 1)) + block.width / 2;
    const std::int64_t first = std::max<std::int64_t>(0, block.setAt(range.lower)) / step * step;
    for (std::int64_t set = first; set < count; set += step) {
      const double at = block.positionOf(static_cast<double>(set));
      if (at > range.upper) break;
      // Not even its margin reaches into the next block, where another label begins.
      if (at >= range.lower && (set == 0 || at + label / 2 <= end)) ticks << at;
    }
  }
  return ticks;
}

QString BlockTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
  const double last = static_cast<double>(blocks_.size() - 1);
  const auto block = static_cast<std::size_t>(std::clamp(std::floor(tick), 0.0, last));
  return QString::fromStdString(groupedDigits(blocks_[block].setAt(tick)));
}

void setAxis(const PlotFrame& frame, QCPAxis::AxisType side, const PlotRange& range, TickKind ticks,
             double last) {
  QCPAxis& axis = *frame.axis(side);
  axis.setRange(range.low, range.high);
  axis.setTicker(QSharedPointer<PlotTicker>::create(axis, frame, ticks, last));
}

}  // namespace normscope
