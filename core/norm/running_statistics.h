#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/norm/reduction_plan.h"
#include "core/tensor/result_vector.h"

namespace normscope {

/// Running mean and variance of a BatchNorm or InstanceNorm layer, one of each per channel, with PyTorch's
/// meaning: the stored variance is the unbiased one, and momentum is the weight of the new batch (TensorFlow
/// and Keras call 1 - momentum so).
struct RunningStatistics {
  std::vector<double> mean;      ///< shape [C]
  std::vector<double> variance;  ///< shape [C]
  std::int64_t batchesTracked = 0;

  /// Mean 0 and variance 1 for every channel, as a new layer starts.
  static RunningStatistics fresh(std::int64_t channels);

  bool operator==(const RunningStatistics&) const = default;
};

/// Mean and biased variance of every set, in the plan's numbering. Where the norm does not subtract the mean,
/// mean is 0 and variance the mean square. NaN for sets without elements.
struct Moments {
  ResultVector<double> mean;
  ResultVector<double> variance;
};

/// Those of evaluation, where the running statistics take the place of the tensor's own.
Moments momentsOf(const RunningStatistics& running);

/// running = (1 - m) * running + m * batch for every channel, where m is the momentum, or 1 / batches for
/// momentum=none (cumulative average). Several estimates of a channel (workers, instances) are averaged, each
/// variance unbiased first (PyTorch 1.13, BatchNorm and InstanceNorm). Where sets have fewer than two
/// elements the unbiased variance is undefined: then running variance stays, and sets without elements leave
/// everything as it was. `plan` must compute its statistics from x.
RunningStatistics updated(const RunningStatistics& before, const ReductionPlan& plan, const Moments& batch);

/// What `after` = updated(before, ...) would hold as a channel's variance if the biased variance of the batch
/// were stored, as ONNX does: (n - 1) / n of what the batch contributed. For sets of one element, which
/// contribute nothing to `after`, the biased variance is 0. Sets must have elements.
double biasedRunningVariance(const RunningStatistics& before, const RunningStatistics& after,
                             const ReductionPlan& plan, std::int64_t channel);

}  // namespace normscope
