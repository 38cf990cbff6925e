#pragma once

#include <QToolButton>

class QAction;

namespace normscope {

/// A button that shows or folds away the panel at one side of the window: a small picture of the window with
/// that side filled while the panel is there.
class FoldButton : public QToolButton {
  Q_OBJECT

 public:
  enum class Side { left, right };

  /// It is pressed while the action is checked; its tool tip is its name.
  FoldButton(Side side, QAction& action, QWidget* parent = nullptr);

  QSize sizeHint() const override { return {32, 32}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  Side side_;
};

}  // namespace normscope
