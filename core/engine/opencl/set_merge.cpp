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
  for (std::int64_t first = 0; first < fineSets; first += traversal.pieces) {
    Merged merged;
    for (std::int64_t block = 0; block < blocking.blocks; ++block) {
      const auto n = static_cast<double>(blocking.elementsOf(traversal, block));
      const float* of = measured.data() + block * fineSets + first;
      for (std::int64_t piece = 0; piece < traversal.pieces; ++piece, ++of)
        merged.add(n, of[0], of[distance], of[2 * distance], of[3 * distance]);
    }
    const auto set = static_cast<std::size_t>((firstFineSet + first) / traversal.pieces);
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
