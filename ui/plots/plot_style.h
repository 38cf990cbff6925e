#pragma once

#include <qcustomplot.h>

#include "ui/theme.h"

namespace normscope {

/// Few ticks at round numbers, each with just the digits it needs and the true minus sign.
class PlotTicker : public QCPAxisTicker {
 public:
  /// About `count` ticks; only whole numbers where they count something.
  PlotTicker(int count, bool wholeNumbers);

 protected:
  double getTickStep(const QCPRange& range) override;
  QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;

 private:
  bool wholeNumbers_;
  double step_ = 1;
  double largest_ = 1;
};

/// The frame, grid and fonts of a plot's axes: only horizontal grid lines, no tick marks.
void styleAxes(QCPAxisRect& rect, const Theme& theme);

/// Name, range and ticks of an axis.
void setAxis(QCPAxis& axis, const std::string& name, const QCPRange& range, int ticks, bool wholeNumbers);

}  // namespace normscope
