#include "app/compute_input.h"
#include "app/output.h"
#include "core/analysis/explain.h"
#include "core/engine/choose.h"
#include "core/engine/verify.h"
#include "core/io/atomic_file.h"
#include "core/io/npy.h"
#include "core/io/npz.h"
#include "core/io/statistics.h"
#include "core/norm/norm_registry.h"
#include "core/text/list.h"
#include "core/text/number.h"

namespace normscope::app {
namespace {

void addOptions(ArgumentParser& parser, ComputeArguments& arguments) {
  parser.positional(
      "FILE", arguments.file,
      "a path (.npy), sample:NAME, or a generated tensor: normal, uniform, ramp or constant:SHAPE[:...]");
  parser.required("--norm", "SPEC", arguments.spec, specHelp);
  parser.optional("--weight", "FILE", arguments.weight, "the scale γ (.npy); without it 1");
  parser.optional("--bias", "FILE", arguments.bias, "the shift β (.npy); without it 0");
  parser.optional("--running-mean", "FILE", arguments.runningMean,
                  "running mean (.npy, one value per channel): read with mode=eval, updated with mode=train");
  parser.optional("--running-var", "FILE", arguments.runningVar, "running variance, likewise");
  parser.optional("--num-batches-tracked", "K", arguments.batchesTracked,
                  "batches behind the running files (default 0), for momentum=none");
  parser.optional("-o,--output", "Y.npy", arguments.output, "write the normalized tensor");
  parser.optional("--stats", "S.npz", arguments.statistics,
                  "write mean, variance and rstd, and the running statistics where there are any");
  parser.flag("--verify", arguments.verify, "recompute with the reference in double precision and compare");
  arguments.tensor.addTo(parser);
}

/// Either both files are written or neither: the tensor gets its name last, after the statistics succeeded.
void writeFiles(const ComputeArguments& arguments, const NormalizeResult& result) {
  std::optional<AtomicFile> output;
  if (arguments.output) {
    output.emplace(*arguments.output);
    encodeNpy(result.y, [&](std::span<const std::byte> bytes) { output->write(bytes); });
  }
  if (arguments.statistics) writeNpz(*arguments.statistics, statisticsArrays(result));
  if (output) output->commit();
}

Json asJson(const NormalizeRequest& request, const NormalizeResult& result,
            const std::optional<Difference>& difference) {
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
  if (difference) json["verify"] = {{"max_abs", difference->maxAbs}, {"max_rel", difference->maxRel()}};
  json["notices"] = result.notices;
  return json;
}

std::string parametersText(const ComputeArguments& arguments, const Explanation& words) {
  if (!arguments.weight && !arguments.bias) return words.parameters;
  return words.parameters + (arguments.weight ? "" : "; γ = 1") + (arguments.bias ? "" : "; β = 0");
}

std::string asText(const ComputeArguments& arguments, const NormalizeRequest& request,
                   const NormalizeResult& result, const std::optional<Difference>& difference) {
  const ReductionPlan& plan = result.plan;
  const Explanation words = explain(plan);
  Report report;
  report.row("tensor", arguments.file + ", " + std::string(nameOf(request.x.dtype())) + " " +
                           plan.shape().layout().letters() + " " + toText(plan.shape().extents()));
  report.row("norm", toText(plan.spec()));
  report.row("sets", words.sets);
  report.row("statistics", words.statistics);
  report.row("parameters", parametersText(arguments, words));
  if (result.running && words.momentum) report.row("running", *words.momentum);
  report.row("computed", "by the " + result.engine + " engine on " + result.device + ", in " +
                             durationText(result.seconds));
  if (difference) {
    report.row("verified", "largest difference from the reference " + rounded(difference->maxAbs, 2) + ", " +
                               rounded(difference->maxRel(), 2) + " of its largest value");
  }
  if (arguments.output) report.row("written", *arguments.output);
  if (arguments.statistics) report.row(arguments.output ? "" : "written", *arguments.statistics);
  for (const std::string& notice : result.notices) report.row("notice", notice);
  return report.text();
}

}  // namespace

void runCompute(const Arguments& given) {
  ComputeArguments arguments;
  ArgumentParser parser(
      "compute", "Normalizes a tensor.",
      "normscope compute sample:normal --norm group:groups=2 --verify -o y.npy --stats s.npz");
  addOptions(parser, arguments);
  if (!parser.parse(given)) return;

  const DeviceChoice device = arguments.tensor.deviceChoice();
  std::vector<std::string> notices;
  const NormalizeRequest request = readRequest(arguments, notices);
  NormalizeResult result = normalizeOn(device, request, {});
  result.notices.insert(result.notices.begin(), notices.begin(), notices.end());
  if (arguments.output && result.y.dtype() == DType::bfloat16) {
    result.notices.push_back(".npy has no bfloat16: '" + *arguments.output + "' holds float32");
  }
  std::optional<Difference> difference;
  if (arguments.verify) difference = verify(request, result);
  writeFiles(arguments, result);
  if (arguments.tensor.json) return printJson(asJson(request, result, difference));
  print(asText(arguments, request, result, difference));
}

}  // namespace normscope::app
