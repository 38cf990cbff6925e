#pragma once

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QWidget>

#include "ui/base/theme.h"
#include "ui/workspace/workspace.h"

namespace normscope {

/// One line at the foot of the window: which engine and device made the result, how long it took, how far it
/// is from the reference; progress with a way to cancel while something long runs; the last message.
class StatusLine : public QWidget {
  Q_OBJECT

 public:
  explicit StatusLine(Workspace& workspace, QWidget* parent = nullptr);
  void setTheme(const Theme& theme);
  void setOfTensor(bool ofTensor);   ///< off: nothing is said of the tensor's result
  void say(const QString& message);  ///< shown until the next computation
  const QString& message() const { return said_; }
  const QString& engine() const {
    return engineText_;
  }                                   ///< which engine and device, or why there is no result
  void warn(const QString& message);  ///< the same, for what could not be done

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void fit();
  void refresh();
  void showBusy();

  Workspace& workspace_;
  Theme theme_;
  QLabel* dot_;
  QLabel* engine_;
  QLabel* message_;
  QLabel* long_;  ///< what has no room in the line
  QString engineText_;
  bool ofTensor_ = true;
  QString said_;
  QLabel* difference_;
  QProgressBar* progress_;
  QPushButton* cancel_;
  std::weak_ptr<const Computation> told_;  ///< whose notices were said
  QTimer patience_;                        ///< progress is shown only for work that takes a while
};

}  // namespace normscope
