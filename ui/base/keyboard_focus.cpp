#include "ui/base/keyboard_focus.h"

#include <QCoreApplication>
#include <QFocusEvent>
#include <QStyle>
#include <QWidget>

namespace normscope {
namespace {

constexpr const char* keysProperty = "keys";

void mark(QWidget& widget, bool byKeys) {
  if (widget.property(keysProperty).toBool() == byKeys) return;
  widget.setProperty(keysProperty, byKeys);
  widget.style()->unpolish(&widget);
  widget.style()->polish(&widget);
  widget.update();
}

bool isByKeys(Qt::FocusReason reason) {
  return reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason ||
         reason == Qt::ShortcutFocusReason;
}

}  // namespace

KeyboardFocus::KeyboardFocus(QObject* parent) : QObject(parent) {
  QCoreApplication::instance()->installEventFilter(this);
}

bool KeyboardFocus::eventFilter(QObject* watched, QEvent* event) {
  const auto type = event->type();
  if (type != QEvent::FocusIn && type != QEvent::FocusOut && type != QEvent::KeyPress)
    return QObject::eventFilter(watched, event);
  if (auto* widget = qobject_cast<QWidget*>(watched)) {
    if (type == QEvent::FocusIn) mark(*widget, isByKeys(static_cast<QFocusEvent*>(event)->reason()));
    if (type == QEvent::FocusOut) mark(*widget, false);
    if (type == QEvent::KeyPress && widget->hasFocus()) mark(*widget, true);
  }
  return QObject::eventFilter(watched, event);
}

}  // namespace normscope
