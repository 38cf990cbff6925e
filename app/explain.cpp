#include "core/analysis/explain.h"

#include <algorithm>

#include "app/equivalence_table.h"
#include "app/output.h"
#include "app/tensor_options.h"
#include "core/analysis/equivalence.h"
#include "core/analysis/equivalent_specs.h"
#include "core/analysis/rosetta/rosetta.h"
#include "core/error.h"
#include "core/text/list.h"

namespace normscope::app {
namespace {

std::vector<std::string> texts(const std::vector<NormSpec>& specs) {
  std::vector<std::string> all;
  for (const NormSpec& spec : specs) all.push_back(toText(spec));
  return all;
}

Json codeAsJson(const ReductionPlan& plan) {
  Json json;
  for (const Framework framework : frameworks) {
    const FrameworkCode written = codeFor(framework, plan);
    json[std::string(nameOf(framework))] = written.code ? Json(*written.code) : Json(nullptr);
  }
  return json;
}

Json asJson(const ReductionPlan& plan, const Explanation& words) {
  const EquivalentSpecs others = equivalentSpecs(plan);
  Json json;
  json["spec"] = toText(plan.spec());
  json["shape"] = plan.shape().extents();
  json["layout"] = plan.shape().layout().letters();
  json["sets"] = plan.setCount();
  json["elements_per_set"] = plan.elementsPerSet();
  json["statistics_shape"] = plan.statisticsShape();
  json["statistics_shape_keepdims"] = plan.statisticsShapeKeepDims();
  json["parameter_shape"] = shapeOrNull(plan.parameterShape());
  json["equivalent_to"] = texts(others.sameFunction);
  json["same_normalization"] = texts(others.sameNormalization);
  json["code"] = codeAsJson(plan);
  std::vector<std::string> notices = words.notices;
  for (const std::string& line : codeNotices(plan)) notices.push_back(line);
  json["notices"] = notices;
  return json;
}

/// "layer:affine=channel, for every shape", "layer but for γ and β, for every shape"
std::vector<std::string> equivalentLines(const ReductionPlan& made) {
  const EquivalentSpecs others = equivalentSpecs(made);
  std::vector<std::string> lines;
  const auto found = [&](const NormSpec& spec) { return equivalenceOf(made, plan(made.shape(), spec)); };
  for (const NormSpec& spec : others.sameFunction)
    lines.push_back(toText(spec) + ", " + found(spec).functionFor.text());
  for (const NormSpec& spec : others.sameNormalization)
    lines.push_back(toText(spec) + " but for γ and β, " + found(spec).normalizationFor.text());
  return lines;
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
  report.rows("equivalent", equivalentLines(plan));
  for (const std::string& notice : words.notices) report.row("notice", notice);
  return report.text();
}

/// What --code names: one framework, or all of them.
std::vector<Framework> codesAsked(const std::string& name) {
  std::vector<Framework> asked;
  std::vector<std::string> names;
  for (const Framework framework : frameworks) {
    if (name == "all" || name == nameOf(framework)) asked.push_back(framework);
    names.emplace_back(nameOf(framework));
  }
  names.push_back("all");
  if (asked.empty()) throw nonsense("--code '" + name + "'", "it is no framework", "give " + joinOr(names));
  return asked;
}

std::string codeAsText(const ReductionPlan& plan, const std::vector<Framework>& asked) {
  std::string text;
  for (const Framework framework : asked) {
    const FrameworkCode written = codeFor(framework, plan);
    text += "\n" + std::string(titleOf(framework)) + "\n\n" +
            (written.code ? *written.code : "none: " + written.reason + "\n");
  }
  return text;
}

/// The table alone.
Json tableAsJson(const Shape& shape) {
  return {{"shape", shape.extents()},
          {"layout", shape.layout().letters()},
          {"table", equivalenceTableAsJson(shape, std::nullopt)}};
}

}  // namespace

void runExplain(const Arguments& arguments) {
  std::string shapeText;
  std::optional<std::string> norm;
  std::optional<std::string> code;
  bool table = false;
  TensorOptions options;
  ArgumentParser parser(
      "explain",
      "Says which elements share one mean and variance, which share one weight and bias, and what the same "
      "norm is called elsewhere.",
      "normscope explain --shape 20,6,10,10 --norm group:groups=2 --code pytorch\n"
      "  normscope explain --shape 20,6,10,10 --table");
  parser.required("--shape", "I,J,...", shapeText, "extents of the tensor, slowest axis first");
  parser.optional("--norm", "SPEC", norm, specHelp() + " (required without --table)");
  parser.optional("--code", "FRAMEWORK", code,
                  "print the code too: pytorch, tensorflow, jax, onnx, numpy or all; --json has them all");
  parser.flag("--table", table, "print all kinds of norm against all kinds for this shape too");
  options.addTo(parser);
  if (!parser.parse(arguments)) return;

  if (!norm && !table) throw nonsense("--norm", "it is missing", "see 'normscope explain --help'");
  if (!norm && code) throw nonsense("--code", "it is given without --norm", "give both or neither");
  const std::vector<Framework> codes = code ? codesAsked(*code) : std::vector<Framework>{};
  options.deviceChoice();  // nothing is computed here, but a device that cannot be meant is still refused
  const Shape shape = options.shapeOf(parseExtents(shapeText, "--shape '" + shapeText + "'"));
  if (!norm)
    return options.json ? printJson(tableAsJson(shape)) : print(equivalenceTable(shape, std::nullopt));
  const ReductionPlan made = plan(shape, parseNormSpec(*norm));
  const Explanation words = explain(made);
  if (options.json) {
    Json json = asJson(made, words);
    if (table) json["table"] = equivalenceTableAsJson(shape, made.spec());
    return printJson(json);
  }
  print(asText(made, words) + (table ? "\n" + equivalenceTable(shape, made.spec()) : "") +
        codeAsText(made, codes));
}

}  // namespace normscope::app
