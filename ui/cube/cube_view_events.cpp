#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>
#include <cmath>

#include "ui/cube/cube_view.h"

namespace normscope {
namespace {

constexpr double degreesPerPixel = 0.4;
constexpr double degreesPerKey = 5;
constexpr double dragDistance = 4;  // pixels; less than the desktop's, which is meant for drag and drop
constexpr double zoomPerKey = 1.15;
constexpr double zoomPerNotch = 1.1;
constexpr double wheelUnitsPerNotch = 120;

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

void CubeView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return QWidget::mousePressEvent(event);
  pressed_ = true;
  dragged_ = false;
  pressedAt_ = lastAt_ = event->position();
}

void CubeView::mouseMoveEvent(QMouseEvent* event) {
  const QPointF at = event->position();
  if (!pressed_) {
    hover(at);
    return;
  }
  const QPointF moved = at - pressedAt_;
  if (!dragged_ && std::hypot(moved.x(), moved.y()) < dragDistance) return;
  dragged_ = true;
  setCursor(Qt::ClosedHandCursor);
  const QPointF step = (at - lastAt_) * degreesPerPixel;
  lastAt_ = at;
  setCamera(camera_.turned(step.x(), step.y()));
}

void CubeView::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !pressed_) return QWidget::mouseReleaseEvent(event);
  pressed_ = false;
  unsetCursor();
  if (dragged_) return;
  click(event->position());
}

/// A click in another pane makes that one active first, so that the numbers are of the norm that was clicked.
void CubeView::click(const QPointF& point) {
  const auto pane = paneAt(point);
  const auto element = elementAt(point);
  const bool other = pane && *pane != active_;
  if (other) emit paneClicked(static_cast<int>(*pane));
  if (element && !(other && pinned_ && *element == selection_)) emit elementClicked(*element);
}

void CubeView::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  // The first click of the two has pinned an element; the second takes that back.
  if (const auto element = elementAt(event->position())) emit elementClicked(*element);
  turnTo(CubeCamera::paper());
}

void CubeView::wheelEvent(QWheelEvent* event) {
  const double notches = event->angleDelta().y() / wheelUnitsPerNotch;
  if (notches == 0) return QWidget::wheelEvent(event);
  setCamera(camera_.zoomed(std::pow(zoomPerNotch, notches)));
  event->accept();
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

void CubeView::keyPressEvent(QKeyEvent* event) {
  if ((event->modifiers() & Qt::ShiftModifier) != 0 && turnByKey(event->key())) return;
  switch (event->key()) {
    case Qt::Key_Left:
      emit previousSetRequested();
      return;
    case Qt::Key_Right:
      emit nextSetRequested();
      return;
    case Qt::Key_Up:
      emit previousElementRequested();
      return;
    case Qt::Key_Down:
      emit nextElementRequested();
      return;
    case Qt::Key_Home:
      turnTo(CubeCamera::paper());
      return;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      setCamera(camera_.zoomed(zoomPerKey));
      return;
    case Qt::Key_Minus:
      setCamera(camera_.zoomed(1 / zoomPerKey));
      return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (!isEmpty()) emit elementClicked(selection_);
      return;
    default:
      QWidget::keyPressEvent(event);
  }
}

void CubeView::leaveEvent(QEvent*) {
  leaveHover();
}

void CubeView::focusInEvent(QFocusEvent* event) {
  // A click shows by itself where one is, and a menu that closes gives back what was there.
  showFocus_ = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason ||
               event->reason() == Qt::ShortcutFocusReason;
  update();
}

void CubeView::focusOutEvent(QFocusEvent*) {
  showFocus_ = false;
  update();
}

}  // namespace normscope
