#pragma once

#include <QLabel>
#include <QPushButton>
#include <QWidget>
#include <functional>

#include "core/view/plots/plot_document.h"
#include "ui/draw/plots/plot_widget.h"
#include "ui/workspace/comparison.h"
#include "ui/workspace/session.h"

namespace normscope {

/// The plots beside the cube, all of the same computation and selection.
class PlotColumn : public QWidget {
  Q_OBJECT

 public:
  explicit PlotColumn(Session& session, QWidget* parent = nullptr);
  void setTheme(const Theme& theme);

  /// The histogram of B − A in the place of y's; nothing ends that.
  void setDifference(std::shared_ptr<const Compared> compared);

  /// The plots by the names that the command line uses for them: statistics, histogram-x, histogram-y,
  /// running.
  const std::vector<std::pair<QString, PlotWidget*>>& plots() const { return plots_; }

 private:
  PlotWidget* add(const QString& kind);
  void showStatistics();
  void showHistograms();
  void showRunning();
  void showSelection();
  void showConventions();

  Session& session_;
  std::shared_ptr<const Compared> difference_;
  std::vector<std::pair<QString, PlotWidget*>> plots_;
  PlotWidget* statistics_;
  PlotWidget* histogramX_;
  PlotWidget* histogramY_;
  PlotWidget* running_;
  QLabel* conventions_;
  QWidget* runningFooter_;  ///< what there is to say and to do about running statistics
};

}  // namespace normscope
