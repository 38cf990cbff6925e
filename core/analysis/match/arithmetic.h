#pragma once

#include <vector>

#include "core/analysis/match/match.h"

namespace normscope::match {

/// How y comes from a set's mean and biased variance: everything about a candidate but its sets.
struct Arithmetic {
  VarianceEstimator variance = VarianceEstimator::biased;
  EpsAt epsAt = EpsAt::inside;
  double eps = 1e-5;
  std::optional<RunningAverage> average = {};
  bool dividesBySum = false;    ///< of the squares, not by their mean
  double exponent = -1;         ///< of the root, by which x - mean is multiplied
  bool epsTimesSquare = false;  ///< eps is multiplied with the square of the largest |x| of the set

  /// How far it is from what was meant, else from what a framework does by default.
  double strangeness(const std::optional<NormSpec>& meant) const;

  bool isPlain() const { return !average && exponent == -1 && !epsTimesSquare; }
  bool operator==(const Arithmetic&) const = default;
};

/// What a set is normalized by.
struct SetFacts {
  double mean = 0;
  double variance = 1;  ///< biased
  std::int64_t n = 1;   ///< elements
  double largest = 0;   ///< |x|; only where an arithmetic asks for it
};

/// x̂ = (x - mean) * rstd for the elements of one set.
struct Line {
  double mean;
  double rstd;
};

/// A set without variance, or of one element, gives 0 where rstd is not finite, as scaleOf() of
/// core/engine/scale.h.
Line lineOf(const SetFacts& facts, const Arithmetic& arithmetic);

/// What is tried: both estimators, eps inside, outside and as the least value, the eps that frameworks and
/// papers use and the meant one; with averages also the running averages of the usual momenta. Without the
/// mean subtracted, and in evaluation mode, there is one estimator; in evaluation mode no average.
std::vector<Arithmetic> arithmetics(bool centered, bool fromX, const std::optional<NormSpec>& meant);

/// The same for norms that divide by the root of the sum of squares.
std::vector<Arithmetic> arithmeticsOfSums(const std::optional<NormSpec>& meant);

/// The few that matter where weight and bias are fitted.
std::vector<Arithmetic> fewArithmetics(bool centered, bool fromX, const std::optional<NormSpec>& meant);

/// Mistakes: other powers of the root, and eps times the square of the largest |x|.
std::vector<Arithmetic> unusualArithmetics(bool centered, bool fromX, const std::optional<NormSpec>& meant);

/// Of running statistics that were given: a variance taken for a standard deviation, or the other way round.
std::vector<Arithmetic> powersOfGiven(const std::optional<NormSpec>& meant);

/// The arithmetic that a spec asks for.
Arithmetic arithmeticOf(const NormSpec& spec);

/// Whether two come to the same where statistics are from x, or not: the estimator matters only there, and
/// the place of eps only where it is not 0.
bool sameArithmetic(const Arithmetic& a, const Arithmetic& b, bool centered, bool fromX);

/// The eps with which rstd comes out: how much must be added to u * variance (or the sum of squares), or to
/// its root.
double epsFor(double rstd, const SetFacts& facts, const Arithmetic& arithmetic);

}  // namespace normscope::match
