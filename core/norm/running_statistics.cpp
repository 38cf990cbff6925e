#include "core/norm/running_statistics.h"

namespace normscope {
namespace {

/// The channel of every set, and how many sets a channel has.
struct ChannelOfSets {
  explicit ChannelOfSets(const ReductionPlan& plan) {
    std::int64_t stride = plan.setCount();
    for (const PlanAxis& axis : plan.axes()) {
      if (!axis.kept || axis.extent == 0) continue;
      stride /= axis.extent;
      if (axis.role != AxisRole::channel) continue;
      channelStride = stride;
      channels = axis.extent;
    }
  }
  std::int64_t operator()(std::int64_t set) const { return set / channelStride % channels; }

  std::int64_t channelStride = 1;
  std::int64_t channels = 1;
};

/// Of the batch that is the last of so many.
double weightOfBatch(const NormSpec& spec, std::int64_t batchesTracked) {
  return spec.momentum.value_or(1.0 / static_cast<double>(batchesTracked));
}

}  // namespace

RunningStatistics RunningStatistics::fresh(std::int64_t channels) {
  const auto count = static_cast<std::size_t>(channels);
  return {std::vector<double>(count, 0.0), std::vector<double>(count, 1.0), 0};
}

Moments momentsOf(const RunningStatistics& running) {
  return {{running.mean.begin(), running.mean.end()}, {running.variance.begin(), running.variance.end()}};
}

RunningStatistics updated(const RunningStatistics& before, const ReductionPlan& plan, const Moments& batch) {
  if (plan.setCount() == 0 || plan.elementsPerSet() == 0) return before;
  const ChannelOfSets channelOf(plan);
  const auto n = static_cast<double>(plan.elementsPerSet());
  const double estimates = static_cast<double>(plan.setCount()) / static_cast<double>(channelOf.channels);

  std::vector<double> mean(before.mean.size(), 0.0);
  std::vector<double> variance(before.variance.size(), 0.0);
  for (std::int64_t set = 0; set < plan.setCount(); ++set) {
    const auto channel = static_cast<std::size_t>(channelOf(set));
    mean[channel] += batch.mean[static_cast<std::size_t>(set)] / estimates;
    variance[channel] += batch.variance[static_cast<std::size_t>(set)] * n / (n - 1) / estimates;
  }

  RunningStatistics after = before;
  ++after.batchesTracked;
  const double weight = weightOfBatch(plan.spec(), after.batchesTracked);
  for (std::size_t channel = 0; channel < mean.size(); ++channel) {
    after.mean[channel] = (1 - weight) * before.mean[channel] + weight * mean[channel];
    if (n > 1) after.variance[channel] = (1 - weight) * before.variance[channel] + weight * variance[channel];
  }
  return after;
}

double biasedRunningVariance(const RunningStatistics& before, const RunningStatistics& after,
                             const ReductionPlan& plan, std::int64_t channel) {
  const auto c = static_cast<std::size_t>(channel);
  const auto n = static_cast<double>(plan.elementsPerSet());
  const double kept = (1 - weightOfBatch(plan.spec(), after.batchesTracked)) * before.variance[c];
  return n > 1 ? kept + (after.variance[c] - kept) * (n - 1) / n : kept;
}

}  // namespace normscope
