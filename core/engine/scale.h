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

}  // namespace normscope
