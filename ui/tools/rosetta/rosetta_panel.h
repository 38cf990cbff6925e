#pragma once

#include <QButtonGroup>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QWidget>

#include "core/analysis/rosetta/rosetta.h"
#include "ui/base/form.h"
#include "ui/tools/frame/tool.h"

namespace normscope {

/// The norm on the screen as code of five frameworks, to be copied; and a call of one of them, pasted, as the
/// norm on the screen.
class RosettaPanel : public Tool {
  Q_OBJECT

 public:
  explicit RosettaPanel(Workspace& workspace, QWidget* parent = nullptr);

  void asked() override { setFocus(Qt::ShortcutFocusReason); }

 private:
  QWidget* makeFrameworks();
  QWidget* makePaste();
  void showCode();
  void copyCode();
  void readPasted();

  Workspace& workspace_;
  QButtonGroup* frameworks_;
  QPlainTextEdit* code_;
  QPushButton* copy_;
  QLineEdit* pasted_;
  QLabel* reading_;
  ProblemLabel* problem_;
};

}  // namespace normscope
