#pragma once

#include <QButtonGroup>
#include <QToolButton>
#include <QWidget>

#include "ui/workspace/workspace.h"

namespace normscope {

/// Above the cubes: what they show, how many there are, and what is drawn over them.
class ViewBar : public QWidget {
  Q_OBJECT

 public:
  explicit ViewBar(Workspace& workspace, QWidget* parent = nullptr);

 private:
  QButtonGroup* addChoices(const QList<std::pair<QString, QString>>& textsAndTips, const QString& name);
  QToolButton* addSwitch(const QString& text, const QString& tip, const QString& name);
  void showState();

  Workspace& workspace_;
  QButtonGroup* pages_;
  QButtonGroup* shown_;
  QButtonGroup* counts_;
  QToolButton* parameters_;
  QToolButton* axes_;
  QToolButton* memory_;
};

}  // namespace normscope
