#pragma once

#include "core/norm/reduction_plan.h"

namespace normscope {

/// The variance that normalizes, from the biased one of n elements: itself, or n / (n - 1) times it (NaN for
/// n = 1) where the spec says unbiased. Running variances are used as they are.
double usedVariance(double biasedVariance, const ReductionPlan& plan);

/// 1 / sqrt(variance + eps), or 1 / (sqrt(variance) + eps) with eps_at=outside; `variance` is the used one.
/// Infinite where the denominator is 0.
double rstdOf(double variance, const NormSpec& spec);

/// What the centred elements of a set are multiplied by, from its biased variance: rstdOf(usedVariance), but
/// 0 where that has no finite meaning although all the elements are equal (no variance and eps = 0, or the
/// unbiased variance of one element), so that y is exactly the bias there.
double scaleOf(double biasedVariance, const ReductionPlan& plan);

/// How much of the gradient goes through the variance: element i of a set gets -factor * xhat_i * mean(g *
/// xhat), with xhat_i = (x_i - mean) * rstd. That is the chain rule: the used variance v, u times the biased
/// one, has the derivative 2 u (x_i - mean) / n, so that the factor is -2 u r'(v) / r^2; rstd r has r'(v) =
/// -r^3 / 2 with eps inside the root and -r^2 / (2 sqrt(v)) with eps_at=outside. 0 where the statistics are
/// not from x, and for equal elements, whose xhat is 0.
double varianceFactorOf(double biasedVariance, const ReductionPlan& plan);

}  // namespace normscope
