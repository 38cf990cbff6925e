#include "core/io/statistics.h"

#include <array>

#include "core/engine/scale.h"

namespace normscope {
namespace {

Tensor float64(const Extents& extents, const std::vector<double>& values) {
  return Tensor::of<double>(DType::float64, extents, values);
}

std::vector<double> rstdOfAll(const Statistics& statistics, const NormSpec& spec) {
  std::vector<double> rstd;
  rstd.reserve(statistics.variance.size());
  for (const double variance : statistics.variance) rstd.push_back(rstdOf(variance, spec));
  return rstd;
}

}  // namespace

std::vector<std::pair<std::string, Tensor>> statisticsArrays(const NormalizeResult& result) {
  const Extents shape = result.plan.statisticsShape();
  std::vector<std::pair<std::string, Tensor>> arrays = {
      {"mean", float64(shape, result.statistics.mean)},
      {"variance", float64(shape, result.statistics.variance)},
      {"rstd", float64(shape, rstdOfAll(result.statistics, result.plan.spec()))},
  };
  if (!result.running) return arrays;
  const Extents channels = {static_cast<std::int64_t>(result.running->mean.size())};
  const std::array<std::int64_t, 1> batches = {result.running->batchesTracked};
  arrays.emplace_back("running_mean", float64(channels, result.running->mean));
  arrays.emplace_back("running_var", float64(channels, result.running->variance));
  arrays.emplace_back("num_batches_tracked", Tensor::of<std::int64_t>(DType::int64, {}, batches));
  return arrays;
}

}  // namespace normscope
