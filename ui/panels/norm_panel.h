#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <vector>

#include "ui/base/form.h"
#include "ui/panels/axis_chips.h"
#include "ui/panels/parameter_edit.h"
#include "ui/workspace/workspace.h"

namespace normscope {

/// How the norm is computed: statistics, workers, momentum, estimator, eps, affine, reduced axes. Shows only
/// what applies to the kind, and beside it the shapes that follow.
class NormPanel : public QWidget {
  Q_OBJECT

 public:
  explicit NormPanel(Workspace& workspace, QWidget* parent = nullptr);

  /// Those that do not apply now are hidden.
  const QList<FormField>& fields() const { return form_->fields(); }

 private:
  void addControls();
  void addParameters();
  void connectControls();
  void applyEps();
  void applyMomentum();
  void showSpec();
  void showAffine();
  void showWorkers();
  void showGroups();
  void showReadings();
  void showShapes();
  void change(const std::function<void(NormSpec&)>& edit);

  Workspace& workspace_;
  Form* form_;
  QComboBox* statistics_;
  QComboBox* workers_;
  QComboBox* momentum_;
  QComboBox* variance_;
  QLineEdit* eps_;
  QComboBox* epsAt_;
  QComboBox* affine_;
  QCheckBox* center_;
  QComboBox* groups_;  ///< of kinds that need not have any
  QCheckBox* interleaved_;
  QCheckBox* zeroCentered_;
  QCheckBox* bias_;
  ParameterEdit* weightValues_;
  ParameterEdit* biasValues_;
  AxisChips* axes_;
  QWidget* statisticsRow_;
  QWidget* workersRow_;
  QWidget* momentumRow_;
  QWidget* varianceRow_;
  QComboBox* reading_;
  QWidget* readingRow_;
  QWidget* centerRow_;
  QWidget* groupsRow_;
  QWidget* interleavedRow_;
  QWidget* parametersRow_;
  QWidget* weightRow_;
  QWidget* biasRow_;
  QLabel* shapes_;
  ProblemLabel* problem_;
  ProblemLabel* epsProblem_;
  ProblemLabel* parametersProblem_;
};

}  // namespace normscope
