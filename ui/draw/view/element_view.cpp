#include "ui/draw/view/element_view.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <cmath>

#include "ui/base/fonts.h"

namespace normscope {
namespace {

constexpr double dragDistance = 4;  // pixels; less than the desktop's, which is meant for drag and drop
constexpr double wheelUnitsPerNotch = 120;
constexpr double hysteresis = 1.05;  // panes do not jump about for a few pixels

}  // namespace

ElementView::ElementView(const QString& accessibleName, const ZoomSteps& zoom, QWidget* parent)
    : QWidget(parent), zoom_(zoom) {
  loadFonts();
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAttribute(Qt::WA_OpaquePaintEvent);
  setAccessibleName(accessibleName);
}

void ElementView::setTheme(const Theme& theme) {
  theme_ = theme;
  update();
}

void ElementView::hover(const QPointF& point) {
  if (const auto element = elementAt(point)) emit elementHovered(*element);
}

void ElementView::click(const QPointF& point) {
  if (const auto element = elementAt(point)) emit elementClicked(*element);
}

void ElementView::mousePressEvent(QMouseEvent* event) {
  if (showFocus_) {  // whoever clicks knows where keys go
    showFocus_ = false;
    update();
  }
  if (event->button() != Qt::LeftButton) return QWidget::mousePressEvent(event);
  pressed_ = true;
  dragged_ = false;
  pressedAt_ = lastAt_ = event->position();
}

void ElementView::mouseMoveEvent(QMouseEvent* event) {
  const QPointF at = event->position();
  if (!pressed_) return hover(at);
  const QPointF moved = at - pressedAt_;
  if (!dragged_ && std::hypot(moved.x(), moved.y()) < dragDistance) return;
  dragged_ = true;
  setCursor(Qt::ClosedHandCursor);
  dragBy(at - lastAt_);
  lastAt_ = at;
}

void ElementView::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !pressed_) return QWidget::mouseReleaseEvent(event);
  pressed_ = false;
  unsetCursor();
  if (!dragged_) click(event->position());
}

void ElementView::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  // The first click of the two has pinned an element; the second takes that back.
  if (const auto element = elementAt(event->position())) emit elementClicked(*element);
  putBack();
}

void ElementView::wheelEvent(QWheelEvent* event) {
  const double notches = event->angleDelta().y() / wheelUnitsPerNotch;
  if (notches == 0) return QWidget::wheelEvent(event);
  zoomBy(std::pow(zoom_.perNotch, notches), event->position());
  event->accept();
}

void ElementView::keyPressEvent(QKeyEvent* event) {
  if (takeKey(event->key(), (event->modifiers() & Qt::ShiftModifier) != 0)) return;
  switch (event->key()) {
    case Qt::Key_Left:
      emit previousSetRequested();
      return;
    case Qt::Key_Right:
      emit nextSetRequested();
      return;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      return zoomBy(zoom_.perKey, middle());
    case Qt::Key_Minus:
      return zoomBy(1 / zoom_.perKey, middle());
    case Qt::Key_Home:
      return putBack();
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (const auto element = selected()) emit elementClicked(*element);
      return;
    default:
      QWidget::keyPressEvent(event);
  }
}

void ElementView::focusInEvent(QFocusEvent* event) {
  // A click shows by itself where one is, and a menu that closes gives back what was there.
  showFocus_ = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason ||
               event->reason() == Qt::ShortcutFocusReason;
  update();
}

void ElementView::focusOutEvent(QFocusEvent*) {
  showFocus_ = false;
  update();
}

QRectF ElementView::gridCell(const QRectF& whole, std::size_t pane, std::size_t panes, std::size_t columns) {
  const std::size_t lines = (panes + columns - 1) / columns;
  const QSizeF size(whole.width() / static_cast<double>(columns),
                    whole.height() / static_cast<double>(lines));
  const QPointF place(static_cast<double>(pane % columns) * size.width(),
                      static_cast<double>(pane / columns) * size.height());
  return {whole.topLeft() + place, size};
}

std::size_t ElementView::bestColumns(std::size_t panes, std::size_t before,
                                     const std::function<double(std::size_t)>& sizeIn) {
  std::size_t best = 1;
  double bestSize = 0;
  for (std::size_t columns = 1; columns <= panes; ++columns) {
    if (panes % columns != 0) continue;
    const double size = sizeIn(columns) * (columns == before ? hysteresis : 1);
    if (size <= bestSize) continue;
    best = columns;
    bestSize = size;
  }
  return best;
}

void ElementView::paintFocus(QPainter& painter) const {
  if (!showFocus_) return;
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(theme_.accent, 1.5));
  painter.drawRoundedRect(QRectF(rect()).adjusted(2, 2, -2, -2), 4, 4);
}

}  // namespace normscope
