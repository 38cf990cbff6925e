#include "app/compute_report.h"

#include "app/compute_output.h"
#include "core/io/output_format.h"
#include "core/text/extension.h"

namespace normscope::app {
namespace {

Json asJson(const Difference& difference) {
  return {{"max_abs", difference.maxAbs}, {"max_rel", difference.maxRel()}};
}

Json asJson(const Verified& verified) {
  Json json = asJson(verified.y);
  if (!verified.gradients) return json;
  json["grad_input"] = asJson(verified.gradients->input);
  if (verified.gradients->weight) json["grad_weight"] = asJson(*verified.gradients->weight);
  if (verified.gradients->bias) json["grad_bias"] = asJson(*verified.gradients->bias);
  return json;
}

/// With the format, where the name does not say it.
std::string writtenAs(const std::string& path, const std::string& usual, bool isStatistics) {
  if (path == standardOutputPath) return "standard output";
  const std::string extension = extensionOf(path);
  const OutputFormat format =
      isStatistics ? statisticsFormatOf(path, "--stats") : tensorFormatOf(path, "--output");
  const bool isUsual = format == (isStatistics ? OutputFormat::npz : OutputFormat::npy);
  return isUsual && extension != usual ? path + ", as " + usual : path;
}

std::vector<std::string> writtenFiles(const ComputeArguments& arguments) {
  std::vector<std::string> paths;
  for (const auto& path : {arguments.output, arguments.normalized, arguments.gradInput}) {
    if (path) paths.push_back(writtenAs(*path, ".npy", false));
  }
  if (arguments.statistics) paths.push_back(writtenAs(*arguments.statistics, ".npz", true));
  return paths;
}

}  // namespace

Json resultAsJson(const NormalizeRequest& request, const NormalizeResult& result,
                  const std::optional<Verified>& verified) {
  const ReductionPlan& plan = result.plan;
  Json json;
  json["spec"] = toText(plan.spec());
  json["layout"] = plan.shape().layout().letters();
  json["shape"] = plan.shape().extents();
  json["dtype"] = nameOf(request.x.dtype());
  json["engine"] = result.engine;
  json["device"] = result.device;
  json["seconds"] = result.seconds;
  json["sets"] = plan.setCount();
  json["elements_per_set"] = plan.elementsPerSet();
  json["statistics_shape"] = plan.statisticsShape();
  json["parameter_shape"] = shapeOrNull(plan.parameterShape());
  if (verified) json["verify"] = asJson(*verified);
  json["notices"] = result.notices;
  return json;
}

std::string resultAsText(const ComputeArguments& arguments, const NormalizeRequest& request,
                         const NormalizeResult& result, const std::optional<Verified>& verified) {
  return resultText({arguments.file, writtenFiles(arguments)}, request, result, verified);
}

}  // namespace normscope::app
