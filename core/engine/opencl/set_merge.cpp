#include "core/engine/opencl/set_merge.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/engine/scale.h"

namespace normscope {
namespace {

/// Count, mean and sum of squared distances from it, merged block by block (Chan, Golub and LeVeque 1979).
struct Merged {
  double count = 0;
  double mean = 0;
  double squares = 0;
  double poison = 0;  ///< Inf or NaN once a block had one

  void add(double n, double centre, double sum, double blockSquares, double scale) {
    if (!std::isfinite(blockSquares)) {
      poison += blockSquares;
      return;
    }
    const double shift = sum / n;
    const double blockMean = (centre + shift) / scale;
    const double own = std::max(0.0, blockSquares - sum * shift) / scale / scale;
    if (count == 0) {
      *this = {n, blockMean, own, poison};
      return;
    }
    const double distance = blockMean - mean;
    const double all = count + n;
    squares += own + distance * distance * count * n / all;
    mean += distance * n / all;
    count = all;
  }
};

void store(const Merged& merged, std::size_t set, const ReductionPlan& plan, Moments& moments) {
  const double variance = merged.squares / static_cast<double>(plan.elementsPerSet());
  if (plan.spec().subtractsMean()) {
    const bool poisoned = merged.poison != 0;
    moments.mean[set] = poisoned ? std::nan("") : merged.mean;
    moments.variance[set] = poisoned ? std::nan("") : variance;
  } else {
    moments.mean[set] = 0;
    moments.variance[set] = merged.poison != 0 ? merged.poison : variance + merged.mean * merged.mean;
  }
}

struct Scaling {
  float pre, high, low, scale;
};

/// Scales below this would be denormal or 0 as float; a set so wide is brought nearer first.
constexpr double smallScale = 0x1p-90;
constexpr double largeScale = 0x1p126;

Scaling scalingOf(double mean, double variance, const ReductionPlan& plan) {
  double scale = scaleOf(variance, plan);
  double pre = 1;
  if (scale != 0 && scale < smallScale) pre = 0x1p-64;
  // Elements of such a narrow set are tiny themselves, unless they are all equal or the set is not measured.
  if (scale > largeScale && plan.statisticsFromX() && variance > 0) pre = 0x1p64;
  scale /= pre;
  if (std::isfinite(scale)) scale = std::min<double>(scale, std::numeric_limits<float>::max());
  const double scaledMean = mean * pre;
  const auto high = static_cast<float>(scaledMean);
  const auto low = std::isfinite(high) ? static_cast<float>(scaledMean - high) : 0.0F;
  return {static_cast<float>(pre), high, low, static_cast<float>(scale)};
}

}  // namespace

void mergeBlocks(const std::vector<float>& measured, const ReductionPlan& plan, const Traversal& traversal,
                 const Blocking& blocking, std::int64_t firstFineSet, std::int64_t fineSets,
                 Moments& moments) {
  const std::int64_t distance = blocking.blocks * fineSets;
  std::vector<double> counts;
  for (std::int64_t block = 0; block < blocking.blocks; ++block)
    counts.push_back(static_cast<double>(blocking.elementsOf(traversal, block)));
  for (std::int64_t first = 0; first < fineSets; first += traversal.pieces) {
    const auto set = static_cast<std::size_t>((firstFineSet + first) / traversal.pieces);
    const float* of = measured.data() + first;
    const bool plain = of[3 * distance] == 1 && std::isfinite(of[2 * distance]);
    if (plain && counts.size() == 1 && traversal.pieces == 1 && plan.spec().subtractsMean()) {
      // The common case of many small sets, without the divisions.
      const double inverse = 1 / counts[0];
      const double shift = of[distance] * inverse;
      moments.mean[set] = of[0] + shift;
      moments.variance[set] = std::max(0.0, of[2 * distance] - of[distance] * shift) * inverse;
      continue;
    }
    Merged merged;
    for (std::size_t block = 0; block < counts.size(); ++block) {
      const float* from = of + static_cast<std::int64_t>(block) * fineSets;
      for (std::int64_t piece = 0; piece < traversal.pieces; ++piece, ++from)
        merged.add(counts[block], from[0], from[distance], from[2 * distance], from[3 * distance]);
    }
    store(merged, set, plan, moments);
  }
}

void scalingsOf(const Moments& moments, const ReductionPlan& plan, const Traversal& traversal,
                std::int64_t firstFineSet, std::int64_t fineSets, std::vector<float>& scalings) {
  const auto sets = static_cast<std::size_t>(fineSets);
  scalings.resize(4 * sets);
  const auto pieces = static_cast<std::size_t>(traversal.pieces);
  for (std::size_t first = 0; first < sets; first += pieces) {
    const std::size_t set = (static_cast<std::size_t>(firstFineSet) + first) / pieces;
    const Scaling scaling = scalingOf(moments.mean[set], moments.variance[set], plan);
    for (std::size_t fine = first; fine < first + pieces; ++fine) {
      scalings[fine] = scaling.pre;
      scalings[fine + sets] = scaling.high;
      scalings[fine + 2 * sets] = scaling.low;
      scalings[fine + 3 * sets] = scaling.scale;
    }
  }
}

}  // namespace normscope
