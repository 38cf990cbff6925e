#pragma once

namespace normscope {

class MainWindow;

// Windows and popups beside the main one. What is open already comes to the front.

/// Every command of the menus, and the norms, by a few letters of their names.
void openPalette(MainWindow& window);

/// The shortcuts and gestures.
void openShortcuts(MainWindow& window);

/// The elements of the selected set; it stays on the selection while it is open.
void openElements(MainWindow& window);

}  // namespace normscope
