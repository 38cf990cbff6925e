#pragma once

#include <QObject>

namespace normscope {

class Comparison;
class MainWindow;

/// The menu of what is shown in a small window of its own beside the main one.
void addToolsMenu(MainWindow& window);

/// The second norm beside the window's; made when first asked for.
Comparison& comparisonOf(MainWindow& window);

}  // namespace normscope
