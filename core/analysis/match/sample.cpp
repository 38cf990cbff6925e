#include "core/analysis/match/sample.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <set>

#include "core/analysis/match/rounding.h"

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

/// Mean and variance of the chunks of a set, averaged without regard to their sizes.
SetFacts averaged(const Tensor& x, const Partition& partition, std::int64_t set) {
  const Cut& chunks = *partition.chunks;
  const std::int64_t channels = partition.cut.count();
  double mean = 0, squares = 0, variance = 0;
  for (std::int64_t chunk = set; chunk < chunks.count(); chunk += channels) {
    const reference::SetMoments own = chunks.measure(x, chunk);
    mean += own.mean;
    squares += own.variance + own.mean * own.mean;
    variance += own.variance;
  }
  const auto count = static_cast<double>(chunks.count() / channels);
  mean /= count;
  const bool ofMoments = partition.ghosts->use == GhostBatches::Use::averagedMoments;
  return {mean, ofMoments ? squares / count - mean * mean : variance / count, partition.cut.sizeOf(set)};
}

/// Running statistics otherwise than they were given.
SetFacts used(const SetFacts& given, const RunningUse& use, const Tensor& x, const Cut& cut,
              std::int64_t set) {
  const auto n = static_cast<double>(given.n);
  const double unbiased = n > 1 ? n / (n - 1) : std::nan("");
  if (use.mistake == Mistake::runningSwapped) return {given.variance, given.mean, given.n};
  if (use.mistake == Mistake::runningEstimator)
    return {given.mean, use.unbiased ? given.variance * unbiased : given.variance / unbiased, given.n};
  const reference::SetMoments own = cut.measure(x, set);
  const double variance = own.variance * (use.unbiased ? unbiased : 1);
  const double m = use.momentum;
  if (use.mistake == Mistake::runningAhead)
    return {(1 - m) * given.mean + m * own.mean, (1 - m) * given.variance + m * variance, given.n};
  return {(given.mean - m * own.mean) / (1 - m), (given.variance - m * variance) / (1 - m), given.n};
}

SetFacts withoutLargest(const Sources& sources, const Partition& partition, std::int64_t set) {
  const std::int64_t n = partition.cut.sizeOf(set);
  switch (partition.statistics) {
    case StatisticsOf::newLayer:
      return {0, 1, n};
    case StatisticsOf::given: {
      const auto channel = static_cast<std::size_t>(set);
      const SetFacts given{sources.running->mean[channel], sources.running->variance[channel], n};
      return partition.runningUse ? used(given, *partition.runningUse, *sources.x, partition.cut, set)
                                  : given;
    }
    case StatisticsOf::chunks:
      return averaged(*sources.x, partition, set);
    case StatisticsOf::x:
      break;
  }
  const reference::SetMoments own = partition.cut.measure(*sources.x, set);
  return {own.mean, own.variance, n};
}

/// Whether y, of the elements from `begin` on, says nothing although x differs: all one value, or not finite.
bool looksBroken(const Sample& sample, std::size_t begin) {
  bool xDiffers = false, yDiffers = false;
  for (std::size_t i = begin; i < sample.x.size(); ++i) {
    if (!std::isfinite(sample.x[i])) return false;
    xDiffers = xDiffers || sample.x[i] != sample.x[begin];
    yDiffers = yDiffers || (std::isfinite(sample.y[i]) && sample.y[i] != sample.y[begin]);
  }
  return xDiffers && !yDiffers;
}

}  // namespace

SetFacts factsOf(const Sources& sources, const Partition& partition, std::int64_t set, bool largest) {
  SetFacts facts = withoutLargest(sources, partition, set);
  if (!largest) return facts;
  partition.cut.forEachPiece(set, [&](const reference::Piece& piece) {
    facts.largest =
        std::max(facts.largest, reference::valuesOf(*sources.x, piece).abs().maxCoeff<Eigen::PropagateNaN>());
  });
  return facts;
}

Sample sampleOf(const Sources& sources, const Tensor& y, const Partition& partition, const Progress& progress,
                bool largest) {
  const Cut& cut = partition.cut;
  const std::int64_t n = cut.largestSize();
  const std::int64_t affordable = std::max<std::int64_t>(2, mostMeasured / n);
  const std::int64_t wanted = std::clamp(sampleSize / n, fewestSets, mostSets);
  Sample sample;
  sample.sets = spread(std::min({wanted, affordable, cut.count()}), cut.count());
  const std::int64_t each =
      std::max<std::int64_t>(4, sampleSize / static_cast<std::int64_t>(sample.sets.size()));
  for (std::size_t slot = 0; slot < sample.sets.size(); ++slot) {
    progress.step(0);
    const std::int64_t set = sample.sets[slot];
    const std::size_t begin = sample.x.size();
    sample.facts.push_back(factsOf(sources, partition, set, largest));
    for (const std::int64_t k : spread(each, cut.sizeOf(set))) {
      const std::int64_t offset = cut.elementOf(set, k);
      sample.offsets.push_back(offset);
      sample.slot.push_back(slot);
      sample.x.push_back(sources.x->at(offset));
      sample.y.push_back(y.at(offset));
    }
    sample.broken.push_back(looksBroken(sample, begin));
  }
  return sample;
}

double distance(double predicted, double y, std::optional<DType> narrow) {
  if (predicted == y) return 0;
  if (!std::isfinite(predicted) || !std::isfinite(y)) {
    const bool overflows = narrow && std::isinf(y) && predicted * y > 0 &&
                           std::abs(predicted) >= largestOf(*narrow) + halfStep(largestOf(*narrow), *narrow);
    const bool neither = !std::isfinite(predicted) && !std::isfinite(y);
    return overflows || neither ? 0 : std::numeric_limits<double>::infinity();
  }
  const double apart = std::abs(predicted - y);
  return narrow ? std::max(0.0, apart - halfStep(y, *narrow)) : apart;
}

}  // namespace normscope::match
