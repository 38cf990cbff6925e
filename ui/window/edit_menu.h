#pragma once

class QMenu;

namespace normscope {

class MainWindow;

/// Undo and redo with the names of their steps, and everything that can be copied.
void fillEditMenu(QMenu& menu, MainWindow& window);

/// What can be done with a view, where it is.
void addContextMenus(MainWindow& window);

}  // namespace normscope
