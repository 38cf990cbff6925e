#pragma once

#include <qcustomplot.h>

#include <vector>

#include "core/view/plots/plot_view.h"
#include "ui/draw/plots/plot_frame.h"

namespace normscope {

enum class TickKind {
  values,  ///< of a quantity
  items,   ///< whole numbers, none beyond the ends of the data
};

/// As few ticks as the axis has room for, at round numbers, each with just the digits it needs and the true
/// minus sign.
class PlotTicker : public QCPAxisTicker {
 public:
  /// `axis` and `frame` must outlive the ticker's use. Items stand at 0 to `last`.
  PlotTicker(const QCPAxis& axis, const PlotFrame& frame, TickKind kind, double last = 0)
      : axis_(axis), frame_(frame), kind_(kind), last_(last) {}

 protected:
  double getTickStep(const QCPRange& range) override;
  QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;
  QVector<double> createTickVector(double step, const QCPRange& range) override;

 private:
  int room() const;
  double stepFor(const QCPRange& range, int most);

  const QCPAxis& axis_;
  const PlotFrame& frame_;
  TickKind kind_;
  double last_;
  double step_ = 1;
  double largest_ = 1;
};

/// Marks at places that have names.
class MarkTicker : public QCPAxisTicker {
 public:
  explicit MarkTicker(std::vector<AxisMark> marks) : marks_(std::move(marks)) {}

 protected:
  double getTickStep(const QCPRange& range) override;
  QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;
  QVector<double> createTickVector(double step, const QCPRange& range) override;

 private:
  std::vector<AxisMark> marks_;
};

/// 1, 2, 5, 10, 20, ... on an axis of logarithms to the base of 10, closer where a part of it is seen, each
/// with the unit behind it.
class LogTicker : public QCPAxisTicker {
 public:
  explicit LogTicker(std::string unit) : unit_(std::move(unit)) {}

 protected:
  double getTickStep(const QCPRange& range) override;
  QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;
  QVector<double> createTickVector(double step, const QCPRange& range) override;

 private:
  std::string unit_;
};

/// Numbers of sets below each of several blocks that share the axis.
class BlockTicker : public QCPAxisTicker {
 public:
  /// The plots of `blocks` and `frame` must outlive the ticker's use.
  BlockTicker(std::vector<SetBlock> blocks, const PlotFrame& frame)
      : blocks_(std::move(blocks)), frame_(frame) {}

 protected:
  double getTickStep(const QCPRange& range) override;
  QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;
  QVector<double> createTickVector(double step, const QCPRange& range) override;

 private:
  std::vector<SetBlock> blocks_;
  const PlotFrame& frame_;
  double perPixel_ = 1;
};

/// Range and ticks of an axis.
void setAxis(const PlotFrame& frame, QCPAxis::AxisType side, const PlotRange& range, TickKind ticks,
             double last = 0);

}  // namespace normscope
