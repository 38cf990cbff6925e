#include "core/engine/scale.h"

#include <cmath>
#include <limits>

namespace normscope {

double usedVariance(double biasedVariance, const ReductionPlan& plan) {
  const bool unbiased = plan.statisticsFromX() && plan.spec().variance == VarianceEstimator::unbiased;
  if (!unbiased) return biasedVariance;
  const auto n = static_cast<double>(plan.elementsPerSet());
  return n > 1 ? biasedVariance * n / (n - 1) : std::numeric_limits<double>::quiet_NaN();
}

double rstdOf(double variance, const NormSpec& spec) {
  return spec.epsAt == EpsAt::inside ? 1 / std::sqrt(variance + spec.eps)
                                     : 1 / (std::sqrt(variance) + spec.eps);
}

double scaleOf(double biasedVariance, const ReductionPlan& plan) {
  // Elements that are NaN or Inf still poison their set: NaN * 0 is NaN.
  const double rstd = rstdOf(usedVariance(biasedVariance, plan), plan.spec());
  return biasedVariance == 0 && !std::isfinite(rstd) ? 0 : rstd;
}

double varianceFactorOf(double biasedVariance, const ReductionPlan& plan) {
  if (!plan.statisticsFromX() || biasedVariance == 0) return 0;
  const double variance = usedVariance(biasedVariance, plan);
  const double u = usedVariance(1, plan);
  return plan.spec().epsAt == EpsAt::inside ? u * rstdOf(variance, plan.spec()) : u / std::sqrt(variance);
}

}  // namespace normscope
