#include "core/analysis/conventions.h"

#include <cmath>

#include "core/norm/norm_registry.h"
#include "core/text/number.h"

namespace normscope {
namespace {

constexpr double kerasEps = 1e-3;

std::string momentumWords(const NormSpec& spec) {
  if (!spec.momentum) {
    return "momentum none: the cumulative average of all batches; ONNX and TensorFlow/Keras have no "
           "counterpart";
  }
  return "momentum " + shortest(*spec.momentum) +
         " (PyTorch: weight of the new batch) = " + rounded(1 - *spec.momentum, 15) +
         " (weight of the old value) in ONNX and TensorFlow/Keras";
}

std::string varianceText(const ReductionPlan& plan) {
  const std::int64_t n = plan.elementsPerSet();
  if (n == 1)
    return "running_var: ONNX, Keras 3 and Flax take the biased variance of the batch, 0 for one element; "
           "PyTorch's "
           "unbiased "
           "one is undefined";
  return "running_var: ONNX, Keras 3 and Flax take the biased variance of the batch, " +
         std::to_string(n - 1) + "/" + std::to_string(n) + " of PyTorch's unbiased one";
}

/// Both with one digit more than tells them apart.
std::pair<std::string, std::string> toldApart(double a, double b) {
  int digits = 3;
  while (digits < 15 && rounded(a, digits) == rounded(b, digits)) ++digits;
  return {rounded(a, digits + 1), rounded(b, digits + 1)};
}

}  // namespace

std::vector<std::string> RunningConventions::lines() const {
  std::vector<std::string> all;
  for (const auto& line : {kept, momentum, eps, operators, variance}) {
    if (line) all.push_back(*line);
  }
  return all;
}

RunningConventions runningConventions(const ReductionPlan& plan) {
  const NormSpec& spec = plan.spec();
  RunningConventions words;
  if (!infoOf(spec.kind).mayTrack) return words;
  if (spec.eps != kerasEps)
    words.eps = "eps " + shortest(spec.eps) + ": the default of Keras is " + shortest(kerasEps);
  if (!plan.statisticsFromX()) return words;
  if (!infoOf(spec.kind).tracksByDefault)
    words.kept = "none, unless the layer is asked to keep them (PyTorch: track_running_stats=True); then:";
  words.momentum = momentumWords(spec);
  if (spec.kind == NormKind::instance) {
    words.operators =
        "ONNX InstanceNormalization keeps no running statistics: these are of its BatchNormalization";
  }
  if (plan.elementsPerSet() > 0) words.variance = varianceText(plan);
  return words;
}

std::optional<std::string> onnxRunningVarianceText(const RunningStatistics& before,
                                                   const RunningStatistics& after, const ReductionPlan& plan,
                                                   std::int64_t channel) {
  if (!plan.statisticsFromX() || !plan.spec().momentum || plan.elementsPerSet() == 0) return std::nullopt;
  const auto c = static_cast<std::size_t>(channel);
  if (c >= before.variance.size() || c >= after.variance.size()) return std::nullopt;
  const double here = after.variance[c];
  const double onnx = biasedRunningVariance(before, after, plan, channel);
  if (!std::isfinite(here) || !std::isfinite(onnx) || here == onnx) return std::nullopt;
  const auto [ours, theirs] = toldApart(here, onnx);
  return "this batch makes running_var[" + std::to_string(channel) + "] " + ours + " here, " + theirs +
         " in ONNX (biased)";
}

std::optional<std::string> parameterConvention(const ReductionPlan& plan) {
  if (plan.spec().affineSharing() != Affine::group) return std::nullopt;
  return "ONNX GroupNormalization has one per group in opset 18, one per channel from opset 21 on";
}

}  // namespace normscope
