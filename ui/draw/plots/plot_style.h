#pragma once

#include <qcustomplot.h>

#include "ui/base/theme.h"

namespace normscope {

enum class TickKind {
  values,  ///< of a quantity
  counts,  ///< whole numbers
  items,   ///< whole numbers, none beyond the ends of the data
};

/// As few ticks as the axis has room for, at round numbers, each with just the digits it needs and the true
/// minus sign.
class PlotTicker : public QCPAxisTicker {
 public:
  /// `axis` must outlive the ticker's use.
  PlotTicker(const QCPAxis& axis, TickKind kind) : axis_(axis), kind_(kind) {}

 protected:
  double getTickStep(const QCPRange& range) override;
  QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;
  QVector<double> createTickVector(double step, const QCPRange& range) override;

 private:
  int room() const;

  const QCPAxis& axis_;
  TickKind kind_;
  double step_ = 1;
  double largest_ = 1;
};

/// The frame, grid and fonts of a plot's axes: only horizontal grid lines, no tick marks.
void styleAxes(QCPAxisRect& rect, const Theme& theme);

/// Name, range and ticks of an axis.
void setAxis(QCPAxis& axis, const std::string& name, const QCPRange& range, TickKind ticks);

/// The range of an axis along which `count` sets or channels stand, with some air.
QCPRange itemRange(std::int64_t count);

}  // namespace normscope
