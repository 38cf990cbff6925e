#include "ui/workspace/store.h"

#include <QAbstractSpinBox>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>

namespace normscope {
namespace {

bool isUndoKey(const QKeyEvent& event) {
  return event.matches(QKeySequence::Undo) || event.matches(QKeySequence::Redo);
}

/// Whether a field has typed text of its own to take back.
bool undoesItself(QObject* watched) {
  const auto* field = qobject_cast<QLineEdit*>(watched);
  if (qobject_cast<QAbstractSpinBox*>(watched) != nullptr) {
    for (QObject* part : watched->children()) {
      if (const auto* line = qobject_cast<QLineEdit*>(part)) field = line;
    }
  }
  return field != nullptr && field->isModified() && (field->isUndoAvailable() || field->isRedoAvailable());
}

bool isField(const QObject* watched) {
  return qobject_cast<const QLineEdit*>(watched) != nullptr ||
         qobject_cast<const QAbstractSpinBox*>(watched) != nullptr;
}

}  // namespace

Store::Store(QObject* parent) : QObject(parent), history_(emptyDocument()) {
  QCoreApplication::instance()->installEventFilter(this);
}

/// Camera and selection have no quick succession: whoever looks around takes it back as a whole.
bool Store::isSameTurn(const std::string& dial) {
  const bool same =
      !dial.empty() && dial == dial_ && sinceTurn_.isValid() &&
      (dial == "camera" || dial == "selection" || (held_ && heldAtTurn_) || sinceTurn_.elapsed() < patience_);
  dial_ = dial;
  heldAtTurn_ = held_;
  sinceTurn_.start();
  return same;
}

void Store::change(const Document& next) {
  if (next == now()) return;
  const Document before = now();
  history_.change(next, isSameTurn(dialOf(before, next)));
  emit changed(before);
  emit stepsChanged();
}

void Store::amend(const Document& next) {
  if (next == now()) return;
  const Document before = now();
  history_.amend(next);
  emit changed(before);
}

void Store::begin(const Document& first) {
  const Document before = now();
  history_.amend(first);
  history_.forget();
  dial_.clear();
  emit changed(before);
  emit stepsChanged();
}

void Store::go(std::size_t position) {
  if (position == history_.position()) return;
  const Document before = now();
  history_.go(position);
  dial_.clear();
  emit changed(before);
  emit stepsChanged();
}

/// Watches all of the program: when a drag begins and ends, and fields that would keep the keys of undo for
/// themselves though they have nothing to take back.
bool Store::eventFilter(QObject* watched, QEvent* event) {
  switch (event->type()) {
    case QEvent::MouseButtonPress:
      held_ = true;
      break;
    case QEvent::MouseButtonRelease:
      held_ = heldAtTurn_ = false;
      break;
    case QEvent::ShortcutOverride:
      if (isUndoKey(*static_cast<QKeyEvent*>(event)) && isField(watched) && !undoesItself(watched)) {
        event->ignore();
        return true;
      }
      break;
    default:
      break;
  }
  return QObject::eventFilter(watched, event);
}

}  // namespace normscope
