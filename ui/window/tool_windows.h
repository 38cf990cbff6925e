#pragma once

#include <QDialog>
#include <QMenu>
#include <map>

#include "ui/base/text_field_keys.h"
#include "ui/tools/tool_registry.h"

namespace normscope {

/// The windows of the tools, each made when it is first asked for; one that is open comes to the front. They
/// are not modal: every control of the main window stays usable.
class ToolWindows : public QObject {
  Q_OBJECT

 public:
  ToolWindows(Workspace& workspace, QWidget& parent);

  Tool& open(const ToolInfo& info);
  Tool& open(const char* name);  ///< one of toolRegistry()
  void setTheme(const Theme& theme);

  /// An action for each tool of a place.
  void addActions(QMenu& menu, ToolPlace place);

 private:
  struct Window {
    QDialog* dialog;
    Tool* tool;
  };

  Workspace& workspace_;
  QWidget& parent_;
  Theme theme_ = Theme::light();
  std::map<const ToolInfo*, Window> windows_;
  TextFieldKeys fieldKeys_;  ///< no tool opens where its key is a text field's
};

}  // namespace normscope
