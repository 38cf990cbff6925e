#pragma once

#include <QFrame>
#include <QLabel>
#include <QPushButton>

namespace normscope {

class SceneOpener;
class Workspace;

/// One line about the scene that was opened, with a way to choose the file that it misses; on pages without
/// the controls also why a file was not opened. Hidden while there is nothing to say.
class SceneNotice : public QFrame {
  Q_OBJECT

 public:
  SceneNotice(const Workspace& workspace, SceneOpener& opener, QWidget* parent = nullptr);

 private:
  void say(const QString& told);
  void saySource(const Workspace& workspace);
  void askForMissing();

  SceneOpener& opener_;
  QString source_;  ///< what is said of a source, while it is
  QLabel* line_;
  QPushButton* find_;
};

}  // namespace normscope
