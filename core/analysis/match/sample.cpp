#include "core/analysis/match/sample.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <set>

namespace normscope::match {
namespace {

constexpr std::int64_t sampleSize = 1024;
constexpr std::int64_t mostSets = 256;
constexpr std::int64_t fewestSets = 8;
constexpr std::int64_t mostMeasured = std::int64_t{1} << 21;  ///< elements whose moments are taken

/// `count` different numbers below `limit`, without a pattern (the finalizer of SplitMix64).
std::vector<std::int64_t> spread(std::int64_t count, std::int64_t limit) {
  std::set<std::int64_t> chosen;
  if (count >= limit) {
    for (std::int64_t i = 0; i < limit; ++i) chosen.insert(i);
  }
  for (std::uint64_t i = 1; static_cast<std::int64_t>(chosen.size()) < std::min(count, limit); ++i) {
    std::uint64_t z = i * 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    chosen.insert(static_cast<std::int64_t>((z ^ (z >> 31)) % static_cast<std::uint64_t>(limit)));
  }
  return {chosen.begin(), chosen.end()};
}

/// Half the distance between y and its neighbours in half precision.
double halfStep(double y) {
  if (y == 0) return std::ldexp(1.0, -25);
  return std::ldexp(1.0, std::max(std::ilogb(y), -14) - 11);
}

}  // namespace

reference::SetMoments momentsOf(const Tensor& x, const Partition& partition, std::int64_t set) {
  if (!partition.fromX) return {0, 1};
  return reference::measure(x, partition.plan, set);
}

Sample sampleOf(const Tensor& x, const Tensor& y, const Partition& partition, const Progress& progress) {
  const ReductionPlan& plan = partition.plan;
  const std::int64_t n = plan.elementsPerSet();
  const std::int64_t affordable = std::max<std::int64_t>(2, mostMeasured / n);
  const std::int64_t wanted = std::clamp(sampleSize / n, fewestSets, mostSets);
  Sample sample;
  sample.sets = spread(std::min({wanted, affordable, plan.setCount()}), plan.setCount());
  const std::int64_t each =
      std::max<std::int64_t>(4, sampleSize / static_cast<std::int64_t>(sample.sets.size()));
  for (std::size_t slot = 0; slot < sample.sets.size(); ++slot) {
    progress.step(0);
    sample.moments.push_back(momentsOf(x, partition, sample.sets[slot]));
    for (const std::int64_t k : spread(each, n)) {
      const std::int64_t offset = plan.elementOf(sample.sets[slot], k);
      sample.offsets.push_back(offset);
      sample.slot.push_back(slot);
      sample.x.push_back(x.at(offset));
      sample.y.push_back(y.at(offset));
    }
  }
  return sample;
}

double distance(double predicted, double y, bool halved) {
  if (predicted == y) return 0;
  if (!std::isfinite(predicted) || !std::isfinite(y)) {
    const bool overflows = halved && std::isinf(y) && predicted * y > 0 && std::abs(predicted) >= 65520;
    const bool neither = !std::isfinite(predicted) && !std::isfinite(y);
    return overflows || neither ? 0 : std::numeric_limits<double>::infinity();
  }
  const double apart = std::abs(predicted - y);
  return halved ? std::max(0.0, apart - halfStep(y)) : apart;
}

}  // namespace normscope::match
