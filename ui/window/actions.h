#pragma once

class QMenu;
class QString;

namespace normscope {

class MainWindow;
class ThemeChooser;

/// Parts of the menus that others fill or ask.
struct Menus {
  QMenu* recent;  ///< of files, filled by what remembers them
  ThemeChooser* themes;
};

/// Fills the menu bar of the window: every action, its shortcut and what it does. Pages, tools, norms,
/// samples and cases come from their registries.
Menus addMenus(MainWindow& window);

/// Asks which norm turned one of two files into the other.
void openMatch(MainWindow& window, const QString& x, const QString& y);

}  // namespace normscope
