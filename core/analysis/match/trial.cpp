#include "core/analysis/match/trial.h"

#include <algorithm>
#include <cmath>

#include "core/analysis/match/rounding.h"
#include "core/text/number.h"

namespace normscope::match {
namespace {

using Eigen::ArrayXd;

/// y = weight * rstd * x + shift on one set of a sample, by least squares over its finite elements.
std::optional<double> slopeIn(const Sample& sample, std::size_t slot, const Sharing& sharing) {
  double n = 0, sumX = 0, sumZ = 0, sumXX = 0, sumXZ = 0;
  const double origin = sample.facts[slot].mean;
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

double largestDistance(const ArrayXd& predicted, const ArrayXd& y, std::optional<DType> narrow) {
  if (!narrow) {
    const double largest = (predicted - y).abs().maxCoeff<Eigen::PropagateNaN>();
    if (std::isfinite(largest)) return largest;
  }
  double largest = 0;
  for (Eigen::Index i = 0; i < y.size(); ++i)
    largest = std::max(largest, distance(predicted[i], y[i], narrow));
  return largest;
}

ArrayXd valuesAt(const reference::Piece& piece, const ReductionPlan& plan,
                 const std::vector<double>& parameters) {
  ArrayXd values(piece.length);
  for (Eigen::Index i = 0; i < piece.length; ++i)
    values[i] = parameters[static_cast<std::size_t>(plan.parameterOf(piece.offset + i * piece.stride))];
  return values;
}

/// The value that `part` of the values stay below, or at.
double quantile(std::vector<double> values, double part) {
  if (values.empty()) return 0;
  const auto at = static_cast<std::size_t>(std::ceil(part * static_cast<double>(values.size()))) - 1;
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
  return values[at];
}

/// The same, and the largest excess, of a piece of a set.
Farthest farthestIn(const Target& target, const Excess& excess, const ArrayXd& predicted, const ArrayXd& y,
                    const ArrayXd& weight, const ArrayXd& bias) {
  Farthest farthest;
  if (!excess.isByElement()) {
    const double distance = largestDistance(predicted, y, target.narrow);
    farthest.take(distance, excess.of(distance, 0, 0, 0));
    return farthest;
  }
  for (Eigen::Index i = 0; i < y.size(); ++i) {
    const double apart = distance(predicted[i], y[i], target.narrow);
    farthest.take(apart, excess.of(apart, predicted[i], weight.size() > 0 ? weight[i] : 1,
                                   bias.size() > 0 ? bias[i] : 0));
  }
  return farthest;
}

/// From what is farthest in each set of a sample.
void judge(const Sample& sample, const std::vector<Farthest>& largest, Trial& trial) {
  std::vector<double> distances, excesses;
  trial.maxAbs = trial.excess = trial.meanToStd = 0;
  const auto whole = static_cast<std::size_t>(std::count(sample.broken.begin(), sample.broken.end(), false));
  const bool skip = whole * 2 >= sample.broken.size();
  for (std::size_t slot = 0; slot < largest.size(); ++slot) {
    if (skip && sample.broken[slot]) continue;
    const double own = meanToStd(sample.facts[slot]);
    distances.push_back(largest[slot].distance);
    excesses.push_back(largest[slot].excess);
    trial.maxAbs = std::max(trial.maxAbs, largest[slot].distance);
    trial.excess = std::max(trial.excess, excesses.back());
    trial.meanToStd = std::max(trial.meanToStd, own);
  }
  trial.bulk = quantile(std::move(excesses), 0.75);
  trial.middle = quantile(std::move(distances), 0.5);
}

struct PerElement {
  std::vector<double> weight, bias;
};

PerElement parametersOn(const Sample& sample, const Sharing& sharing) {
  PerElement parameters;
  for (const std::int64_t offset : sample.offsets) {
    const std::int64_t parameter = sharing.parameterOf(offset);
    parameters.weight.push_back(sharing.weightOf(parameter));
    parameters.bias.push_back(sharing.biasOf(parameter));
  }
  return parameters;
}

void measureOn(const Sample& sample, const Sharing& sharing, const PerElement& parameters,
               const Target& target, Trial& trial) {
  std::vector<Line> lines;
  for (const SetFacts& facts : sample.facts) lines.push_back(lineOf(facts, trial.arithmetic));
  std::vector<Excess> excesses;
  excesses.reserve(sample.facts.size());
  for (const SetFacts& facts : sample.facts) excesses.emplace_back(target, meanToStd(facts));
  std::vector<Farthest> largest(lines.size());
  const bool byBits = isJudgedByBits(*target.y);
  trial.mismatches = 0;
  for (std::size_t i = 0; i < sample.x.size(); ++i) {
    const std::size_t slot = sample.slot[i];
    const double value =
        predicted(trial, sharing, lines[slot], sample.x[i], parameters.weight[i], parameters.bias[i]);
    const double apart = distance(value, sample.y[i], target.narrow);
    largest[slot].take(apart, excesses[slot].of(apart, value, parameters.weight[i], parameters.bias[i]));
    if (byBits && roundedTo(target.y->dtype(), value) != sample.y[i]) trial.mismatches += 1;
  }
  judge(sample, largest, trial);
}

}  // namespace

double meanToStd(const SetFacts& facts) {
  const double ratio = std::abs(facts.mean) / std::sqrt(facts.variance);
  return std::isfinite(ratio) ? ratio : 0;
}

Excess::Excess(const Target& target, double meanToStd)
    : byElement_(isJudgedByBits(*target.y)),
      whole_(target.bound * (1 + meanToStd)),
      // The sums behind a mean may have been narrow, too, as in PyTorch 1.13: it is off by a part of the
      // deviation.
      spread_(1 + meanToStd) {
  const DType dtype = target.y->dtype();
  const double own = unitRoundoff(dtype);
  roundings_ = 8 * own;
  least_ = whole_ / own * unitRoundoff(DType::float32);
  if (byElement_) least_ = std::max(least_, 2 * halfStep(0, dtype));
}

std::int64_t mostUnexplained(std::int64_t sets) {
  return sets / 4;
}

bool isExplained(const Trial& trial) {
  const std::int64_t sets = trial.explained + static_cast<std::int64_t>(trial.unexplained.size());
  return static_cast<std::int64_t>(trial.unexplained.size()) <= mostUnexplained(sets);
}

double predicted(const Trial& trial, const Sharing& sharing, const Line& line, double x, double weight,
                 double bias) {
  double xhat = (x - line.mean) * line.rstd;
  if (sharing.roundedFirst) {
    xhat = roundedTo(*sharing.roundedFirst, xhat);
    return roundedTo(*sharing.roundedFirst, xhat * weight) + bias;
  }
  if (sharing.meanScaling == MeanScaling::byNothing) return x * line.rstd * weight + (bias - line.mean);
  if (sharing.meanScaling == MeanScaling::byRstd)
    return x * line.rstd * weight + (bias - line.mean * line.rstd);
  if (!trial.scalars) return xhat * weight + bias;
  const Scalars& scalars = *trial.scalars;
  return scalars.scale * (xhat * weight + (scalars.scalesBias ? bias : 0)) + (scalars.scalesBias ? 0 : bias) +
         scalars.shift;
}

ArrayXd predicted(const Trial& trial, const Sharing& sharing, const Line& line, const ArrayXd& x,
                  const ArrayXd& weight, const ArrayXd& bias) {
  const bool plain = !sharing.roundedFirst && sharing.meanScaling == MeanScaling::byScale && !trial.scalars;
  if (plain && weight.size() == 0) return (x - line.mean) * line.rstd;
  if (plain) return (x - line.mean) * line.rstd * weight + bias;
  ArrayXd values(x.size());
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    values[i] = predicted(trial, sharing, line, x[i], weight.size() > 0 ? weight[i] : 1,
                          bias.size() > 0 ? bias[i] : 0);
  }
  return values;
}

ArrayXd weightsAt(const Trial& trial, const Sharing& sharing, const reference::Piece& piece) {
  if (trial.fit) return valuesAt(piece, trial.fit->plan, trial.fit->weight);
  return sharing.plan ? valuesAt(piece, *sharing.plan, sharing.weight) : ArrayXd();
}

ArrayXd biasesAt(const Trial& trial, const Sharing& sharing, const reference::Piece& piece) {
  if (trial.fit) return valuesAt(piece, trial.fit->plan, trial.fit->bias);
  return sharing.plan ? valuesAt(piece, *sharing.plan, sharing.bias) : ArrayXd();
}

void measureOn(const Sample& sample, const Sharing& sharing, const Target& target, Trial& trial) {
  measureOn(sample, sharing, parametersOn(sample, sharing), target, trial);
}

std::vector<Trial> onSample(const Sample& sample, std::size_t partitionNumber, const Sharing& sharing,
                            std::size_t sharingNumber, const std::vector<Arithmetic>& arithmetics,
                            const Target& target) {
  const PerElement parameters = parametersOn(sample, sharing);
  std::vector<Trial> trials;
  for (const Arithmetic& arithmetic : arithmetics) {
    Trial trial{partitionNumber, sharingNumber, arithmetic};
    measureOn(sample, sharing, parameters, target, trial);
    trials.push_back(std::move(trial));
  }
  return trials;
}

std::vector<Arithmetic> arithmeticsOf(const Partition& partition, const std::optional<NormSpec>& meant) {
  std::vector<Arithmetic> all;
  if (partition.isReadAs(false)) all = arithmetics(partition.centered, partition.fromX(), meant);
  if (!partition.isReadAs(true)) return all;
  const std::vector<Arithmetic> sums = arithmeticsOfSums(meant);
  all.insert(all.end(), sums.begin(), sums.end());
  return all;
}

std::vector<Arithmetic> fittedEps(const Sample& sample, const Partition& partition, const Sharing& sharing) {
  std::vector<Arithmetic> fitted;
  std::vector<std::optional<double>> slopes;
  for (std::size_t slot = 0; slot < sample.sets.size(); ++slot)
    slopes.push_back(sample.broken[slot] ? std::nullopt : slopeIn(sample, slot, sharing));
  for (Arithmetic arithmetic : arithmeticsOf(partition, {})) {
    if (arithmetic.average || arithmetic.eps != 1e-5 || arithmetic.epsAt == EpsAt::max) continue;
    double sum = 0, weights = 0;
    for (std::size_t slot = 0; slot < slopes.size(); ++slot) {
      const SetFacts& facts = sample.facts[slot];
      if (!slopes[slot] || !(facts.variance > 0)) continue;
      // A relative error of the slope is an error of eps in proportion to the variance.
      const double weight = 1 / (facts.variance * facts.variance);
      sum += weight * epsFor(*slopes[slot], facts, arithmetic);
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
            const Target& target, bool all, const Progress& progress) {
  for (Trial* trial : trials) {
    trial->maxAbs = trial->excess = trial->meanToStd = 0;
    trial->inExplained = trial->farthest = {};
    trial->explained = 0;
    trial->unexplained.clear();
  }
  const Cut& cut = partition.cut;
  const std::int64_t sets = cut.count();
  const bool largest =
      std::any_of(trials.begin(), trials.end(), [](const Trial* t) { return t->arithmetic.epsTimesSquare; });
  std::vector<std::size_t> numbers;
  numbers.reserve(trials.size());
  for (const Trial* trial : trials) numbers.push_back(trial->sharing);
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  std::vector<Farthest> farthest(trials.size());
  for (std::int64_t set = 0; set < sets; ++set) {
    if (set % 64 == 0) progress.step(static_cast<double>(set) / static_cast<double>(sets));
    const SetFacts facts = factsOf(target.sources, partition, set, largest);
    const double own = meanToStd(facts);
    const Excess excess(target, own);
    std::fill(farthest.begin(), farthest.end(), Farthest());
    cut.forEachPiece(set, [&](const reference::Piece& piece) {
      progress.step(static_cast<double>(set) / static_cast<double>(sets));
      const ArrayXd x = reference::valuesOf(*target.sources.x, piece);
      const ArrayXd y = reference::valuesOf(*target.y, piece);
      for (const std::size_t number : numbers) {
        const Sharing& sharing = sharings[number];
        const ArrayXd weight = weightsAt({}, sharing, piece);
        const ArrayXd bias = biasesAt({}, sharing, piece);
        for (std::size_t t = 0; t < trials.size(); ++t) {
          Trial& trial = *trials[t];
          if (trial.sharing != number) continue;
          if (!all && static_cast<std::int64_t>(trial.unexplained.size()) > mostUnexplained(sets)) continue;
          const Line line = lineOf(facts, trial.arithmetic);
          farthest[t].take(
              farthestIn(target, excess, predicted(trial, sharing, line, x, weight, bias), y, weight, bias));
        }
      }
    });
    for (std::size_t t = 0; t < trials.size(); ++t) {
      Trial& trial = *trials[t];
      trial.meanToStd = std::max(trial.meanToStd, own);
      if (farthest[t].excess <= 1) {
        ++trial.explained;
        trial.maxAbs = std::max(trial.maxAbs, farthest[t].distance);
        trial.excess = std::max(trial.excess, farthest[t].excess);
        trial.inExplained.take(farthest[t]);
      } else {
        trial.unexplained.push_back(set);
      }
      trial.farthest.take(farthest[t]);
    }
  }
}

}  // namespace normscope::match
