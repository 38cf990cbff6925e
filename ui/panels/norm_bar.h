#pragma once

#include <QButtonGroup>
#include <QLabel>
#include <QSlider>
#include <QWidget>

#include "ui/workspace/session.h"

namespace normscope {

/// Over the cube: which kind of norm, and for Group Norm the groups, of which only divisors of the channels
/// can be chosen.
class NormBar : public QWidget {
  Q_OBJECT

 public:
  explicit NormBar(Session& session, QWidget* parent = nullptr);

 private:
  void chooseKind(int kind);
  void chooseGroups(int index);
  void showSpec();
  void announceEnds();

  Session& session_;
  QLabel* title_;
  QButtonGroup* kinds_;
  QWidget* groupsRow_;
  QSlider* groups_;
  QLabel* groupCount_;
  QLabel* channelsEach_;
  std::vector<std::int64_t> divisors_;
  std::int64_t lastGroups_ = 2;
};

}  // namespace normscope
