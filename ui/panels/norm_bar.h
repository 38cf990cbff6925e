#pragma once

#include <QAction>
#include <QButtonGroup>
#include <QLabel>
#include <QSlider>
#include <QSpinBox>
#include <QWidget>

#include "ui/workspace/workspace.h"

namespace normscope {

/// Over the cube: which kind of norm, and for Group Norm the groups, of which only divisors of the channels
/// can be chosen: by the slider, or typed.
class NormBar : public QWidget {
  Q_OBJECT

 public:
  /// The actions fold the panels at either side away: their buttons stand at the ends of the bar.
  NormBar(Workspace& workspace, QAction& left, QAction& right, QWidget* parent = nullptr);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  bool eventFilter(QObject* object, QEvent* event) override;

 private:
  void chooseGroups(int index);
  void showSpec();
  void announceEnds();
  void fit();
  void typeGroups(int groups);

  Workspace& workspace_;
  QLabel* title_;
  QButtonGroup* kinds_;
  QWidget* groupsRow_;
  QSlider* groups_;
  QSpinBox* groupCount_;
  QLabel* channelsEach_;
  std::vector<std::int64_t> divisors_;
  QString words_;     ///< beside the groups, in full
  QString fewWords_;  ///< how many channels a group has, where there is no room for all
};

}  // namespace normscope
