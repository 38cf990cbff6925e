#pragma once

#include <QWidget>
#include <string>

#include "ui/base/theme.h"
#include "ui/workspace/workspace.h"

namespace normscope {

/// What is in a tool's window: made from the workspace, which it reads and proposes changes to. It knows
/// neither pages nor other tools.
class Tool : public QWidget {
  Q_OBJECT

 public:
  using QWidget::QWidget;

  virtual void setTheme(const Theme&) {}

  /// Called whenever the tool was asked for, also while it is open.
  virtual void asked() {}

  /// A file that a person gave the window and that this tool is for.
  virtual void showFile(const std::string&) {}
};

}  // namespace normscope
