#include "core/analysis/match/trial.h"

#include <algorithm>
#include <cmath>

#include "core/text/number.h"

namespace normscope::match {
namespace {

using Eigen::ArrayXd;
using reference::SetMoments;

/// y = weight * rstd * x + shift on one set of a sample, by least squares over its finite elements.
std::optional<double> slopeIn(const Sample& sample, std::size_t slot, const Sharing& sharing) {
  double n = 0, sumX = 0, sumZ = 0, sumXX = 0, sumXZ = 0;
  const double origin = sample.moments[slot].mean;
  for (std::size_t i = 0; i < sample.x.size(); ++i) {
    if (sample.slot[i] != slot) continue;
    const std::int64_t parameter = sharing.parameterOf(sample.offsets[i]);
    const double weight = sharing.weightOf(parameter);
    if (std::abs(weight) < 1e-3) continue;
    const double x = sample.x[i] - origin;
    const double z = (sample.y[i] - sharing.biasOf(parameter)) / weight;
    if (!std::isfinite(x) || !std::isfinite(z)) return std::nullopt;
    n += 1;
    sumX += x;
    sumZ += z;
    sumXX += x * x;
    sumXZ += x * z;
  }
  const double spread = sumXX - sumX * sumX / n;
  if (n < 2 || spread <= 0) return std::nullopt;
  const double slope = (sumXZ - sumX * sumZ / n) / spread;
  return slope > 0 ? std::optional(slope) : std::nullopt;
}

/// Predicted values of a piece of a set.
struct Pieces {
  ArrayXd x, y, weight, bias;
};

ArrayXd parametersAt(const reference::Piece& piece, const Sharing& sharing, bool weight) {
  ArrayXd values(piece.length);
  for (Eigen::Index i = 0; i < piece.length; ++i) {
    const std::int64_t parameter = sharing.parameterOf(piece.offset + i * piece.stride);
    values[i] = weight ? sharing.weightOf(parameter) : sharing.biasOf(parameter);
  }
  return values;
}

double largestDistance(const ArrayXd& predicted, const ArrayXd& y, bool halved) {
  if (!halved) {
    const double largest = (predicted - y).abs().maxCoeff<Eigen::PropagateNaN>();
    if (std::isfinite(largest)) return largest;
  }
  double largest = 0;
  for (Eigen::Index i = 0; i < y.size(); ++i)
    largest = std::max(largest, distance(predicted[i], y[i], halved));
  return largest;
}

}  // namespace

double meanToStd(const SetMoments& moments) {
  const double ratio = std::abs(moments.mean) / std::sqrt(moments.variance);
  return std::isfinite(ratio) ? ratio : 0;
}

std::vector<Trial> onSample(const Sample& sample, const Partition& partition, std::size_t partitionNumber,
                            const Sharing& sharing, std::size_t sharingNumber,
                            const std::vector<Arithmetic>& arithmetics, const Target& target) {
  std::vector<double> ratios;
  for (const SetMoments& moments : sample.moments) ratios.push_back(meanToStd(moments));
  std::vector<double> weight, bias;
  for (const std::int64_t offset : sample.offsets) {
    const std::int64_t parameter = sharing.parameterOf(offset);
    weight.push_back(sharing.weightOf(parameter));
    bias.push_back(sharing.biasOf(parameter));
  }
  const std::int64_t n = partition.plan.elementsPerSet();
  std::vector<Trial> trials;
  std::vector<Line> lines(sample.sets.size());
  for (const Arithmetic& arithmetic : arithmetics) {
    for (std::size_t slot = 0; slot < lines.size(); ++slot)
      lines[slot] = lineOf(sample.moments[slot].mean, sample.moments[slot].variance, n, arithmetic);
    Trial trial{partitionNumber, sharingNumber, arithmetic};
    for (std::size_t i = 0; i < sample.x.size(); ++i) {
      const Line& line = lines[sample.slot[i]];
      const double predicted = (sample.x[i] - line.mean) * line.rstd * weight[i] + bias[i];
      const double apart = distance(predicted, sample.y[i], target.halved);
      trial.maxAbs = std::max(trial.maxAbs, apart);
      trial.excess = std::max(trial.excess, target.excess(apart, ratios[sample.slot[i]]));
    }
    trial.meanToStd = *std::max_element(ratios.begin(), ratios.end());
    trials.push_back(std::move(trial));
  }
  return trials;
}

std::vector<Arithmetic> arithmeticsOf(const Partition& partition) {
  std::vector<Arithmetic> all;
  if (partition.isReadAs(false)) all = arithmetics(partition.centered, partition.fromX);
  if (!partition.isReadAs(true)) return all;
  const std::vector<Arithmetic> sums = arithmeticsOfSums();
  all.insert(all.end(), sums.begin(), sums.end());
  return all;
}

std::vector<Arithmetic> fittedEps(const Sample& sample, const Partition& partition, const Sharing& sharing) {
  std::vector<Arithmetic> fitted;
  std::vector<std::optional<double>> slopes;
  for (std::size_t slot = 0; slot < sample.sets.size(); ++slot)
    slopes.push_back(slopeIn(sample, slot, sharing));
  for (Arithmetic arithmetic : arithmeticsOf(partition)) {
    if (arithmetic.average || arithmetic.eps != 1e-5 || arithmetic.epsAt == EpsAt::max) continue;
    double sum = 0, weights = 0;
    for (std::size_t slot = 0; slot < slopes.size(); ++slot) {
      const SetMoments& moments = sample.moments[slot];
      if (!slopes[slot] || !(moments.variance > 0)) continue;
      // A relative error of the slope is an error of eps in proportion to the variance.
      const double weight = 1 / (moments.variance * moments.variance);
      sum += weight * epsFor(*slopes[slot], moments.variance, partition.plan.elementsPerSet(), arithmetic);
      weights += weight;
    }
    if (!(sum > 0) || !(weights > 0) || !std::isfinite(sum / weights)) continue;
    for (int digits = 1; digits <= 6; ++digits) {
      arithmetic.eps = *readDouble(rounded(sum / weights, digits));
      if (arithmetic.eps > 0) fitted.push_back(arithmetic);
    }
  }
  return fitted;
}

void verify(std::vector<Trial*>& trials, const Partition& partition, const Sharings& sharings,
            const Target& target, const Progress& progress) {
  for (Trial* trial : trials) trial->maxAbs = trial->excess = 0;
  const ReductionPlan& plan = partition.plan;
  double ratio = 0;
  std::vector<std::size_t> numbers;
  for (const Trial* trial : trials) numbers.push_back(trial->sharing);
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  for (std::int64_t set = 0; set < plan.setCount(); ++set) {
    if (set % 64 == 0) progress.step(static_cast<double>(set) / static_cast<double>(plan.setCount()));
    const SetMoments moments = momentsOf(*target.x, partition, set);
    const double own = meanToStd(moments);
    ratio = std::max(ratio, own);
    reference::forEachPiece(plan, set, [&](const reference::Piece& piece) {
      progress.step(static_cast<double>(set) / static_cast<double>(plan.setCount()));
      const ArrayXd x = reference::valuesOf(*target.x, piece);
      const ArrayXd y = reference::valuesOf(*target.y, piece);
      for (const std::size_t number : numbers) {
        const bool plain = !sharings[number].plan;
        const ArrayXd weight = plain ? ArrayXd() : parametersAt(piece, sharings[number], true);
        const ArrayXd bias = plain ? ArrayXd() : parametersAt(piece, sharings[number], false);
        for (Trial* trial : trials) {
          if (trial->sharing != number) continue;
          const Line line = lineOf(moments.mean, moments.variance, plan.elementsPerSet(), trial->arithmetic);
          const ArrayXd xhat = (x - line.mean) * line.rstd;
          const double largest = plain ? largestDistance(xhat, y, target.halved)
                                       : largestDistance(xhat * weight + bias, y, target.halved);
          trial->maxAbs = std::max(trial->maxAbs, largest);
          trial->excess = std::max(trial->excess, target.excess(largest, own));
        }
      }
    });
  }
  for (Trial* trial : trials) trial->meanToStd = ratio;
}

}  // namespace normscope::match
