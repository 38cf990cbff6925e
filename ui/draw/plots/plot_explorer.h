#pragma once

#include <QPointF>
#include <optional>

#include "core/view/plots/plot_view.h"

namespace normscope {

class PlotScene;

/// What the mouse and the keyboard make of the view of a plot: wheel and keys zoom, a drag moves. Each
/// answers the view to come; nothing where it stays as it is.
class PlotExplorer {
 public:
  explicit PlotExplorer(const PlotScene& scene) : scene_(scene) {}

  /// `steps` of the wheel, away from the hand positive: zooms the level axis about the pointer; the upright
  /// one over its numbers, or where `upright`.
  std::optional<PlotView> wheel(const QPointF& position, double steps, bool upright) const;

  /// `steps` of a wheel that tilts: moves along the level axis.
  std::optional<PlotView> tilt(double steps) const;

  /// Arrows move the view by a tenth, with Shift the upright ones zoom their axis; plus and minus zoom the
  /// level one, 0 shows all.
  std::optional<PlotView> key(int key, bool shift) const;

  void press(const QPointF& position);

  /// The view while a pressed mouse is moved; nothing until it has moved far enough to be no click.
  std::optional<PlotView> drag(const QPointF& position);

  bool isPressed() const { return pressed_.has_value(); }
  bool isDragging() const { return dragging_; }

  /// Whether it was a click: pressed and not moved.
  bool release();

 private:
  PlotView movedBy(const PlotView& from, double x, double y) const;
  PlotView zoomedX(double at, double factor) const;
  PlotView zoomedY(double at, double factor) const;
  std::optional<PlotView> ifOther(const PlotView& view) const;
  bool hasOneUprightAxis() const;

  const PlotScene& scene_;
  std::optional<QPointF> pressed_;
  PlotView viewBefore_;
  bool dragging_ = false;
};

}  // namespace normscope
