#pragma once

#include <QButtonGroup>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QWidget>

#include "core/analysis/rosetta/read_calls.h"
#include "core/analysis/rosetta/rosetta.h"
#include "ui/base/form.h"
#include "ui/tools/frame/tool.h"

namespace normscope {

/// The norm on the screen as code of five frameworks, to be copied; and a call of one of them, pasted, as the
/// norm on the screen; of several calls, such as a printed model, the list in the code's place.
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
  void showList(const std::vector<NamedReading>& calls);

  Workspace& workspace_;
  QButtonGroup* frameworks_;
  QPlainTextEdit* code_;
  QPushButton* copy_;
  QLineEdit* pasted_;
  QLabel* reading_;
  ProblemLabel* problem_;
};

}  // namespace normscope
