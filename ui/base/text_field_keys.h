#pragma once

#include <QObject>

namespace normscope {

/// In a text field Ctrl+E goes to the end of the line. Qt knows that on some desktops only; on the others a
/// shortcut of the window with that key would take it from the field. Works for all of the program while it
/// lives.
class TextFieldKeys : public QObject {
  Q_OBJECT

 public:
  explicit TextFieldKeys(QObject* parent = nullptr);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
};

}  // namespace normscope
