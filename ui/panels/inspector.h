#pragma once

#include <QLabel>
#include <QPushButton>
#include <vector>

#include "ui/workspace/session.h"

namespace normscope {

/// The numbers of the selected element and how they come about, in full.
struct Inspection {
  bool complete = false;  ///< false while only x is known
  double x = 0;
  double mean = 0;
  double variance = 0;
  double squares = 0;     ///< under the root: the variance, or what the norm has in its place
  double normalized = 0;  ///< x̂
  double weight = 1;
  double bias = 0;
  double y = 0;
};

/// Reads an element's numbers out of a finished computation.
Inspection inspect(const Computation& computation, std::int64_t element);

/// The arithmetic with the element's numbers: "y = (0.4967 − (−0.0213)) / √(0.9581 + 10⁻⁵) · 1 + 0 = 0.5292".
QString formulaText(const Inspection& numbers, const NormSpec& spec);

/// The element by axis name: "n 3 · c 1 · h 2 · w 0".
QString elementText(const ReductionPlan& plan, std::int64_t element);

/// What the inspector says about the selected element, one thing a line; empty where there is none.
QString inspectionText(const Session& session);

/// Under the cube: index by axis name, the set and how many elements it has, the element's numbers and the
/// formula.
class Inspector : public QWidget {
  Q_OBJECT

 public:
  explicit Inspector(Session& session, QWidget* parent = nullptr);

 signals:
  void elementsRequested();  ///< "Elements…" was pressed

 private:
  QLabel* addValue(QLayout* row, const QString& name, const QString& meaning);
  void refresh();
  void showNumbers(const Inspection& numbers, const NormSpec& spec);
  void showPending(const ReductionPlan& plan, std::int64_t element);

  Session& session_;
  QLabel* index_;
  QLabel* set_;
  QLabel* hint_;
  QPushButton* elements_;
  QLabel* meanName_ = nullptr;
  QLabel* varianceName_ = nullptr;
  std::vector<QLabel*> values_;
  QLabel* formula_;
};

}  // namespace normscope
