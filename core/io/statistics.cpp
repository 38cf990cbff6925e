#include "core/io/statistics.h"

#include <array>

#include "core/engine/scale.h"

namespace normscope {
namespace {

Tensor float64(const Extents& extents, const std::vector<double>& values) {
  return Tensor::of<double>(DType::float64, extents, values);
}

std::vector<double> rstdOfAll(const Statistics& statistics, const ReductionPlan& plan) {
  std::vector<double> rstd;
  rstd.reserve(statistics.variance.size());
  for (const double variance : statistics.variance) rstd.push_back(rstdOf(variance, plan));
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
      {"rstd", float64(shape, rstdOfAll(result.statistics, result.plan))},
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
