#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>
#include <cmath>

#include "ui/maps/map_view.h"

namespace normscope {
namespace {

constexpr double dragDistance = 4;  // pixels
constexpr double panPerKey = 48;    // pixels
constexpr double zoomPerKey = 1.25;
constexpr double zoomPerNotch = 1.2;
constexpr double wheelUnitsPerNotch = 120;

}  // namespace

void MapView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return QWidget::mousePressEvent(event);
  pressed_ = true;
  dragged_ = false;
  pressedAt_ = lastAt_ = event->position();
}

void MapView::mouseMoveEvent(QMouseEvent* event) {
  const QPointF at = event->position();
  if (!pressed_) {
    if (const auto element = elementAt(at)) emit elementHovered(*element);
    return;
  }
  const QPointF moved = at - pressedAt_;
  if (!dragged_ && std::hypot(moved.x(), moved.y()) < dragDistance) return;
  dragged_ = true;
  setCursor(Qt::ClosedHandCursor);
  panBy(at - lastAt_);
  lastAt_ = at;
}

void MapView::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !pressed_) return QWidget::mouseReleaseEvent(event);
  pressed_ = false;
  unsetCursor();
  if (dragged_) return;
  if (const auto element = elementAt(event->position())) emit elementClicked(*element);
}

void MapView::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  // The first click of the two has pinned an element; the second takes that back.
  if (const auto element = elementAt(event->position())) emit elementClicked(*element);
  fit();
}

void MapView::wheelEvent(QWheelEvent* event) {
  const double notches = event->angleDelta().y() / wheelUnitsPerNotch;
  if (notches == 0) return QWidget::wheelEvent(event);
  zoomBy(std::pow(zoomPerNotch, notches), event->position());
  event->accept();
}

void MapView::keyPressEvent(QKeyEvent* event) {
  const bool pans = (event->modifiers() & Qt::ShiftModifier) != 0;
  const QPointF middle = mapsOf(0).center();
  switch (event->key()) {
    case Qt::Key_Left:
      return pans ? panBy({panPerKey, 0}) : emit previousSetRequested();
    case Qt::Key_Right:
      return pans ? panBy({-panPerKey, 0}) : emit nextSetRequested();
    case Qt::Key_Up:
      return panBy({0, panPerKey});
    case Qt::Key_Down:
      return panBy({0, -panPerKey});
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      return zoomBy(zoomPerKey, middle);
    case Qt::Key_Minus:
      return zoomBy(1 / zoomPerKey, middle);
    case Qt::Key_Home:
      placed_ = false;
      return start();
    case Qt::Key_F:
      return fit();
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (!isEmpty()) emit elementClicked(selection_);
      return;
    default:
      QWidget::keyPressEvent(event);
  }
}

void MapView::resizeEvent(QResizeEvent*) {
  if (!placed_) start();
}

void MapView::focusInEvent(QFocusEvent* event) {
  showFocus_ = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason ||
               event->reason() == Qt::ShortcutFocusReason;
  update();
}

void MapView::focusOutEvent(QFocusEvent*) {
  showFocus_ = false;
  update();
}

}  // namespace normscope
