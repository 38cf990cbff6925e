#pragma once

#include <QHBoxLayout>
#include <QToolButton>
#include <vector>

#include "ui/workspace/workspace.h"

namespace normscope {

/// One chip per axis of the plan, filled where the axis is reduced. They can be pressed where the norm leaves
/// the choice (over=...), and say otherwise why not.
class AxisChips : public QWidget {
  Q_OBJECT

 public:
  explicit AxisChips(Workspace& workspace, QWidget* parent = nullptr);
  void showPlan();

 private:
  void toggle(int sourceAxis, bool reduced);

  Workspace& workspace_;
  QHBoxLayout* row_;
  std::vector<QToolButton*> chips_;
};

}  // namespace normscope
