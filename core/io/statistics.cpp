#include "core/io/statistics.h"

#include <algorithm>
#include <array>
#include <span>

#include "core/engine/scale.h"
#include "core/tensor/result_memory.h"
#include "core/tensor/result_vector.h"

namespace normscope {
namespace {

/// As ResultVector has its memory.
Tensor numbersOf(const Extents& extents) {
  const bool isSmall = Tensor::byteCountOf(DType::float64, extents) <= largestPlainResult;
  return isSmall ? Tensor::allocate(DType::float64, extents) : allocateResult(DType::float64, extents);
}

Tensor float64(const Extents& extents, std::span<const double> values) {
  Tensor tensor = numbersOf(extents);
  std::copy(values.begin(), values.end(), tensor.edit<double>().begin());
  return tensor;
}

Tensor rstdOfAll(const NormalizeResult& result) {
  const auto& variance = result.statistics.variance;
  Tensor rstd = numbersOf(result.plan.statisticsShape());
  std::transform(variance.begin(), variance.end(), rstd.edit<double>().begin(),
                 [&](double value) { return rstdOf(value, result.plan); });
  return rstd;
}

using Arrays = std::vector<std::pair<std::string, Tensor>>;

void addRunning(Arrays& arrays, const RunningStatistics& running) {
  const Extents perChannel = {static_cast<std::int64_t>(running.mean.size())};
  const std::array<std::int64_t, 1> batches = {running.batchesTracked};
  arrays.emplace_back("running_mean", float64(perChannel, running.mean));
  arrays.emplace_back("running_var", float64(perChannel, running.variance));
  arrays.emplace_back("num_batches_tracked", Tensor::of<std::int64_t>(DType::int64, {}, batches));
}

}  // namespace

Arrays statisticsArrays(const NormalizeResult& result) {
  const Extents shape = result.plan.statisticsShape();
  Arrays arrays = {
      {"mean", float64(shape, result.statistics.mean)},
      {"variance", float64(shape, result.statistics.variance)},
      {"rstd", rstdOfAll(result)},
  };
  if (result.running) addRunning(arrays, *result.running);
  const auto parameters = result.plan.parameterShape();
  if (result.gradients && parameters) {
    arrays.emplace_back("grad_weight", float64(*parameters, result.gradients->weight));
    if (result.plan.spec().hasBias())
      arrays.emplace_back("grad_bias", float64(*parameters, result.gradients->bias));
  }
  return arrays;
}

}  // namespace normscope
