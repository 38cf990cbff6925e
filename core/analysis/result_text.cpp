#include "core/analysis/result_text.h"

#include "core/analysis/conventions.h"
#include "core/analysis/explain.h"
#include "core/text/number.h"
#include "core/text/report.h"

namespace normscope {
namespace {

std::string parametersText(const AffineParameters& given, const NormSpec& spec, const Explanation& words) {
  if (!given.weight && !given.bias) return words.parameters;
  const std::string missingWeight = spec.zeroCentered ? "; γ = 0" : "; γ = 1";
  return words.parameters + (given.weight ? "" : missingWeight) +
         (given.bias || !spec.hasBias() ? "" : "; β = 0");
}

std::string gradientsText(const ReductionPlan& plan) {
  const auto parameters = plan.parameterShape();
  return "grad_input " + toText(plan.shape().extents()) +
         (parameters ? (plan.spec().hasBias() ? ", grad_weight and grad_bias " : ", grad_weight ") +
                           toText(*parameters)
                     : "");
}

void addRows(Report& report, const Verified& verified, bool isOfReference) {
  const auto text = [](const Difference& difference) {
    const std::string apart = rounded(difference.maxAbs, 2);
    if (difference.maxAbs > 0 && difference.isOfZero()) return apart + ", where it is 0";
    return apart + ", " + rounded(difference.maxRel(), 2) + " of its largest value";
  };
  report.row("verified",
             isOfReference
                 ? "by no other engine: the reference computed y, which rounding moved by at most " +
                       text(verified.y)
                 : "largest difference from the reference " + text(verified.y));
  if (!verified.gradients) return;
  report.row("", "of grad_input " + text(verified.gradients->input));
  if (verified.gradients->weight) report.row("", "of grad_weight " + text(*verified.gradients->weight));
  if (verified.gradients->bias) report.row("", "of grad_bias " + text(*verified.gradients->bias));
}

/// The words for running statistics, with what ONNX would store for the first channel.
std::vector<std::string> runningLines(const NormalizeRequest& request, const NormalizeResult& result,
                                      const Explanation& words) {
  const auto before = runningBefore(request, result);
  if (!before) return {};
  std::vector<std::string> lines = words.running;
  if (const auto onnx = onnxRunningVarianceText(*before, *result.running, result.plan, 0))
    lines.push_back(*onnx);
  return lines;
}

}  // namespace

std::string resultText(const ResultNames& names, const NormalizeRequest& request,
                       const NormalizeResult& result, const std::optional<Verified>& verified) {
  const ReductionPlan& plan = result.plan;
  const Explanation words = explain(plan);
  Report report;
  report.row("tensor", names.tensor + ", " + std::string(nameOf(request.x.dtype())) + " " +
                           plan.shape().layout().letters() + " " + toText(plan.shape().extents()));
  report.row("norm", toText(plan.spec()));
  report.row("sets", words.sets);
  report.row("statistics", words.statistics);
  report.row("parameters", parametersText(request.affine, result.plan.spec(), words));
  if (words.parametersElsewhere) report.row("", *words.parametersElsewhere);
  report.rows("running", runningLines(request, result, words));
  if (result.gradients) report.row("gradients", gradientsText(plan));
  report.row("computed", "by the " + result.engine + " engine on " + result.device + ", in " +
                             durationText(result.seconds));
  if (verified) addRows(report, *verified, result.engine == "reference");
  report.rows("written", names.written);
  for (const std::string& notice : result.notices) report.row("notice", notice);
  return report.text();
}

}  // namespace normscope
