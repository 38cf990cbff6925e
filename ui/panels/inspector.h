#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <vector>

#include "ui/workspace/inspection.h"

namespace normscope {

/// Under the cube: the index, which can be typed, the set and how many elements it has, the element's numbers
/// and the formula.
class Inspector : public QWidget {
  Q_OBJECT

 public:
  explicit Inspector(Workspace& workspace, QWidget* parent = nullptr);

 signals:
  void elementsRequested();  ///< "Elements…" was pressed

 private:
  QLabel* addValue(QLayout* row, const QString& name, const QString& meaning);
  void selectTyped();
  void refresh();
  void showNumbers(const Inspection& numbers, const NormSpec& spec);
  void showPending(const ReductionPlan& plan, std::int64_t element);

  Workspace& workspace_;
  QLineEdit* index_;
  QLabel* set_;
  QLabel* hint_;
  QPushButton* elements_;
  QLabel* meanName_ = nullptr;
  QLabel* varianceName_ = nullptr;
  std::vector<QLabel*> values_;
  QLabel* formula_;
};

}  // namespace normscope
