#pragma once

#include <QMenu>

namespace normscope {

class MainWindow;

/// Fills the menu of the cases; choosing one opens the panel beside the cube.
void fillCasesMenu(QMenu& menu, MainWindow& window);

/// Opens the search for the norm that turned one tensor into another, in a window of its own.
void openMatch(MainWindow& window);

}  // namespace normscope
