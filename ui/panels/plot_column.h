#pragma once

#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <QWidget>
#include <functional>

#include "core/view/plots/plot_document.h"
#include "ui/draw/plots/plot_widget.h"
#include "ui/workspace/workspace.h"

namespace normscope {

/// The plots beside the cube, all of the same computation and selection. They are made once for all that
/// changes in one turn of the event loop, after the cube is painted: a change of a norm changes the norms,
/// the plan and the results.
class PlotColumn : public QWidget {
  Q_OBJECT

 public:
  explicit PlotColumn(Workspace& workspace, QWidget* parent = nullptr);
  void setTheme(const Theme& theme);

  /// The plots by the names that the command line uses for them: statistics, histogram-x, histogram-y,
  /// running, parameters.
  const std::vector<std::pair<QString, PlotWidget*>>& plots() const { return plots_; }

 private:
  PlotWidget* add(const QString& kind);
  void show(PlotWidget& plot, PlotDocument document, bool isCurrent);
  /// What is to be shown anew.
  enum Part : unsigned { noPart = 0, statisticsPart = 1, histogramsPart = 2, runningPart = 4 };

  void showLater(unsigned parts);
  void showNow();
  void showStatistics();
  void showStatisticsOfSeveral();
  void showHistograms();
  void showHistogramOfY();
  bool showsSeveral() const;
  std::optional<std::int64_t> elementOf(qint64 set, int norm) const;
  void showRunning();
  void showParameters();
  void showSelection();
  void showConventions();

  Workspace& workspace_;
  std::vector<std::pair<QString, PlotWidget*>> plots_;
  PlotWidget* statistics_;
  PlotWidget* histogramX_;
  PlotWidget* histogramY_;
  PlotWidget* running_;
  PlotWidget* parameters_;
  QLabel* conventions_;
  QTimer turn_;
  unsigned outdated_ = noPart;
  QWidget* runningFooter_;  ///< what there is to say and to do about running statistics
};

}  // namespace normscope
