#pragma once

#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

#include "core/norm/reduction_plan.h"
#include "core/view/cube/cube_axis.h"
#include "ui/base/theme.h"

namespace normscope {

/// Linear memory as ribbons, from the first element to the last, with the selected set lit: one in the
/// tensor's own layout, one in the order that it is most often mixed up with.
class MemoryRibbon : public QWidget {
  Q_OBJECT

 public:
  explicit MemoryRibbon(QWidget* parent = nullptr);

  void setPlan(const std::shared_ptr<const ReductionPlan>& plan);
  void setSelection(std::int64_t offset);
  void setTheme(const Theme& theme);

  /// The element of the tensor, as a position in its own memory, at a point of either ribbon.
  std::optional<std::int64_t> elementAt(const QPointF& point) const;

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {320, sizeHint().height()}; }

 signals:
  void elementHovered(qint64 offset);
  void elementClicked(qint64 offset);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  struct Ribbon {
    std::shared_ptr<const ReductionPlan> plan;
    CubeEdgeAxis memory;
  };

  QRectF bandOf(std::size_t ribbon) const;
  void describe();
  void paintRibbon(QPainter& painter, std::size_t index) const;
  void paintBand(QPainter& painter, const Ribbon& ribbon, const QRectF& band, std::int64_t selected) const;

  std::vector<Ribbon> ribbons_;
  std::int64_t selection_ = 0;
  Theme theme_ = Theme::light();
};

}  // namespace normscope
