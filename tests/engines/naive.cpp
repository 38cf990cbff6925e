#include "tests/engines/naive.h"

#include <algorithm>
#include <cmath>

#include "tests/engines/engine_support.h"

namespace normscope {

NaiveResult naive(const NormalizeRequest& request) {
  const ReductionPlan plan = planOf(request);
  const NormSpec& spec = request.spec;
  const auto sets = static_cast<std::size_t>(plan.setCount());
  const auto elements = static_cast<std::size_t>(request.x.elementCount());
  std::vector<std::size_t> setOf(elements);
  std::vector<long double> count(sets, 0), mean(sets, 0), variance(sets, 0);
  for (std::size_t i = 0; i < elements; ++i) {
    setOf[i] = static_cast<std::size_t>(plan.setOf(static_cast<std::int64_t>(i)));
    count[setOf[i]] += 1;
  }
  const std::vector<double> x = valuesOf(request.x);
  if (spec.mode == Mode::eval) {
    for (std::size_t s = 0; s < sets; ++s) {
      mean[s] = request.running->mean[s];
      variance[s] = request.running->variance[s];
    }
  } else {
    if (spec.kind != NormKind::rms && spec.kind != NormKind::l2 && spec.center)
      for (std::size_t i = 0; i < elements; ++i) mean[setOf[i]] += x[i] / count[setOf[i]];
    for (std::size_t i = 0; i < elements; ++i) {
      const std::size_t s = setOf[i];
      const long double divisor = spec.variance == VarianceEstimator::unbiased ? count[s] - 1 : count[s];
      variance[s] += (x[i] - mean[s]) * (x[i] - mean[s]) / divisor;
    }
  }
  NaiveResult result;
  for (std::size_t i = 0; i < elements; ++i) {
    const std::size_t s = setOf[i];
    const long double squares = spec.kind == NormKind::l2 ? variance[s] * count[s] : variance[s];
    long double root = std::sqrt(squares);
    if (spec.epsAt == EpsAt::inside) root = std::sqrt(squares + spec.eps);
    if (spec.epsAt == EpsAt::outside) root += spec.eps;
    if (spec.epsAt == EpsAt::max) root = std::max<long double>(root, spec.eps);
    const std::int64_t parameter = plan.parameterOf(static_cast<std::int64_t>(i));
    const double stored = request.affine.weight ? request.affine.weight->at(parameter)
                          : spec.zeroCentered   ? 0
                                                : 1;
    const double weight = spec.zeroCentered ? 1 + stored : stored;
    const double bias = request.affine.bias ? request.affine.bias->at(parameter) : 0;
    result.y.push_back(static_cast<double>((x[i] - mean[s]) / root * weight + bias));
  }
  for (std::size_t s = 0; s < sets; ++s) {
    result.mean.push_back(static_cast<double>(mean[s]));
    result.variance.push_back(static_cast<double>(variance[s]));
  }
  return result;
}

}  // namespace normscope
