#pragma once

#include "core/norm/reduction_plan.h"

namespace normscope {

/// The variance that normalizes, from the biased one of n elements: itself, or n / (n - 1) times it (NaN for
/// n = 1) where the spec says unbiased. Running variances are used as they are.
double usedVariance(double biasedVariance, const ReductionPlan& plan);

/// How the denominator of a set comes from its variance v, with the root of v + eps, that of v plus eps, or
/// the larger one of the root of v and eps. Kinds that divide by the root of the sum of n squares divide by
/// sqrt(n) times such a root of the mean square; their eps, which meets the sum or its root, is n or sqrt(n)
/// times the one here. So no sum overflows whose root does not.
struct RootRule {
  EpsAt epsAt;
  double eps;
  double times;  ///< sqrt(n) there, else 1
};

RootRule rootRuleOf(EpsAt epsAt, double eps, bool dividesBySum, std::int64_t elementsPerSet);
RootRule rootRuleOf(const ReductionPlan& plan);

/// 1 / (times * sqrt(variance + eps)), 1 / (times * (sqrt(variance) + eps)) or 1 / (times *
/// max(sqrt(variance), eps)). Infinite where the denominator is 0, NaN where the variance is.
double rstdOf(double variance, const RootRule& rule);

/// The same of a plan: what x - mean is multiplied by, from the used variance.
double rstdOf(double variance, const ReductionPlan& plan);

/// What the centred elements of a set are multiplied by, from its biased variance: rstdOf(usedVariance), but
/// 0 where that has no finite meaning although all the elements are equal (no variance and eps = 0, or the
/// unbiased variance of one element), so that y is exactly the bias there.
double scaleOf(double biasedVariance, const ReductionPlan& plan);

/// How much of the gradient goes through the variance: element i of a set gets -factor * xhat_i * mean(g *
/// xhat), with xhat_i = (x_i - mean) * rstd. That is the chain rule: the used variance v, u times the biased
/// one, has the derivative 2 u (x_i - mean) / n, so that the factor is -2 u r'(v) / r^2. With t the `times`
/// of the root, rstd r has r'(v) = -t^2 r^3 / 2 with eps inside the root and -t r^2 / (2 sqrt(v)) with
/// eps_at=outside; with eps_at=max it is the latter where the root is at least eps, and 0 below, where the
/// denominator is constant. 0 where the statistics are not from x, and for equal elements, whose xhat is 0.
double varianceFactorOf(double biasedVariance, const ReductionPlan& plan);

}  // namespace normscope
