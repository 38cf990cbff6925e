#pragma once

#include <QLabel>
#include <QPushButton>
#include <QWidget>
#include <functional>
#include <memory>
#include <optional>

#include "core/model/issue_report.h"
#include "core/model/layer_difference.h"
#include "ui/base/form.h"
#include "ui/base/latest_job.h"
#include "ui/draw/plots/plot_widget.h"
#include "ui/pages/model/model_job.h"
#include "ui/workspace/workspace.h"

namespace normscope {

/// What there is to say of one layer, in full: of a run how far y is from what the layer declares, and ways
/// to look at that; of a checkpoint its weight.
class LayerPanel : public QWidget {
  Q_OBJECT

 public:
  LayerPanel(Workspace& workspace, const ModelJob& job, QWidget* parent = nullptr);

  void setTheme(const Theme& theme) { plot_->setTheme(theme); }

  /// The layer of that number in the model's order; nothing: none.
  void show(std::optional<std::size_t> layer);

  /// Its x, its norm, weight, bias and running statistics become what the other pages are about; where a page
  /// is given, it is shown. Of a layer that is not what it declares, what was found stands beside that.
  void showOnPages(std::optional<Page> page);

 private:
  /// What is computed of a layer.
  struct Seen {
    std::size_t layer = 0;
    std::optional<RunningStatistics> running;
    PlotDocument plot;
    std::optional<std::int64_t> worst = {};  ///< where y differs most from what is declared
  };

  void showRecord(std::size_t layer);
  void showCheckpointLayer(const CheckpointLayer& layer);
  void lookAt(std::size_t layer);
  void writeReport();
  const DeclaredNorm& declaredOf(std::size_t layer) const;
  std::vector<NormSpec> normsOf(std::size_t layer) const;
  const LayerVerdict* verdictOf(std::size_t layer) const;

  Workspace& workspace_;
  const ModelJob& job_;
  std::optional<std::size_t> layer_;
  std::optional<std::size_t> looked_;  ///< the layer that was read last, or could not be
  std::optional<Seen> seen_;
  std::optional<std::optional<Page>> wanted_;  ///< to be shown once its running statistics are read
  QLabel* title_;
  QLabel* facts_;
  QLabel* words_;
  ProblemLabel* problem_;
  QWidget* buttons_;
  PlotWidget* plot_;
  LatestJob looking_;
  LatestJob reporting_;
};

}  // namespace normscope
