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

RootRule rootRuleOf(EpsAt epsAt, double eps, bool dividesBySum, std::int64_t elementsPerSet) {
  if (!dividesBySum) return {epsAt, eps, 1};
  const auto n = static_cast<double>(elementsPerSet);
  return {epsAt, epsAt == EpsAt::inside ? eps / n : eps / std::sqrt(n), std::sqrt(n)};
}

RootRule rootRuleOf(const ReductionPlan& plan) {
  const NormSpec& spec = plan.spec();
  return rootRuleOf(spec.epsAt, spec.eps, spec.dividesBySum(), plan.elementsPerSet());
}

double rstdOf(double variance, const RootRule& rule) {
  if (rule.epsAt == EpsAt::inside) return 1 / (rule.times * std::sqrt(variance + rule.eps));
  const double root = std::sqrt(variance);
  if (rule.epsAt == EpsAt::outside) return 1 / (rule.times * (root + rule.eps));
  return 1 / (rule.times * (root < rule.eps ? rule.eps : root));
}

double rstdOf(double variance, const ReductionPlan& plan) {
  return rstdOf(variance, rootRuleOf(plan));
}

double scaleOf(double biasedVariance, const ReductionPlan& plan) {
  // Elements that are NaN or Inf still poison their set: NaN * 0 is NaN.
  const double rstd = rstdOf(usedVariance(biasedVariance, plan), plan);
  return biasedVariance == 0 && !std::isfinite(rstd) ? 0 : rstd;
}

double varianceFactorOf(double biasedVariance, const ReductionPlan& plan) {
  if (!plan.statisticsFromX() || biasedVariance == 0) return 0;
  const RootRule rule = rootRuleOf(plan);
  const double variance = usedVariance(biasedVariance, plan);
  const double u = usedVariance(1, plan);
  if (rule.epsAt == EpsAt::inside) return u * rule.times * rule.times * rstdOf(variance, rule);
  const double root = std::sqrt(variance);
  return rule.epsAt == EpsAt::max && root < rule.eps ? 0 : u * rule.times / root;
}

}  // namespace normscope
