#pragma once

#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QListView>

#include "ui/base/theme.h"
#include "ui/tools/palette/command_list.h"

namespace normscope {

/// Every command by a few letters of its name: type, choose with the arrow keys, Enter does it, Esc closes.
/// A light popup over its parent, gone as soon as something else is pressed.
class CommandPalette : public QFrame {
  Q_OBJECT

 public:
  CommandPalette(const QList<PaletteCommand>& commands, const Theme& theme, QWidget* parent);

  /// What a text means that is no command's name.
  using Meaning = std::function<std::optional<PaletteCommand>(const QString&)>;
  void setMeaning(const Meaning& meaning) { meaning_ = meaning; }

  /// Opens it over the upper middle of the parent.
  void open();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void filter(const QString& typed);
  void fitHeight();
  bool moveBy(int key);
  void run(const QModelIndex& index);

  QLineEdit* typed_;
  QListView* list_;
  QLabel* nothing_;
  CommandList* commands_;
  Meaning meaning_;
};

}  // namespace normscope
