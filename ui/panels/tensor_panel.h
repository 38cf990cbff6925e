#pragma once

#include <QComboBox>
#include <QLineEdit>
#include <QSpinBox>
#include <functional>
#include <vector>

#include "ui/base/form.h"
#include "ui/workspace/workspace.h"

namespace normscope {

/// Which tensor: its source, shape by axis name (edited where the tensor is generated, shown where it is a
/// file) and layout.
class TensorPanel : public QWidget {
  Q_OBJECT

 public:
  explicit TensorPanel(Workspace& workspace, QWidget* parent = nullptr);

  /// Of its forms, those of the axes that there are now among them.
  QList<FormField> fields() const { return fields_(); }

 signals:
  void openRequested();  ///< "Open file…" was chosen

 private:
  void fillSources();
  void chooseSource(int index);
  void chooseLayout();
  void applyExtents();
  void showSource();
  void showShape();
  void showSummary();
  void showGuess();
  void showProblems();

  Workspace& workspace_;
  QComboBox* source_;
  QComboBox* layout_;
  QSpinBox* seed_;
  QWidget* seedRow_;
  Form* axes_;
  std::vector<QSpinBox*> extents_;
  std::string shownLetters_;
  bool shownEditable_ = false;
  QLabel* guess_;
  QLabel* summary_;
  QLabel* notices_;
  ProblemLabel* sourceProblem_;
  ProblemLabel* shapeProblem_;
  std::function<QList<FormField>()> fields_;
};

}  // namespace normscope
