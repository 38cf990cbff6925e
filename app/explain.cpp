#include "core/analysis/explain.h"

#include "app/output.h"
#include "app/tensor_options.h"

namespace normscope::app {
namespace {

Json asJson(const ReductionPlan& plan, const Explanation& words) {
  Json json;
  json["spec"] = toText(plan.spec());
  json["shape"] = plan.shape().extents();
  json["layout"] = plan.shape().layout().letters();
  json["sets"] = plan.setCount();
  json["elements_per_set"] = plan.elementsPerSet();
  json["statistics_shape"] = plan.statisticsShape();
  json["statistics_shape_keepdims"] = plan.statisticsShapeKeepDims();
  json["parameter_shape"] = shapeOrNull(plan.parameterShape());
  json["notices"] = words.notices;
  return json;
}

std::string asText(const ReductionPlan& plan, const Explanation& words) {
  Report report;
  report.row("norm", toText(plan.spec()));
  report.row("shape", plan.shape().layout().letters() + " " + toText(plan.shape().extents()));
  report.row("sets", words.sets);
  report.row("", words.extent);
  report.row("statistics", words.statistics);
  report.row("parameters", words.parameters);
  if (words.parametersElsewhere) report.row("", *words.parametersElsewhere);
  report.row("formula", words.formula);
  report.rows("running", words.running);
  for (const std::string& notice : words.notices) report.row("notice", notice);
  return report.text();
}

}  // namespace

void runExplain(const Arguments& arguments) {
  std::string shapeText;
  std::string spec;
  TensorOptions options;
  ArgumentParser parser(
      "explain", "Says which elements share one mean and variance, and which share one weight and bias.",
      "normscope explain --shape 20,6,10,10 --norm group:groups=2");
  parser.required("--shape", "I,J,...", shapeText, "extents of the tensor, slowest axis first");
  parser.required("--norm", "SPEC", spec, specHelp);
  options.addTo(parser);
  if (!parser.parse(arguments)) return;

  options.deviceChoice();  // nothing is computed here, but a device that cannot be meant is still refused
  const ReductionPlan made =
      plan(options.shapeOf(parseExtents(shapeText, "--shape '" + shapeText + "'")), parseNormSpec(spec));
  const Explanation words = explain(made);
  if (options.json) return printJson(asJson(made, words));
  print(asText(made, words));
}

}  // namespace normscope::app
