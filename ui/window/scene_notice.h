#pragma once

#include <QFrame>
#include <QLabel>
#include <QPushButton>

namespace normscope {

class SceneOpener;

/// One line about the scene that was opened, with a way to choose the file that it misses. Hidden while there
/// is nothing to say.
class SceneNotice : public QFrame {
  Q_OBJECT

 public:
  explicit SceneNotice(SceneOpener& opener, QWidget* parent = nullptr);

 private:
  void say(const QString& told);
  void askForMissing();

  SceneOpener& opener_;
  QLabel* line_;
  QPushButton* find_;
};

}  // namespace normscope
