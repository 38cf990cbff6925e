#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QUndoStack>
#include <optional>

#include "ui/workspace/session_state.h"

namespace normscope {

/// Undo and redo. It watches the session: whatever changes the tensor or the norm, from whichever control,
/// becomes a step with a name. The numbers that a slider or a spin box runs through in one drag, or in quick
/// succession, are one step.
class History : public QObject {
  Q_OBJECT

 public:
  explicit History(Session& session, QObject* parent = nullptr);
  ~History() override;

  QUndoStack& stack() { return stack_; }

  /// Turns of a dial within this time are one step; longer pauses are, while a mouse button is held.
  void setPatience(int milliseconds) { patience_ = milliseconds; }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  class Step;

  void follow();
  void goTo(const SessionState& state);
  bool isSameTurn(const std::string& dial);

  Session& session_;
  QUndoStack stack_;
  SessionState last_;
  std::optional<SessionState> awaited_;  ///< asked for by undo or redo, and not there yet
  bool going_ = false;

  int patience_ = 700;
  QElapsedTimer sinceTurn_;
  std::string dial_;   ///< that the last step turned
  int turn_ = 0;       ///< grows where a new step begins
  bool held_ = false;  ///< a mouse button is down
  bool heldAtTurn_ = false;
};

}  // namespace normscope
