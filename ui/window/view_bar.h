#pragma once

#include <QButtonGroup>
#include <QToolButton>
#include <QWidget>

#include "ui/workspace/workspace.h"

namespace normscope {

/// Above the cubes: what they show, how many there are, and what is drawn over them. Where there is no room
/// for all of it, what is drawn over them goes into a menu.
class ViewBar : public QWidget {
  Q_OBJECT

 public:
  explicit ViewBar(Workspace& workspace, QWidget* parent = nullptr);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  QButtonGroup* addChoices(const QList<std::pair<QString, QString>>& textsAndTips, const QString& name);
  QToolButton* addSwitch(const QString& text, const QString& tip, const QString& name);
  void addMore();
  void showState();
  void fold();
  int wholeWidth() const;

  Workspace& workspace_;
  QButtonGroup* pages_;
  QButtonGroup* shown_;
  QButtonGroup* counts_;
  QToolButton* parameters_;
  QToolButton* axes_;
  QToolButton* memory_;
  QToolButton* more_;  ///< the three above
};

}  // namespace normscope
