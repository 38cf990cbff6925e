#include "ui/workspace/history.h"

#include <QAbstractSpinBox>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QUndoCommand>

#include "ui/workspace/session.h"

namespace normscope {
namespace {

constexpr int mostSteps = 200;

bool isUndoKey(const QKeyEvent& event) {
  return event.matches(QKeySequence::Undo) || event.matches(QKeySequence::Redo);
}

/// Whether a field has typed text of its own to take back.
bool undoesItself(QObject* watched) {
  const auto* field = qobject_cast<QLineEdit*>(watched);
  if (const auto* box = qobject_cast<QAbstractSpinBox*>(watched)) field = box->findChild<QLineEdit*>();
  return field != nullptr && field->isModified() && (field->isUndoAvailable() || field->isRedoAvailable());
}

/// An ampersand in a menu would mark a key.
QString menuText(const SessionState& before, const SessionState& after) {
  return nameOfStep(before, after).text.replace('&', QStringLiteral("&&"));
}

bool isField(const QObject* watched) {
  return qobject_cast<const QLineEdit*>(watched) != nullptr ||
         qobject_cast<const QAbstractSpinBox*>(watched) != nullptr;
}

}  // namespace

class History::Step : public QUndoCommand {
 public:
  Step(History& history, const SessionState& before, const SessionState& after, int turn)
      : QUndoCommand(menuText(before, after)),
        history_(history),
        before_(before),
        after_(after),
        turn_(turn) {}

  void undo() override { history_.goTo(before_); }
  void redo() override {
    if (!isNew_) history_.goTo(after_);
    isNew_ = false;
  }
  int id() const override { return turn_; }
  bool mergeWith(const QUndoCommand* next) override {
    after_ = static_cast<const Step*>(next)->after_;
    setText(menuText(before_, after_));
    setObsolete(before_ == after_);  // turned back to where it was
    return true;
  }

 private:
  History& history_;
  SessionState before_;
  SessionState after_;
  int turn_;
  bool isNew_ = true;  ///< its state is on the screen already
};

History::History(Session& session, QObject* parent)
    : QObject(parent), session_(session), last_(stateOf(session)) {
  stack_.setUndoLimit(mostSteps);
  connect(&session, &Session::sourceChanged, this, &History::follow);
  connect(&session, &Session::specChanged, this, &History::follow);
  connect(&session, &Session::problemsChanged, this, [this] {
    if (!session_.problem(Session::Place::source).empty()) awaited_.reset();
  });
  QCoreApplication::instance()->installEventFilter(this);
}

History::~History() = default;

/// Steps merge where they have the same turn.
bool History::isSameTurn(const std::string& dial) {
  const bool same = !dial.empty() && dial == dial_ && sinceTurn_.isValid() &&
                    ((held_ && heldAtTurn_) || sinceTurn_.elapsed() < patience_);
  dial_ = dial;
  heldAtTurn_ = held_;
  sinceTurn_.start();
  return same;
}

void History::follow() {
  const SessionState now = stateOf(session_);
  if (now == last_) return;
  const SessionState before = std::exchange(last_, now);
  if (going_ || before.source.empty()) return;  // the first tensor is where it all begins
  if (awaited_ && awaited_->source == now.source && awaited_->layout == now.layout) return awaited_.reset();
  awaited_.reset();
  if (!isSameTurn(nameOfStep(before, now).dial)) ++turn_;
  stack_.push(new Step(*this, before, now, turn_));
}

/// A tensor that has to be read is there later; its arrival is no new step.
void History::goTo(const SessionState& state) {
  dial_.clear();
  going_ = true;
  awaited_ = state;
  session_.restore(state.source, state.layout, state.spec);
  going_ = false;
  if (last_ == state) awaited_.reset();
}

/// Watches all of the program: when a drag begins and ends, and fields that would keep the keys of undo for
/// themselves though they have nothing to take back.
bool History::eventFilter(QObject* watched, QEvent* event) {
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
