#pragma once

#include <QObject>

namespace normscope {

/// Gives the widget that has the focus the property "keys" while the keyboard leads: it came by Tab or a
/// shortcut, or a key was pressed in it. Style sheets mark only such a focus: whoever clicks sees where the
/// pointer is.
class KeyboardFocus : public QObject {
  Q_OBJECT

 public:
  /// Watches all of the program.
  explicit KeyboardFocus(QObject* parent = nullptr);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
};

}  // namespace normscope
