#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QWidget>
#include <array>
#include <set>

#include "ui/base/form.h"
#include "ui/pages/laboratory/norm_checks.h"
#include "ui/workspace/workspace.h"

class QRadioButton;
class QStackedWidget;

namespace normscope {

/// What the laboratory is set to, at the left of its page.
class LabControls : public QWidget {
  Q_OBJECT

 public:
  explicit LabControls(Workspace& workspace, QWidget* parent = nullptr);
  void setTheme(const Theme& theme);

  /// While networks are trained their settings stay.
  void setTrainingLocked(bool locked);

  /// Whether a field of the experiment that is shown holds what can't be read: what is set is something else
  /// then.
  bool hasUnread() const;

 signals:
  void unreadChanged();

 private:
  void refuse(QLineEdit* field, const std::string& problem);
  void accept(QLineEdit* field);
  template <typename Set>
  void change(Set set);
  QWidget* makeStatistics();
  QWidget* makeRunning();
  QWidget* makeTraining();
  QComboBox* makeSources(const QString& name);
  QSpinBox* makeNumber(const QString& name, int least, int most);
  QLineEdit* makeSizes(const QString& name, std::vector<int>& (*sizes)(Laboratory&));
  void showState();
  void showStatistics(const Laboratory& now);
  void showRunning(const Laboratory& now);
  void showTraining(const Laboratory& now);
  std::int64_t channels() const;

  Workspace& workspace_;
  Theme theme_ = Theme::light();
  bool locked_ = false;
  std::array<QRadioButton*, 3> experiments_;
  QStackedWidget* pages_;
  std::array<QComboBox*, 2> sources_;
  ProblemLabel* unread_;  ///< a text that is no number
  std::set<QLineEdit*> unreadFields_;

  NormChecks* drawnNorms_;
  QLineEdit* drawnSizes_;
  QSpinBox* draws_;

  QComboBox* convention_;
  QDoubleSpinBox* momentum_;
  QWidget* momentumRow_;
  QDoubleSpinBox* startMean_;
  QDoubleSpinBox* startVariance_;
  QSpinBox* batchSize_;
  QSpinBox* batches_;
  QSpinBox* channel_;
  QWidget* channelRow_;
  QCheckBox* useRunning_;
  QCheckBox* updateRunning_;
  QPushButton* mistake_;

  QWidget* trainingSettings_;
  NormChecks* trainedNorms_;
  QLineEdit* trainedSizes_;
  QSpinBox* epochs_;
  QSpinBox* seeds_;
  QLineEdit* learningRate_;
  QComboBox* lastStage_;
  QComboBox* order_;
  QComboBox* curvesOf_;
  QCheckBox* published_;
};

}  // namespace normscope
