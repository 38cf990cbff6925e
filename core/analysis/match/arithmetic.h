#pragma once

#include <vector>

#include "core/analysis/match/match.h"

namespace normscope::match {

/// How y comes from a set's mean and biased variance: everything about a candidate but its sets.
struct Arithmetic {
  VarianceEstimator variance = VarianceEstimator::biased;
  EpsAt epsAt = EpsAt::inside;
  double eps = 1e-5;
  std::optional<RunningAverage> average;
  bool dividesBySum = false;  ///< of the squares, not by their mean

  double strangeness() const;  ///< how far it is from what a framework does by default
};

/// x̂ = (x - mean) * rstd for the elements of one set.
struct Line {
  double mean;
  double rstd;
};

/// Of a set of n elements. A set without variance, or of one element, gives 0 where rstd is not finite, as
/// scaleOf() of core/engine/scale.h.
Line lineOf(double mean, double biasedVariance, std::int64_t n, const Arithmetic& arithmetic);

/// What is tried: both estimators, eps inside, outside and as the least value, the eps that frameworks and
/// papers use; with averages also the running averages of the usual momenta. Without the mean subtracted, and
/// in evaluation mode, there is one estimator; in evaluation mode no average.
std::vector<Arithmetic> arithmetics(bool centered, bool fromX);

/// The same for norms that divide by the root of the sum of squares.
std::vector<Arithmetic> arithmeticsOfSums();

/// The few that matter where weight and bias are fitted.
std::vector<Arithmetic> fewArithmetics(bool centered, bool fromX);

/// How much of a number must be added to u * variance (or the sum of squares), or to its root, so that rstd
/// comes out.
double epsFor(double rstd, double biasedVariance, std::int64_t n, const Arithmetic& arithmetic);

}  // namespace normscope::match
