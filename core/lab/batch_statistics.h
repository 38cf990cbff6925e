#pragma once

#include <functional>
#include <vector>

#include "core/engine/progress.h"
#include "core/lab/lab_norm.h"
#include "core/tensor/tensor.h"

namespace normscope::lab {

inline constexpr int mostDraws = 10000;

/// What the statistics laboratory does: batches are drawn from a tensor of many samples, and each norm's
/// statistics are held against those that it has where all samples are the batch.
struct StatisticsSettings {
  std::vector<LabNorm> norms = parseLabNorms("batch,group:groups=1,layer,instance", "norms");
  std::vector<int> batchSizes = {32, 16, 8, 4, 2, 1};
  int seeds = 50;  ///< 0 to seeds - 1, a draw each

  bool operator==(const StatisticsSettings&) const = default;
};

/// How far a batch is from the population, as roots of means over its elements: with mu and v the mean and
/// the used variance of an element's set in the batch, mu_p and v_p those where all samples are the batch,
/// and without weight and bias,
///
///     errorMean      (mu - mu_p) / sqrt(v_p)
///     errorVariance  (v - v_p) / v_p
///     errorY         y - y_p
///
/// Where v_p is 0, all elements are equal: 0 where the batch says the same. Exactly 0 for norms whose sets do
/// not extend over the batch. Not finite where values are not.
struct BatchErrors {
  std::size_t norm = 0;       ///< its place in the settings
  std::size_t batchSize = 0;  ///< likewise
  int seed = 0;
  double errorMean = 0;
  double errorVariance = 0;
  double errorY = 0;
};

/// To be asked before the start. Throws Error (nonsense), one line: no norm, none, one twice, in evaluation
/// mode, or without a plan for a batch; no batch size, one out of range or larger than the data; draws out of
/// range; a tensor without a batch axis or without elements.
void checkStatistics(const StatisticsSettings& settings, const Shape& shape);

/// Draws and measures, norm by norm, batch size by batch size. A draw's batch is the first so many of the
/// samples as its seed shuffles them, so that the batches of a seed lie in each other, and all norms meet the
/// same ones. `changed` is called after each norm and batch size with its draws. The norm with several
/// workers is held against one worker's statistics of all samples. Throws what checkStatistics() throws,
/// Cancelled.
std::vector<BatchErrors> measureBatches(
    const Tensor& x, const Shape& shape, const StatisticsSettings& settings, const Progress& progress = {},
    const std::function<void(const std::vector<BatchErrors>&)>& changed = {});

}  // namespace normscope::lab
