#include "core/compute/verify.h"

#include <cmath>
#include <limits>

#include "core/engine/reference/gradient_formula.h"
#include "core/engine/scale.h"

namespace normscope {
namespace {

double distance(double value, double reference) {
  if (std::isnan(value) && std::isnan(reference)) return 0;
  if (value == reference) return 0;
  const double difference = std::abs(value - reference);
  return std::isfinite(difference) ? difference : std::numeric_limits<double>::infinity();
}

void compare(Difference& worst, double value, double reference) {
  worst.maxAbs = std::max(worst.maxAbs, distance(value, reference));
  if (std::isfinite(reference)) worst.maxReference = std::max(worst.maxReference, std::abs(reference));
}

Difference compared(const std::vector<double>& values, const std::vector<double>& reference) {
  Difference worst;
  for (std::size_t i = 0; i < values.size(); ++i) compare(worst, values[i], reference[i]);
  return worst;
}

reference::SetMoments momentsOf(const NormalizeRequest& request, const ReductionPlan& plan,
                                std::int64_t set) {
  if (plan.statisticsFromX()) return reference::measure(request.x, plan, set);
  return {request.running->mean[static_cast<std::size_t>(set)],
          request.running->variance[static_cast<std::size_t>(set)]};
}

/// Calls recompute(set, moments, sink) for every set and compares what the sink receives with `tensor`.
template <typename Recompute>
Difference comparedSetBySet(const NormalizeRequest& request, const ReductionPlan& plan, const Tensor& tensor,
                            const Progress& progress, Recompute&& recompute) {
  Difference worst;
  if (plan.elementsPerSet() == 0) return worst;
  visitDType(tensor.dtype(), [&](auto tag) {
    const auto values = tensor.values<typename decltype(tag)::type>();
    const reference::Sink sink = [&](std::int64_t offset, std::int64_t stride,
                                     const Eigen::Ref<const Eigen::ArrayXd>& expected) {
      for (Eigen::Index i = 0; i < expected.size(); ++i)
        compare(worst, static_cast<double>(values[static_cast<std::size_t>(offset + i * stride)]),
                expected[i]);
    };
    for (std::int64_t set = 0; set < plan.setCount(); ++set) {
      progress.step(static_cast<double>(set) / static_cast<double>(plan.setCount()));
      recompute(set, momentsOf(request, plan, set), sink);
    }
  });
  return worst;
}

/// The largest |gradOutput * weight * rstd| of a set: what the terms of its gradient are like.
double largestTerm(const Tensor& gradOutput, const AffineParameters& affine, const ReductionPlan& plan,
                   std::int64_t set, reference::SetMoments moments) {
  double largest = 0;
  reference::forEachPiece(plan, set, [&](const reference::Piece& piece) {
    const Eigen::ArrayXd g =
        reference::valuesOf(gradOutput, piece) * reference::parametersOf(affine.weight, piece, 1.0);
    const double own = g.abs().maxCoeff();
    if (std::isfinite(own)) largest = std::max(largest, own);
  });
  const double term = largest * std::abs(scaleOf(moments.variance, plan));
  return std::isfinite(term) ? term : 0;
}

double largestOf(const std::vector<double>& values) {
  double largest = 0;
  for (const double value : values) {
    if (std::isfinite(value)) largest = std::max(largest, value);
  }
  return largest;
}

}  // namespace

double Difference::maxRel() const {
  if (maxAbs == 0) return 0;
  return isOfZero() ? std::numeric_limits<double>::quiet_NaN() : maxAbs / maxReference;
}

Difference verify(const NormalizeRequest& request, const NormalizeResult& result, const Progress& progress) {
  const AffineParameters affine = effectiveParameters(result.plan.spec(), request.affine);
  const Difference worst =
      comparedSetBySet(request, result.plan, result.y, progress,
                       [&](std::int64_t set, reference::SetMoments moments, const reference::Sink& sink) {
                         reference::normalize(request.x, result.plan, affine, set, moments, sink);
                       });
  requireIntact(request);
  return worst;
}

std::optional<GradientDifferences> verifyGradients(const NormalizeRequest& request,
                                                   const NormalizeResult& result, const Progress& progress) {
  if (!result.gradients) return std::nullopt;
  const ReductionPlan& plan = result.plan;
  const Tensor& gradOutput = *request.gradOutput;
  std::vector<double> weight(static_cast<std::size_t>(plan.parameterCount()), 0.0);
  std::vector<double> bias = weight;
  const AffineParameters affine = effectiveParameters(plan.spec(), request.affine);
  std::vector<double> weightTerms = weight;
  std::vector<double> biasTerms = weight;
  double inputTerms = 0;
  GradientDifferences differences;
  differences.input = comparedSetBySet(
      request, plan, result.gradients->input, progress,
      [&](std::int64_t set, reference::SetMoments moments, const reference::Sink& sink) {
        reference::differentiate(request.x, plan, affine, set, moments, gradOutput, sink);
        inputTerms = std::max(inputTerms, largestTerm(gradOutput, affine, plan, set, moments));
        if (weight.empty()) return;
        reference::addParameterGradients(request.x, plan, set, moments, gradOutput, weight, bias);
        reference::addParameterTerms(request.x, plan, set, moments, gradOutput, weightTerms, biasTerms);
      });
  requireIntact(request);
  differences.input.maxTerms = inputTerms;
  if (!plan.parameterShape()) return differences;
  differences.weight = compared(result.gradients->weight, weight);
  if (plan.spec().hasBias()) differences.bias = compared(result.gradients->bias, bias);
  differences.weight->maxTerms = largestOf(weightTerms);
  if (differences.bias) differences.bias->maxTerms = largestOf(biasTerms);
  return differences;
}

}  // namespace normscope
