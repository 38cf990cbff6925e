#pragma once

#include "core/lab/batch_statistics.h"
#include "core/lab/running_timeline.h"
#include "core/lab/training_settings.h"

namespace normscope {

/// What the laboratory does.
enum class Experiment {
  statistics,  ///< batches are drawn, and their statistics held against those of all samples
  running,     ///< running statistics move batch by batch
  training,    ///< networks are trained
};

/// "statistics", "running", "training"
std::string_view nameOf(Experiment experiment);

/// What batches are drawn from, unless networks are trained.
enum class LabSamples { digits, digitFeatures, openTensor };

/// "digits", "digit-features", "tensor"
std::string_view nameOf(LabSamples samples);

/// What the laboratory is set to. It may be what is refused before the start, such as a batch size larger
/// than the data; checkTraining() and its like say why. There is always a norm.
struct Laboratory {
  Experiment experiment = Experiment::training;
  LabSamples samples = LabSamples::digits;
  lab::StatisticsSettings statistics;
  lab::TimelineSettings timeline;
  int batch = 0;    ///< the place of the timeline that is looked at: so many batches were fed
  int channel = 0;  ///< whose running statistics are drawn
  lab::TrainingSettings training;
  std::optional<int>
      curvesOf;            ///< the batch size whose epochs are drawn; nothing: the smallest that is trained
  bool published = false;  ///< the curves of the paper's Figure 1 are laid over

  bool operator==(const Laboratory&) const = default;
};

/// The place in `training.batchSizes` of the batch size whose epochs are drawn.
std::size_t shownBatchSize(const Laboratory& laboratory);

}  // namespace normscope
