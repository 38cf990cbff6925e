#pragma once

#include <QMenu>

namespace normscope {

class MainWindow;

/// Fills the menu of the cases; choosing one opens the strip over the pages.
void fillCasesMenu(QMenu& menu, MainWindow& window);

}  // namespace normscope
