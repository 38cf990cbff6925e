#pragma once

#include <QAction>
#include <QSplitter>

namespace normscope {

/// The panels at either side of the centre: they fold away and come back, by an action each. In a narrow
/// window there is room for one of them: the one that was asked for last.
class SidePanels : public QSplitter {
  Q_OBJECT

 public:
  SidePanels(QWidget* controls, QWidget* centre, QWidget* plots, QWidget* parent = nullptr);

  QAction* controlsAction() const { return controlsAction_; }
  QAction* plotsAction() const { return plotsAction_; }

  /// Which of them a person wants to see, where there is room.
  bool wantsControls() const { return wantsControls_; }
  bool wantsPlots() const { return wantsPlots_; }
  void setWanted(bool controls, bool plots);

  /// Both are away, whatever a person wants, while the centre has no use for them.
  void setAway(bool away);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  void toggle(bool& wanted, bool on, bool controlsLast);
  void arrange();

  QWidget* controls_;
  QWidget* plots_;
  QAction* controlsAction_;
  QAction* plotsAction_;
  bool wantsControls_ = true;
  bool wantsPlots_ = true;
  bool away_ = false;
  bool controlsLast_ = false;  ///< they were asked for last
};

}  // namespace normscope
