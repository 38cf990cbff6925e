#include "tests/engines/naive_backward.h"

#include <algorithm>
#include <cmath>

#include "tests/engines/engine_support.h"

namespace normscope {
namespace {

using Real = long double;

/// One set: its x, what it is normalized with, and the derivative of its rstd by its variance.
struct Set {
  std::vector<std::size_t> elements;
  std::vector<Real> x;
  Real mean = 0;
  Real variance = 0;
  Real divisor = 0;  ///< of the variance; 0 in evaluation mode
  bool centered = true;
  bool ofSum = false;  ///< what is under the root is the sum of the squares

  Real n() const { return static_cast<Real>(x.size()); }

  void measure(const NormSpec& spec) {
    ofSum = spec.kind == NormKind::l2;
    centered = spec.kind != NormKind::rms && !ofSum && spec.center;
    divisor = spec.variance == VarianceEstimator::unbiased ? n() - 1 : n();
    for (const Real value : x) mean += centered ? value / n() : 0;
    for (const Real value : x) variance += (value - mean) * (value - mean) / divisor;
  }

  Real squares() const { return ofSum ? n() * variance : variance; }

  Real meanBy() const { return centered && divisor > 0 ? 1 / n() : 0; }

  Real varianceBy(std::size_t i) const {
    Real sum = 0;
    if (divisor == 0) return 0;
    for (std::size_t k = 0; k < x.size(); ++k)
      sum += 2 * (x[k] - mean) * ((k == i ? 1 : 0) - meanBy()) / divisor;
    return sum;
  }

  Real rstd(const NormSpec& spec) const {
    const Real root = std::sqrt(squares());
    if (spec.epsAt == EpsAt::max) return 1 / std::max<Real>(root, spec.eps);
    return spec.epsAt == EpsAt::inside ? 1 / std::sqrt(squares() + spec.eps) : 1 / (root + spec.eps);
  }

  Real rstdBy(std::size_t i, const NormSpec& spec) const {
    if (divisor == 0 || variance == 0) return 0;
    const Real squaresBy = ofSum ? n() * varianceBy(i) : varianceBy(i);
    if (spec.epsAt == EpsAt::inside)
      return static_cast<Real>(-0.5) * std::pow(squares() + spec.eps, static_cast<Real>(-1.5)) * squaresBy;
    const Real root = std::sqrt(squares());
    if (spec.epsAt == EpsAt::max) return root < spec.eps ? 0 : -1 / (squares() * 2 * root) * squaresBy;
    return -1 / ((root + spec.eps) * (root + spec.eps)) / (2 * root) * squaresBy;
  }
};

std::vector<Set> setsOf(const NormalizeRequest& request, const ReductionPlan& plan) {
  std::vector<Set> sets(static_cast<std::size_t>(plan.setCount()));
  for (std::int64_t i = 0; i < request.x.elementCount(); ++i) {
    Set& set = sets[static_cast<std::size_t>(plan.setOf(i))];
    set.elements.push_back(static_cast<std::size_t>(i));
    set.x.push_back(request.x.at(i));
  }
  for (std::size_t s = 0; s < sets.size(); ++s) {
    if (request.spec.mode == Mode::train) {
      sets[s].measure(request.spec);
    } else {
      sets[s].mean = request.running->mean[s];
      sets[s].variance = request.running->variance[s];
    }
  }
  return sets;
}

}  // namespace

NaiveGradients naiveBackward(const NormalizeRequest& request) {
  const ReductionPlan plan = planOf(request);
  const std::vector<double> gradOutput = valuesOf(*request.gradOutput);
  const auto parameters = static_cast<std::size_t>(plan.parameterCount());
  std::vector<Real> weight(parameters, 0), bias(parameters, 0);
  const Real offset = request.spec.zeroCentered && request.affine.weight ? 1 : 0;
  NaiveGradients result{std::vector<double>(gradOutput.size()), {}, {}};
  for (const Set& set : setsOf(request, plan)) {
    const Real rstd = set.rstd(request.spec);
    std::vector<Real> g;  // gradOutput * weight
    for (std::size_t j = 0; j < set.x.size(); ++j) {
      const std::size_t element = set.elements[j];
      const std::int64_t parameter = plan.parameterOf(static_cast<std::int64_t>(element));
      g.push_back(gradOutput[element] * (offset + static_cast<Real>(request.affine.weightAt(parameter))));
      if (parameters == 0) continue;
      weight[static_cast<std::size_t>(parameter)] += gradOutput[element] * (set.x[j] - set.mean) * rstd;
      bias[static_cast<std::size_t>(parameter)] += gradOutput[element];
    }
    for (std::size_t i = 0; i < set.x.size(); ++i) {
      const Real meanBy = set.meanBy();
      const Real rstdBy = set.rstdBy(i, request.spec);
      Real sum = 0;
      for (std::size_t j = 0; j < set.x.size(); ++j)
        sum += g[j] * (((i == j ? 1 : 0) - meanBy) * rstd + (set.x[j] - set.mean) * rstdBy);
      result.input[set.elements[i]] = static_cast<double>(sum);
    }
  }
  for (std::size_t p = 0; p < parameters; ++p) {
    result.weight.push_back(static_cast<double>(weight[p]));
    if (plan.spec().hasBias()) result.bias.push_back(static_cast<double>(bias[p]));
  }
  return result;
}

}  // namespace normscope
