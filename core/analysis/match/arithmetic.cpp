#include "core/analysis/match/arithmetic.h"

#include <algorithm>
#include <cmath>

#include "core/engine/scale.h"
#include "core/norm/norm_registry.h"

namespace normscope::match {
namespace {

/// PyTorch and most papers; TensorFlow/Keras; Flax and the first transformers; further ones met in the wild.
const std::vector<double> usualEps = {1e-5, 1e-3, 1e-6, 1e-12, 1e-8, 1e-7, 1e-4, 1e-2, 1e-10, 0};
const std::vector<double> leastEps = {1e-5, 1e-6, 1e-8, 1e-12};  ///< with eps_at=max
const std::vector<double> averagedEps = {1e-5, 1e-3, 1e-6, 1e-8};
const std::vector<double> unusualEps = {1e-5, 1e-3, 1e-6, 1e-8, 1e-12, 0};

/// Of x - mean: the root taken twice, nothing, the root multiplied, the variance without a root, and its
/// inverse root.
const std::vector<double> exponents = {-0.5, 0, 1, -2, 0.5};

/// Of the batch, after one update: momentum 1e-4 the wrong way round, then the usual momenta both ways.
const std::vector<double> averageWeights = {1 - 1e-4, 0.999, 0.99, 0.9, 0.1, 0.01, 0.001};

std::vector<double> withMeant(std::vector<double> eps, const std::optional<NormSpec>& meant) {
  if (meant && std::find(eps.begin(), eps.end(), meant->eps) == eps.end()) eps.push_back(meant->eps);
  return eps;
}

double usedOf(const SetFacts& facts, const Arithmetic& arithmetic) {
  if (arithmetic.variance == VarianceEstimator::biased) return facts.variance;
  const auto count = static_cast<double>(facts.n);
  return facts.n > 1 ? facts.variance * count / (count - 1) : std::nan("");
}

std::vector<VarianceEstimator> estimators(bool centered, bool fromX) {
  if (centered && fromX) return {VarianceEstimator::biased, VarianceEstimator::unbiased};
  return {VarianceEstimator::biased};
}

double strangenessOfEps(double eps, double usual) {
  if (eps == usual) return 0;
  if (eps == 1e-5) return 0.25;
  return eps == 1e-3 ? 0.3 : eps == 1e-6 || eps == 1e-12 || eps == 1e-8 ? 0.35 : 0.5;
}

double strangenessOfExponent(double exponent) {
  const auto at = std::find(exponents.begin(), exponents.end(), exponent);
  return 0.8 + 0.05 * static_cast<double>(at - exponents.begin());
}

}  // namespace

double Arithmetic::strangeness(const std::optional<NormSpec>& meant) const {
  const bool likeMeant = meant && meant->dividesBySum() == dividesBySum;
  double sum = 0;
  if (dividesBySum) {  // torch.nn.functional.normalize, then tf.math.l2_normalize
    sum += strangenessOfEps(eps, likeMeant ? meant->eps : 1e-12);
    return sum + (epsAt == (likeMeant ? meant->epsAt : EpsAt::max) ? 0 : 0.4);
  }
  sum += strangenessOfEps(eps, likeMeant ? meant->eps : 1e-5);
  if (!likeMeant || epsAt != meant->epsAt) {
    if (epsAt == EpsAt::outside) sum += 0.4;
    if (epsAt == EpsAt::max) sum += 1;
    if (likeMeant && epsAt == EpsAt::inside) sum += 0.2;
  }
  const bool meantUnbiased = meant && meant->variance == VarianceEstimator::unbiased;
  if ((variance == VarianceEstimator::unbiased) != meantUnbiased) sum += meantUnbiased ? 0.2 : 0.45;
  if (average) sum += average->weight == averageWeights.front() && average->startVariance == 0 ? 1.0 : 1.3;
  if (exponent != -1) sum += strangenessOfExponent(exponent);
  if (epsTimesSquare) sum += 0.7;
  return sum;
}

Line lineOf(const SetFacts& facts, const Arithmetic& arithmetic) {
  double mean = facts.mean;
  double variance = usedOf(facts, arithmetic);
  if (arithmetic.average) {
    const RunningAverage& average = *arithmetic.average;
    mean *= average.weight;
    variance = average.weight * variance + (1 - average.weight) * average.startVariance;
  }
  const double eps = arithmetic.eps * (arithmetic.epsTimesSquare ? facts.largest * facts.largest : 1);
  double rstd = rstdOf(variance, rootRuleOf(arithmetic.epsAt, eps, arithmetic.dividesBySum, facts.n));
  if (arithmetic.exponent != -1) rstd = std::pow(rstd, -arithmetic.exponent);
  return {mean, facts.variance == 0 && !std::isfinite(rstd) ? 0 : rstd};
}

std::vector<Arithmetic> arithmetics(bool centered, bool fromX, const std::optional<NormSpec>& meant) {
  std::vector<Arithmetic> all;
  std::vector<double> least = leastEps;
  if (meant && meant->epsAt == EpsAt::max) least = withMeant(std::move(least), meant);
  for (const VarianceEstimator variance : estimators(centered, fromX)) {
    for (const double eps : withMeant(usualEps, meant)) {
      all.push_back({variance, EpsAt::inside, eps, {}});
      if (eps > 0) all.push_back({variance, EpsAt::outside, eps, {}});
    }
    for (const double eps : least) all.push_back({variance, EpsAt::max, eps, {}});
    if (!fromX || !centered) continue;
    for (const double weight : averageWeights) {
      for (const double start : {0.0, 1.0}) {
        for (const double eps : withMeant(averagedEps, meant))
          all.push_back({variance, EpsAt::inside, eps, RunningAverage{weight, start}});
      }
    }
  }
  return all;
}

std::vector<Arithmetic> arithmeticsOfSums(const std::optional<NormSpec>& meant) {
  std::vector<Arithmetic> all;
  for (const double eps : withMeant(usualEps, meant)) {
    for (const EpsAt place : {EpsAt::max, EpsAt::inside, EpsAt::outside}) {
      if (eps > 0 || place == EpsAt::max) all.push_back({VarianceEstimator::biased, place, eps, {}, true});
    }
  }
  return all;
}

std::vector<Arithmetic> fewArithmetics(bool centered, bool fromX, const std::optional<NormSpec>& meant) {
  std::vector<Arithmetic> few;
  if (!fromX) {
    few.push_back(Arithmetic{});
    if (meant) few.push_back(arithmeticOf(*meant));
    few.back().variance = VarianceEstimator::biased;
    few.back().dividesBySum = false;
    return few;
  }
  for (const VarianceEstimator variance : estimators(centered, fromX)) {
    for (const double eps : withMeant(usualEps, meant)) few.push_back({variance, EpsAt::inside, eps, {}});
    if (meant && meant->epsAt != EpsAt::inside) few.push_back({variance, meant->epsAt, meant->eps, {}});
  }
  return few;
}

std::vector<Arithmetic> unusualArithmetics(bool centered, bool fromX, const std::optional<NormSpec>& meant) {
  std::vector<Arithmetic> all;
  if (!fromX) return all;
  for (const VarianceEstimator variance : estimators(centered, fromX)) {
    for (const double eps : withMeant(unusualEps, meant)) {
      for (const double exponent : exponents) {
        if (exponent == 0 && (!centered || eps != 1e-5 || variance != VarianceEstimator::biased)) continue;
        all.push_back({variance, EpsAt::inside, eps, {}, false, exponent});
        if (eps > 0 && exponent != 0) all.push_back({variance, EpsAt::outside, eps, {}, false, exponent});
      }
      if (eps == 0) continue;
      all.push_back({variance, EpsAt::inside, eps, {}, false, -1, true});
    }
  }
  return all;
}

std::vector<Arithmetic> powersOfGiven(const std::optional<NormSpec>& meant) {
  std::vector<Arithmetic> all;
  for (const double eps : withMeant({1e-5, 1e-3, 0}, meant)) {
    for (const double exponent : {-2.0, -0.5})
      all.push_back({VarianceEstimator::biased, EpsAt::inside, eps, {}, false, exponent});
  }
  return all;
}

Arithmetic arithmeticOf(const NormSpec& spec) {
  return {spec.variance, spec.epsAt, spec.eps, {}, spec.dividesBySum()};
}

bool sameArithmetic(const Arithmetic& a, const Arithmetic& b, bool centered, bool fromX) {
  const bool sameEstimator = a.variance == b.variance || !centered || !fromX;
  const bool sameEps = a.eps == b.eps && (a.epsAt == b.epsAt || a.eps == 0);
  return sameEstimator && sameEps && a.average == b.average && a.dividesBySum == b.dividesBySum &&
         a.exponent == b.exponent && a.epsTimesSquare == b.epsTimesSquare;
}

double epsFor(double rstd, const SetFacts& facts, const Arithmetic& arithmetic) {
  const double used = usedOf(facts, arithmetic);
  const double squares = arithmetic.dividesBySum ? used * static_cast<double>(facts.n) : used;
  const double root = std::pow(std::abs(rstd), 1 / arithmetic.exponent);
  const double eps = arithmetic.epsAt == EpsAt::inside ? root * root - squares : root - std::sqrt(squares);
  if (!arithmetic.epsTimesSquare) return eps;
  return eps / (facts.largest * facts.largest);
}

}  // namespace normscope::match
