#include "ui/window/tool_windows.h"

#include <QScreen>
#include <QVBoxLayout>
#include <algorithm>
#include <cstring>

#include "ui/base/translate.h"

namespace normscope {

ToolWindows::ToolWindows(Workspace& workspace, QWidget& parent)
    : QObject(&parent), workspace_(workspace), parent_(parent) {}

Tool& ToolWindows::open(const ToolInfo& info) {
  auto found = windows_.find(&info);
  if (found == windows_.end()) {
    auto* dialog = new QDialog(&parent_);
    dialog->setObjectName(QString::fromLatin1(info.name) + QStringLiteral("-window"));
    dialog->setWindowTitle(normscope::tr(info.title));
    // Room for the title bar, where the desktop adds one.
    dialog->resize(info.size.boundedTo(parent_.screen()->availableSize() - QSize(16, 40)));
    auto* column = new QVBoxLayout(dialog);
    column->setContentsMargins(16, 16, 16, 16);
    Tool* tool = info.make(workspace_);
    tool->setTheme(theme_);
    column->addWidget(tool);
    found = windows_.emplace(&info, Window{dialog, tool}).first;
  }
  const Window& window = found->second;
  window.dialog->show();
  window.dialog->raise();
  window.dialog->activateWindow();
  window.tool->asked();
  return *window.tool;
}

Tool& ToolWindows::open(const char* name) {
  const auto& tools = toolRegistry();
  return open(*std::find_if(tools.begin(), tools.end(),
                            [&](const ToolInfo& info) { return std::strcmp(info.name, name) == 0; }));
}

void ToolWindows::setTheme(const Theme& theme) {
  theme_ = theme;
  for (const auto& [info, window] : windows_) window.tool->setTheme(theme);
}

void ToolWindows::addActions(QMenu& menu, ToolPlace place) {
  for (const ToolInfo& info : toolRegistry()) {
    if (info.place != place) continue;
    QAction* action = menu.addAction(normscope::tr(info.menuText), this, [this, &info] { open(info); });
    action->setShortcut(QKeySequence(QString::fromLatin1(info.shortcut)));
    action->setObjectName(QStringLiteral("open-") + QString::fromLatin1(info.name));
  }
}

}  // namespace normscope
