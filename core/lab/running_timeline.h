#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/engine/progress.h"
#include "core/norm/running_statistics.h"
#include "core/tensor/tensor.h"

namespace normscope::lab {

/// How running statistics move with a batch.
enum class Convention {
  pytorch,     ///< (1 - momentum)·running + momentum·batch, with the unbiased variance
  keras,       ///< momentum·running + (1 - momentum)·batch, with the biased variance
  cumulative,  ///< the mean of all batches, with the unbiased variance: PyTorch's momentum=None
};

/// "pytorch", "keras", "cumulative"
std::string_view nameOf(Convention convention);

/// What the time machine does: batches are drawn from a tensor one after the other, all samples once before
/// any comes again.
struct TimelineSettings {
  Convention convention = Convention::pytorch;
  double momentum = 0.1;  ///< in the convention's own meaning; unused by the cumulative average
  double startMean = 0;
  double startVariance = 1;
  int batchSize = 16;
  int batches = 200;
  int seed = 0;
  bool useRunning = false;        ///< what normalizes: the running statistics, or those of the batch
  std::optional<int> frozenFrom;  ///< from this batch on they are not updated any more

  bool operator==(const TimelineSettings&) const = default;

  /// The weight of a new batch; nothing for the cumulative average.
  std::optional<double> weightOfBatch() const;
};

/// "momentum 0.1 as in PyTorch", "momentum 0.99 as in Keras", "cumulative average"
std::string conventionText(const TimelineSettings& settings);

inline constexpr int mostTimelineBatches = 10000;

/// Frameworks as they come: momentum 0.1, 0.99 (Keras), 1/n; mean 0 and variance 1 at the start.
TimelineSettings presetOf(Convention convention);

/// A mistake that people make: the running statistics start at 0 and momentum, small, weights what was
/// instead of the batch, so that after the first batch they are 1 - momentum of its.
TimelineSettings startsAtZero();

/// Running statistics batch by batch, and what they were made of.
struct Timeline {
  std::vector<RunningStatistics> running;     ///< before the first batch, and after each one
  std::vector<Moments> batches;               ///< mean and biased variance of each, one a channel
  Moments population;                         ///< of all samples
  std::shared_ptr<const ReductionPlan> plan;  ///< of a batch
};

/// Whether all this can be done with a tensor of the shape. Throws what timelineOf() throws of it.
void checkTimeline(const TimelineSettings& settings, const Shape& shape);

/// Feeds all batches. BatchNorm needs a batch and a channel axis. Throws Error (nonsense) for a tensor
/// without them or without elements, a batch size or a number out of range; Cancelled.
Timeline timelineOf(const Tensor& x, const Shape& shape, const TimelineSettings& settings,
                    const Progress& progress = {});

/// The same batches under other settings than they were drawn by, of those that decide no batch.
std::vector<RunningStatistics> replay(const TimelineSettings& settings, const Timeline& timeline);

/// What a batch becomes, a value an element, without weight and bias.
struct BothOutputs {
  std::vector<double> training;    ///< by its own statistics
  std::vector<double> evaluation;  ///< by the running ones before it
  std::vector<std::uint32_t> channelOf;
};

/// Of batch number `batch`, counted from 0, with the convention's eps: 1e-5, Keras' 1e-3.
BothOutputs outputsOf(const Tensor& x, const Shape& shape, const TimelineSettings& settings,
                      const Timeline& timeline, int batch);

}  // namespace normscope::lab
