#include "core/analysis/match/arithmetic.h"

#include <cmath>

#include "core/engine/scale.h"

namespace normscope::match {
namespace {

/// PyTorch and most papers; TensorFlow/Keras; Flax and the first transformers; further ones met in the wild.
const std::vector<double> usualEps = {1e-5, 1e-3, 1e-6, 1e-12, 1e-8, 1e-7, 1e-4, 1e-2, 1e-10, 0};
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
  if (eps != 1e-5) sum += eps == 1e-3 ? 0.3 : eps == 1e-6 || eps == 1e-12 || eps == 1e-8 ? 0.35 : 0.5;
  if (epsAt == EpsAt::outside) sum += 0.4;
  if (variance == VarianceEstimator::unbiased) sum += 0.45;
  if (average) sum += average->weight == averageWeights.front() && average->startVariance == 0 ? 1.0 : 1.3;
  return sum;
}

Line lineOf(double mean, double biasedVariance, std::int64_t n, const Arithmetic& arithmetic) {
  NormSpec spec;
  spec.eps = arithmetic.eps;
  spec.epsAt = arithmetic.epsAt;
  double variance = usedOf(biasedVariance, n, arithmetic);
  if (arithmetic.average) {
    const RunningAverage& average = *arithmetic.average;
    mean *= average.weight;
    variance = average.weight * variance + (1 - average.weight) * average.startVariance;
  }
  const double rstd = rstdOf(variance, spec);
  return {mean, biasedVariance == 0 && !std::isfinite(rstd) ? 0 : rstd};
}

std::vector<Arithmetic> arithmetics(bool centered, bool fromX) {
  std::vector<Arithmetic> all;
  for (const VarianceEstimator variance : estimators(centered, fromX)) {
    for (const double eps : usualEps) {
      all.push_back({variance, EpsAt::inside, eps, {}});
      if (eps > 0) all.push_back({variance, EpsAt::outside, eps, {}});
    }
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

std::vector<Arithmetic> fewArithmetics(bool centered, bool fromX) {
  std::vector<Arithmetic> few;
  if (!fromX) return {Arithmetic{}};
  for (const VarianceEstimator variance : estimators(centered, fromX)) {
    for (const double eps : usualEps) few.push_back({variance, EpsAt::inside, eps, {}});
  }
  return few;
}

double epsFor(double rstd, double biasedVariance, std::int64_t n, const Arithmetic& arithmetic) {
  const double variance = usedOf(biasedVariance, n, arithmetic);
  return arithmetic.epsAt == EpsAt::inside ? 1 / (rstd * rstd) - variance
                                           : 1 / std::abs(rstd) - std::sqrt(variance);
}

}  // namespace normscope::match
