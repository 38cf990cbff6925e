#pragma once

#include <QLabel>
#include <QPushButton>
#include <QTableView>

#include "ui/tools/elements/set_elements_model.h"
#include "ui/tools/frame/tool.h"

namespace normscope {

/// Lists the elements of the selected set. It follows the selection, and a
/// row that is chosen becomes the selected element.
class SetElements : public Tool {
  Q_OBJECT

 public:
  explicit SetElements(Workspace& workspace, QWidget* parent = nullptr);

  void setTheme(const Theme& theme) override;

  /// Puts the marked rows on the clipboard as CSV, all of the set where fewer than two are marked.
  void copy();

 private:
  void setUpTable();
  QWidget* makeHead();
  QWidget* makeFoot();
  void showSet();
  void showSelection();
  void choose(const QModelIndex& index);
  std::vector<std::int64_t> markedNumbers() const;

  Workspace& workspace_;
  SetElementsModel* model_;
  QTableView* table_;
  QLabel* title_;
  QLabel* message_;
  QLabel* range_;
  QPushButton* back_;
  QPushButton* on_;
  QPushButton* copy_;
  bool following_ = false;
  LatestJob copying_;
};

}  // namespace normscope
