#pragma once

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <map>
#include <optional>

#include "core/cases/case_values.h"
#include "ui/base/latest_job.h"
#include "ui/workspace/workspace.h"

namespace normscope {

/// A strip over the pages: a question, what to look at, and the answer, in steps that change the document,
/// while every control stays usable. The numbers of the text are computed in the background when the case is
/// opened. Closing it brings back what was there before the first case.
class CasesPanel : public QWidget {
  Q_OBJECT

 public:
  explicit CasesPanel(Workspace& workspace, QWidget* parent = nullptr);

  void open(const std::string& name);
  void goTo(std::size_t step);
  void close();

  /// Something of one's own is opened instead: the case ends, and nothing of before comes back.
  void end();
  std::size_t step() const { return step_; }

 signals:
  void closed();

 private:
  QWidget* makeText();
  QWidget* makeButtons();
  void compute();
  void showStep();
  void apply();

  Workspace& workspace_;
  QComboBox* list_;
  QLabel* text_;
  QLabel* problem_;
  QLabel* count_;
  QPushButton* back_;
  QPushButton* next_;
  const Case* case_ = nullptr;
  std::size_t step_ = 0;
  std::map<std::string, CaseValue> values_;  ///< empty until they are computed
  std::optional<Document> before_;           ///< the first case
  LatestJob computing_;
};

}  // namespace normscope
