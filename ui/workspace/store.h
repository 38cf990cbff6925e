#pragma once

#include <QElapsedTimer>
#include <QObject>

#include "core/document/history.h"

namespace normscope {

/// The document that the window is about, with its history. The turns of a slider or a spin box in one drag,
/// or in quick succession, are one step; so is all that the camera or the selection do without another step
/// between.
class Store : public QObject {
  Q_OBJECT

 public:
  explicit Store(QObject* parent = nullptr);

  const Document& now() const { return history_.now(); }
  const History& history() const { return history_; }

  void change(const Document& next);  ///< a step
  void amend(const Document& next);   ///< no step: what a person does not take back
  void begin(const Document& first);  ///< amends, and forgets all steps: here it all begins
  void go(std::size_t position);      ///< to a value of the history

  /// Turns of a dial within this time are one step; longer pauses are, while a mouse button is held.
  void setPatience(int milliseconds) { patience_ = milliseconds; }

 signals:
  void changed(const normscope::Document& before);
  void stepsChanged();  ///< what undo and redo would do

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  bool isSameTurn(const std::string& dial);

  History history_;
  int patience_ = 700;
  QElapsedTimer sinceTurn_;
  std::string dial_;   ///< that the last step turned
  bool held_ = false;  ///< a mouse button is down
  bool heldAtTurn_ = false;
};

}  // namespace normscope
