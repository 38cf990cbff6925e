#pragma once

#include <QLabel>
#include <QTableWidget>
#include <QWidget>
#include <vector>

#include "core/analysis/equivalence.h"
#include "ui/tools/frame/tool.h"

namespace normscope {

/// All kinds of norm against all kinds for the shape on the screen: which are the same function, which the
/// same but for weight and bias, which have the same sets. A cell says it as a sentence.
class EquivalencePanel : public Tool {
  Q_OBJECT

 public:
  explicit EquivalencePanel(Workspace& workspace, QWidget* parent = nullptr);

 protected:
  void changeEvent(QEvent* event) override;  ///< the marks have colours of the palette
  void showEvent(QShowEvent* event) override;

 private:
  void fill();  ///< nothing while it can't be seen
  void fillCell(int row, int column);
  int widestColumn() const;
  void explainCell(int row, int column);

  Workspace& workspace_;
  QLabel* title_;
  QTableWidget* table_;
  QLabel* sentence_;
  std::vector<ReductionPlan> plans_;
};

}  // namespace normscope
