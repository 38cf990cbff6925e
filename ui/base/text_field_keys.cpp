#include "ui/base/text_field_keys.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>

namespace normscope {

namespace {

/// Spin boxes and combo boxes have the focus in place of the field in them.
bool isTextField(const QObject& object) {
  const auto* box = qobject_cast<const QComboBox*>(&object);
  return qobject_cast<const QLineEdit*>(&object) != nullptr ||
         qobject_cast<const QAbstractSpinBox*>(&object) != nullptr || (box != nullptr && box->isEditable());
}

}  // namespace

TextFieldKeys::TextFieldKeys(QObject* parent) : QObject(parent) {
  QCoreApplication::instance()->installEventFilter(this);
}

bool TextFieldKeys::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::ShortcutOverride && event->type() != QEvent::KeyPress) return false;
  const auto* press = static_cast<QKeyEvent*>(event);
  if (press->key() != Qt::Key_E || press->modifiers() != Qt::ControlModifier) return false;
  if (!isTextField(*watched)) return false;
  if (event->type() == QEvent::KeyPress) {
    QKeyEvent end(QEvent::KeyPress, Qt::Key_End, Qt::NoModifier);
    QCoreApplication::sendEvent(watched, &end);
  }
  event->accept();
  return true;
}

}  // namespace normscope
