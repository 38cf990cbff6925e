#include "core/analysis/match/arithmetic.h"

#include <cmath>

#include "core/engine/scale.h"

namespace normscope::match {
namespace {

/// PyTorch and most papers; TensorFlow/Keras; Flax and the first transformers; further ones met in the wild.
const std::vector<double> usualEps = {1e-5, 1e-3, 1e-6, 1e-12, 1e-8, 1e-7, 1e-4, 1e-2, 1e-10, 0};
const std::vector<double> leastEps = {1e-5, 1e-6, 1e-8, 1e-12};  ///< with eps_at=max
const std::vector<double> averagedEps = {1e-5, 1e-3, 1e-6, 1e-8};

/// Of the batch, after one update: momentum 1e-4 the wrong way round, then the usual momenta both ways.
const std::vector<double> averageWeights = {1 - 1e-4, 0.999, 0.99, 0.9, 0.1, 0.01, 0.001};

double usedOf(double biasedVariance, std::int64_t n, const Arithmetic& arithmetic) {
  if (arithmetic.variance == VarianceEstimator::biased) return biasedVariance;
  const auto count = static_cast<double>(n);
  return n > 1 ? biasedVariance * count / (count - 1) : std::nan("");
}

std::vector<VarianceEstimator> estimators(bool centered, bool fromX) {
  if (centered && fromX) return {VarianceEstimator::biased, VarianceEstimator::unbiased};
  return {VarianceEstimator::biased};
}

}  // namespace

double Arithmetic::strangeness() const {
  double sum = 0;
  if (dividesBySum) {  // torch.nn.functional.normalize, then tf.math.l2_normalize
    if (eps != 1e-12) sum += eps == 1e-6 ? 0.3 : 0.5;
    return sum + (epsAt == EpsAt::max ? 0 : 0.4);
  }
  if (eps != 1e-5) sum += eps == 1e-3 ? 0.3 : eps == 1e-6 || eps == 1e-12 || eps == 1e-8 ? 0.35 : 0.5;
  if (epsAt == EpsAt::outside) sum += 0.4;
  if (epsAt == EpsAt::max) sum += 1;
  if (variance == VarianceEstimator::unbiased) sum += 0.45;
  if (average) sum += average->weight == averageWeights.front() && average->startVariance == 0 ? 1.0 : 1.3;
  return sum;
}

Line lineOf(double mean, double biasedVariance, std::int64_t n, const Arithmetic& arithmetic) {
  double variance = usedOf(biasedVariance, n, arithmetic);
  if (arithmetic.average) {
    const RunningAverage& average = *arithmetic.average;
    mean *= average.weight;
    variance = average.weight * variance + (1 - average.weight) * average.startVariance;
  }
  const double rstd =
      rstdOf(variance, rootRuleOf(arithmetic.epsAt, arithmetic.eps, arithmetic.dividesBySum, n));
  return {mean, biasedVariance == 0 && !std::isfinite(rstd) ? 0 : rstd};
}

std::vector<Arithmetic> arithmetics(bool centered, bool fromX) {
  std::vector<Arithmetic> all;
  for (const VarianceEstimator variance : estimators(centered, fromX)) {
    for (const double eps : usualEps) {
      all.push_back({variance, EpsAt::inside, eps, {}});
      if (eps > 0) all.push_back({variance, EpsAt::outside, eps, {}});
    }
    for (const double eps : leastEps) all.push_back({variance, EpsAt::max, eps, {}});
    if (!fromX || !centered) continue;
    for (const double weight : averageWeights) {
      for (const double start : {0.0, 1.0}) {
        for (const double eps : averagedEps)
          all.push_back({variance, EpsAt::inside, eps, RunningAverage{weight, start}});
      }
    }
  }
  return all;
}

std::vector<Arithmetic> arithmeticsOfSums() {
  std::vector<Arithmetic> all;
  for (const double eps : usualEps) {
    for (const EpsAt place : {EpsAt::max, EpsAt::inside, EpsAt::outside}) {
      if (eps > 0 || place == EpsAt::max) all.push_back({VarianceEstimator::biased, place, eps, {}, true});
    }
  }
  return all;
}

std::vector<Arithmetic> fewArithmetics(bool centered, bool fromX) {
  std::vector<Arithmetic> few;
  if (!fromX) return {Arithmetic{}};
  for (const VarianceEstimator variance : estimators(centered, fromX)) {
    for (const double eps : usualEps) few.push_back({variance, EpsAt::inside, eps, {}});
  }
  return few;
}

double epsFor(double rstd, double biasedVariance, std::int64_t n, const Arithmetic& arithmetic) {
  const double used = usedOf(biasedVariance, n, arithmetic);
  const double squares = arithmetic.dividesBySum ? used * static_cast<double>(n) : used;
  return arithmetic.epsAt == EpsAt::inside ? 1 / (rstd * rstd) - squares
                                           : 1 / std::abs(rstd) - std::sqrt(squares);
}

}  // namespace normscope::match
