#pragma once

#include <QSize>
#include <vector>

#include "ui/tools/frame/tool.h"

namespace normscope {

/// In which menu a tool stands.
enum class ToolPlace { norms, view, help };

/// A tool, as menus, palette, shortcut sheet and tests know it. It opens in a window of its own beside the
/// main one, which stays usable.
struct ToolInfo {
  const char* name;      ///< of its action; its window is NAME-window
  const char* menuText;  ///< with the mark of its key
  const char* title;     ///< of its window
  const char* shortcut;
  ToolPlace place;
  QSize size;
  Tool* (*make)(Workspace& workspace);
};

/// All tools, in the order of the menus.
const std::vector<ToolInfo>& toolRegistry();

}  // namespace normscope
