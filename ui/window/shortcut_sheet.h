#pragma once

#include <QDialog>
#include <QList>
#include <QString>

#include "ui/tools/palette/commands.h"

namespace normscope {

/// Something to press or to move, and what it does.
struct Gesture {
  QString input;
  QString does;
};

/// A part of the sheet: a menu, or a view.
struct GestureGroup {
  QString title;
  QList<Gesture> gestures;
};

/// Mouse and keys in each view, apart from the menus' shortcuts.
QList<GestureGroup> viewGestures();

/// The commands that have a shortcut, by menu.
QList<GestureGroup> shortcutGroups(const QList<PaletteCommand>& commands);

/// Every shortcut and gesture on one page. Stays open beside the window.
class ShortcutSheet : public QDialog {
  Q_OBJECT

 public:
  ShortcutSheet(const QList<GestureGroup>& groups, QWidget* parent);
};

}  // namespace normscope
