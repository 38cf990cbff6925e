#pragma once

#include <QCheckBox>
#include <QVBoxLayout>
#include <QWidget>
#include <vector>

#include "core/lab/lab_norm.h"
#include "ui/base/theme.h"

namespace normscope {

/// "Group, G = 4", "None": the heading says that they are norms.
QString labelOf(const lab::LabNorm& norm);

/// Which norms an experiment is done with: a box each, in the colour of its curve. One of them stays.
class NormChecks : public QWidget {
  Q_OBJECT

 public:
  explicit NormChecks(const QString& name, QWidget* parent = nullptr);

  /// Offers those norms, and what is chosen besides.
  void show(const std::vector<lab::LabNorm>& offered, const std::vector<lab::LabNorm>& chosen,
            const Theme& theme);

 signals:
  void chosenBy(const std::vector<normscope::lab::LabNorm>& norms);  ///< a person

 private:
  void toggle(const lab::LabNorm& norm, bool on);

  QString name_;
  QVBoxLayout* rows_;
  std::vector<QCheckBox*> boxes_;
  std::vector<lab::LabNorm> all_;
  std::vector<lab::LabNorm> chosen_;
};

}  // namespace normscope
