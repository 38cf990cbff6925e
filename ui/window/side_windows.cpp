#include "ui/window/side_windows.h"

#include <QMenuBar>

#include "ui/tools/elements/set_elements.h"
#include "ui/tools/palette/command_palette.h"
#include "ui/window/main_window.h"
#include "ui/window/shortcut_sheet.h"

namespace normscope {
namespace {

/// The open one of a kind, brought to the front; null where there is none.
template <typename SideWindow>
SideWindow* opened(MainWindow& window) {
  auto* open = window.findChild<SideWindow*>();
  if (open == nullptr) return nullptr;
  open->show();
  open->raise();
  open->activateWindow();
  return open;
}

}  // namespace

void openPalette(MainWindow& window) {
  const QList<PaletteCommand> commands = commandsOf(*window.menuBar()) + normCommands(window.session());
  (new CommandPalette(commands, window.theme(), &window))->open();
}

void openShortcuts(MainWindow& window) {
  if (opened<ShortcutSheet>(window) != nullptr) return;
  (new ShortcutSheet(viewGestures() + shortcutGroups(commandsOf(*window.menuBar())), &window))->show();
}

void openElements(MainWindow& window) {
  if (opened<SetElements>(window) != nullptr) return;
  auto* elements = new SetElements(window.session(), &window);
  elements->setAttribute(Qt::WA_DeleteOnClose);
  const auto followTheme = [elements, &window] { elements->setTheme(window.theme()); };
  QObject::connect(&window, &MainWindow::themeChanged, elements, followTheme);
  followTheme();
  elements->show();
}

}  // namespace normscope
