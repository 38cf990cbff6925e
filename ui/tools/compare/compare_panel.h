#pragma once

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QWidget>
#include <map>
#include <vector>

#include "ui/base/form.h"
#include "ui/tools/frame/tool.h"

namespace normscope {

/// The window's norm A beside another, B, on the tensor on the screen: how far apart, where, and a verdict. B
/// is the second of two norms side by side; it is chosen from the kinds by its title or typed as a spec. Two
/// norms are compared only while this can be seen, or their difference is shown.
class ComparePanel : public Tool {
  Q_OBJECT

 public:
  explicit ComparePanel(Workspace& workspace, QWidget* parent = nullptr);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  QWidget* makeChoice();
  QWidget* makeTable();
  void addLine(QGridLayout* grid, const QString& title, const char* name);
  void fillChoices();
  NormSpec typed() const;
  void applyTyped();
  void takeBack();
  void showBusy();
  std::shared_ptr<const ReductionPlan> planOfB() const;
  void showPlans();
  void showNumbers();
  void set(const std::string& name, const QString& text);

  Workspace& workspace_;
  QLabel* specA_;
  std::map<std::string, QLabel*> values_;  ///< by name: "l2", "sets-a"
  QComboBox* specB_;
  std::vector<NormSpec> choices_;  ///< in the order of specB_
  std::optional<NormSpec> added_;  ///< the second norm, where the tool has added it
  QPushButton* swap_;
  ProblemLabel* problem_;
  QProgressBar* progress_;
  QLabel* verdict_;
  QLabel* relation_;
};

}  // namespace normscope
