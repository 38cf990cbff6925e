#include "core/engine/reference/reference_engine.h"

#include "core/engine/reference/gradient_formula.h"

namespace normscope {
namespace {

/// Stores values of a set in a tensor, rounded to its type.
template <typename Stored>
reference::Sink writerInto(std::span<Stored> out) {
  return [out](std::int64_t offset, std::int64_t stride, const Eigen::Ref<const Eigen::ArrayXd>& values) {
    Stored* first = out.data() + offset;
    for (Eigen::Index i = 0; i < values.size(); ++i) first[i * stride] = static_cast<Stored>(values[i]);
  };
}

/// From x where they are: measured again by the backward pass, since `known` has no rest of the mean.
reference::SetMoments momentsOf(const Tensor& x, const ReductionPlan& plan, std::int64_t set,
                                const Moments& known) {
  if (plan.statisticsFromX()) return reference::measure(x, plan, set);
  return {known.mean[static_cast<std::size_t>(set)], known.variance[static_cast<std::size_t>(set)]};
}

}  // namespace

void ReferenceEngine::forward(const Tensor& x, const ReductionPlan& plan, const AffineParameters& affine,
                              Moments& moments, Tensor& y, const Progress& progress) {
  const auto sets = static_cast<std::size_t>(plan.setCount());
  if (plan.elementsPerSet() == 0) return;
  if (plan.statisticsFromX()) moments = {ResultVector<double>(sets), ResultVector<double>(sets)};
  visitDType(y.dtype(), [&](auto tag) {
    const reference::Sink sink = writerInto(y.edit<typename decltype(tag)::type>());
    for (std::size_t set = 0; set < sets; ++set) {
      progress.step(static_cast<double>(set) / static_cast<double>(sets));
      const auto number = static_cast<std::int64_t>(set);
      const reference::SetMoments own = momentsOf(x, plan, number, moments);
      moments.mean[set] = own.mean;
      moments.variance[set] = own.variance;
      if (y.elementCount() > 0) reference::normalize(x, plan, affine, number, own, sink);
    }
  });
}

void ReferenceEngine::backward(const Tensor& x, const ReductionPlan& plan, const AffineParameters& affine,
                               const Moments& moments, const Tensor& gradOutput, Gradients& gradients,
                               const Progress& progress) {
  const auto sets = static_cast<std::size_t>(plan.setCount());
  gradients.weight.assign(static_cast<std::size_t>(plan.parameterCount()), 0.0);
  gradients.bias = gradients.weight;
  if (plan.elementsPerSet() == 0) return;
  visitDType(gradients.input.dtype(), [&](auto tag) {
    const reference::Sink sink = writerInto(gradients.input.edit<typename decltype(tag)::type>());
    for (std::size_t set = 0; set < sets; ++set) {
      progress.step(static_cast<double>(set) / static_cast<double>(sets));
      const auto number = static_cast<std::int64_t>(set);
      const reference::SetMoments own = momentsOf(x, plan, number, moments);
      if (gradients.input.elementCount() > 0)
        reference::differentiate(x, plan, affine, number, own, gradOutput, sink);
      if (plan.parameterCount() == 0) continue;
      reference::addParameterGradients(x, plan, number, own, gradOutput, gradients.weight, gradients.bias);
    }
  });
}

}  // namespace normscope
