#pragma once

#include <QBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSlider>
#include <array>

#include "ui/base/form.h"
#include "ui/draw/plots/plot_widget.h"
#include "ui/pages/laboratory/lab_controls.h"
#include "ui/pages/laboratory/lab_results.h"
#include "ui/pages/page.h"

namespace normscope {

/// Why norms without the batch exist, measured here: statistics of batches, running statistics, and networks
/// that are trained. Controls at the left, a large plot and two small ones, and what they show in words.
class LaboratoryPage : public PageWidget {
  Q_OBJECT

 public:
  explicit LaboratoryPage(Workspace& workspace, QWidget* parent = nullptr);

  void setTheme(const Theme& theme) override;

  /// The plots, the large one first.
  const std::array<PlotWidget*, 3>& plots() const { return plots_; }

  /// What pictures of the plots carry, to be opened again.
  std::string settingsText() const { return results_->settingsText(); }

  /// Training goes on after a restart from this file.
  void keepIn(const std::string& path) { results_->training().keepIn(path); }

  /// Shows an experiment that a picture or a file held: its settings, and the networks that were trained.
  void open(const lab::SavedExperiment& saved);

  LabResults& results() { return *results_; }

 signals:
  void exportRequested(int plot);
  void copyRequested(int plot);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  /// A norm's networks.
  struct RunRow {
    QWidget* row;
    QLabel* name;
    QProgressBar* bar;
    QLabel* state;
  };

  QWidget* makeHeader();
  QWidget* makePlots();
  QWidget* makeWords();
  void startOrGoOn();
  void showLater();
  void showNow();
  void showHeader();
  void showTimeline();
  void showRuns();
  void arrange();

  Workspace& workspace_;
  LabResults* results_;
  LabControls* controls_;
  QScrollArea* controlsArea_;
  QLabel* title_;
  QLabel* progress_;
  QPushButton* start_;
  QPushButton* pause_;
  QPushButton* cancel_;
  ProblemLabel* problem_;
  QBoxLayout* body_;
  QWidget* wordsColumn_;
  QWidget* timelineRow_;
  QSlider* timeline_;
  QLabel* timelineText_;
  QLabel* words_;
  QWidget* runs_;
  QVBoxLayout* runRows_;
  std::vector<RunRow> rows_;
  std::array<PlotWidget*, 3> plots_;
  bool outdated_ = false;
};

}  // namespace normscope
