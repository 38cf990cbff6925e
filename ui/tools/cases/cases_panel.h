#pragma once

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <map>

#include "core/cases/case_values.h"
#include "ui/base/latest_job.h"
#include "ui/workspace/arrival.h"
#include "ui/workspace/side_by_side.h"
#include "ui/workspace/view_state.h"

namespace normscope {

/// A strip beside the cube: a question, what to look at, and the answer, in steps that set the controls,
/// while every control stays usable. The numbers of the text are computed in the background when the case is
/// opened.
class CasesPanel : public QWidget {
  Q_OBJECT

 public:
  CasesPanel(Session& session, SideBySide& norms, Look& look, QWidget* parent = nullptr);

  void open(const std::string& name);
  void goTo(std::size_t step);
  std::size_t step() const { return step_; }

 signals:
  void closed();  ///< by its button

 private:
  QWidget* makeHead();
  QWidget* makeText();
  QWidget* makeButtons();
  void compute();
  void showStep();
  void apply();
  void applyControls(const CaseControls& controls, const CaseComputation& computation);
  void applyNorm(const CaseControls& controls, const CaseComputation& computation);

  Session& session_;
  SideBySide& norms_;
  Look& look_;
  QComboBox* list_;
  QLabel* title_;
  QLabel* heading_;
  QLabel* text_;
  QLabel* problem_;
  QLabel* count_;
  QPushButton* back_;
  QPushButton* next_;
  const Case* case_ = nullptr;
  std::size_t step_ = 0;
  std::map<std::string, CaseValue> values_;  ///< empty until they are computed
  Arrival arrival_;
  LatestJob computing_;
};

}  // namespace normscope
