#include "ui/draw/cube/cube_view.h"

namespace normscope {
namespace {

constexpr double degreesPerPixel = 0.4;
constexpr double degreesPerKey = 5;

}  // namespace

/// A box that opens before the selected set would move away under the pointer; there only clicks select.
void CubeView::hover(const QPointF& point) {
  if (options_.reveal == CubeReveal::opened) return;
  const auto element = elementAt(point);
  if (!element) {
    leaveHover();
    return;
  }
  if (hovered_ == *element) return;
  hovered_ = *element;
  emit elementHovered(*element);
}

void CubeView::leaveHover() {
  if (!hovered_) return;
  hovered_.reset();
  emit hoverLeft();
}

/// A click in another pane makes that one active first, so that the numbers are of the norm that was clicked.
void CubeView::click(const QPointF& point) {
  const auto pane = paneAt(point);
  const auto element = elementAt(point);
  const bool other = pane && *pane != active_;
  if (other) emit paneClicked(static_cast<int>(*pane));
  if (element && !(other && pinned_ && *element == selection_)) emit elementClicked(*element);
}

void CubeView::dragBy(const QPointF& distance) {
  setCamera(camera_.turned(distance.x() * degreesPerPixel, distance.y() * degreesPerPixel));
}

/// About its own middle, wherever the pointer is.
void CubeView::zoomBy(double factor, const QPointF&) {
  setCamera(camera_.zoomed(factor));
}

void CubeView::putBack() {
  turnTo(CubeCamera::paper());
}

std::optional<std::int64_t> CubeView::selected() const {
  return isEmpty() ? std::nullopt : std::optional(selection_);
}

bool CubeView::takeKey(int key, bool shift) {
  if (shift && turnByKey(key)) return true;
  if (key == Qt::Key_Up) emit previousElementRequested();
  if (key == Qt::Key_Down) emit nextElementRequested();
  return key == Qt::Key_Up || key == Qt::Key_Down;
}

bool CubeView::turnByKey(int key) {
  switch (key) {
    case Qt::Key_Left:
      setCamera(camera_.turned(-degreesPerKey, 0));
      return true;
    case Qt::Key_Right:
      setCamera(camera_.turned(degreesPerKey, 0));
      return true;
    case Qt::Key_Up:
      setCamera(camera_.turned(0, -degreesPerKey));
      return true;
    case Qt::Key_Down:
      setCamera(camera_.turned(0, degreesPerKey));
      return true;
    default:
      return false;
  }
}

void CubeView::leaveEvent(QEvent*) {
  leaveHover();
}

}  // namespace normscope
