#pragma once

#include <QWidget>
#include <vector>

#include "core/view/plots/plot_readout.h"
#include "ui/base/theme.h"

namespace normscope {

/// What a plot says of the place that is pointed at, in a small box beside the pointer. The mouse goes
/// through it.
class ReadoutBox : public QWidget {
  Q_OBJECT

 public:
  explicit ReadoutBox(QWidget* parent);

  void setTheme(const Theme& theme);

  /// Stands beside `pointer`, a position in the parent, inside the parent's `room`; hidden without lines.
  void showLines(const std::vector<ReadoutLine>& lines, const QPoint& pointer, const QRect& room);

  const std::vector<ReadoutLine>& lines() const { return lines_; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QSize sizeNow() const;

  Theme theme_;
  std::vector<ReadoutLine> lines_;
};

}  // namespace normscope
