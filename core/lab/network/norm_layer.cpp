#include "core/lab/network/norm_layer.h"

#include "core/engine/scale.h"
#include "core/norm/norm_registry.h"

namespace normscope::lab {
namespace {

Shape shapeOf(int samples, int channels, int side) {
  return {Layout::parse("NHWC"), {samples, side, side, channels}};
}

/// In evaluation a norm that keeps running statistics reads them.
NormSpec inEvaluation(NormSpec spec) {
  if (infoOf(spec.kind).tracksByDefault) spec.mode = Mode::eval;
  return spec;
}

/// What x - mean is multiplied by, for every set.
std::vector<double> scalesOf(const ReductionPlan& plan, const Moments& moments) {
  std::vector<double> scales;
  scales.reserve(moments.variance.size());
  for (const double variance : moments.variance) scales.push_back(scaleOf(variance, plan));
  return scales;
}

}  // namespace

template <typename Scalar>
NormLayer<Scalar>::Tables::Tables(const ReductionPlan& ofPlan) : SetTable(ofPlan) {
  if (plan.parameterCount() == 0) return;
  parameterOf.resize(setOf.size());
  for (std::size_t i = 0; i < setOf.size(); ++i)
    parameterOf[i] = static_cast<std::uint32_t>(plan.parameterOf(static_cast<std::int64_t>(i)));
}

template <typename Scalar>
NormLayer<Scalar>::NormLayer(const NormSpec& spec, int channels, int side, int samples, int evaluated)
    : training_(normscope::plan(shapeOf(samples, channels, side), spec)),
      evaluation_(normscope::plan(shapeOf(evaluated, channels, side), inEvaluation(spec))),
      xhat_(training_.setOf.size()) {
  if (infoOf(spec.kind).tracksByDefault) running_ = RunningStatistics::fresh(channels);
}

template <typename Scalar>
Scalar NormLayer<Scalar>::factorOf(Scalar weight) const {
  return training_.plan.spec().zeroCentered ? 1 + weight : weight;
}

template <typename Scalar>
void NormLayer<Scalar>::normalize(const Tables& tables, const Moments& moments, const Scalar* x,
                                  const Scalar* weight, const Scalar* bias, Scalar* xhat, Scalar* y) const {
  const bool hasBias = tables.plan.spec().hasBias();
  const std::vector<double> scales = scalesOf(tables.plan, moments);
  for (std::size_t i = 0; i < tables.setOf.size(); ++i) {
    const std::uint32_t set = tables.setOf[i];
    xhat[i] = static_cast<Scalar>((static_cast<double>(x[i]) - moments.mean[set]) * scales[set]);
  }
  for (std::size_t i = 0; i < tables.setOf.size(); ++i) {
    if (tables.parameterOf.empty()) {
      y[i] = xhat[i];
    } else {
      const std::uint32_t parameter = tables.parameterOf[i];
      y[i] = xhat[i] * factorOf(weight[parameter]) + (hasBias ? bias[parameter] : 0);
    }
  }
}

template <typename Scalar>
void NormLayer<Scalar>::train(const Scalar* x, const Scalar* weight, const Scalar* bias, Scalar* y) {
  measure(training_, std::span(x, training_.setOf.size()), moments_);
  normalize(training_, moments_, x, weight, bias, xhat_.data(), y);
  if (running_) running_ = updated(*running_, training_.plan, moments_);
}

template <typename Scalar>
void NormLayer<Scalar>::evaluate(const Scalar* x, const Scalar* weight, const Scalar* bias, Scalar* y) const {
  Moments moments;
  if (running_) {
    moments = momentsOf(*running_);
  } else {
    measure(evaluation_, std::span(x, evaluation_.setOf.size()), moments);
  }
  normalize(evaluation_, moments, x, weight, bias, y, y);
}

template <typename Scalar>
void NormLayer<Scalar>::backward(const Scalar* gradOutput, const Scalar* weight, Scalar* gradWeight,
                                 Scalar* gradBias, Scalar* gradInput) {
  const ReductionPlan& plan = training_.plan;
  const std::vector<std::uint32_t>& setOf = training_.setOf;
  const std::vector<std::uint32_t>& parameterOf = training_.parameterOf;
  sumG_.assign(training_.firstOf.size(), 0.0);
  sumGXhat_.assign(training_.firstOf.size(), 0.0);
  gradWeight_.assign(static_cast<std::size_t>(parameterCount()), 0.0);
  gradBias_.assign(gradWeight_.size(), 0.0);
  for (std::size_t i = 0; i < setOf.size(); ++i) {
    double g = static_cast<double>(gradOutput[i]);
    const auto xhat = static_cast<double>(xhat_[i]);
    if (!parameterOf.empty()) {
      gradWeight_[parameterOf[i]] += g * xhat;
      gradBias_[parameterOf[i]] += g;
      g *= static_cast<double>(factorOf(weight[parameterOf[i]]));
    }
    sumG_[setOf[i]] += g;
    sumGXhat_[setOf[i]] += g * xhat;
  }
  for (std::size_t i = 0; i < gradWeight_.size(); ++i) {
    gradWeight[i] += static_cast<Scalar>(gradWeight_[i]);
    if (plan.spec().hasBias()) gradBias[i] += static_cast<Scalar>(gradBias_[i]);
  }

  // From here on sumG_ is the mean of g, and sumGXhat_ what goes through the variance.
  const auto n = static_cast<double>(plan.elementsPerSet());
  for (std::size_t set = 0; set < sumG_.size(); ++set) {
    sumG_[set] = plan.spec().subtractsMean() ? sumG_[set] / n : 0.0;
    sumGXhat_[set] *= varianceFactorOf(moments_.variance[set], plan) / n;
  }
  const std::vector<double> scales = scalesOf(plan, moments_);
  for (std::size_t i = 0; i < setOf.size(); ++i) {
    const std::uint32_t set = setOf[i];
    double g = static_cast<double>(gradOutput[i]);
    if (!parameterOf.empty()) g *= static_cast<double>(factorOf(weight[parameterOf[i]]));
    gradInput[i] =
        static_cast<Scalar>((g - sumG_[set]) * scales[set] - static_cast<double>(xhat_[i]) * sumGXhat_[set]);
  }
}

template class NormLayer<float>;
template class NormLayer<double>;

}  // namespace normscope::lab
