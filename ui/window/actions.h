#pragma once

#include <QObject>

namespace normscope {

class MainWindow;

/// Fills the menu bar of the window: every action, its shortcut and what it does.
void addMenus(MainWindow& window);

}  // namespace normscope
