#include "core/analysis/explain.h"

#include <algorithm>

#include "app/equivalence_table.h"
#include "app/output.h"
#include "app/tensor_options.h"
#include "core/analysis/equivalence.h"
#include "core/analysis/equivalent_specs.h"
#include "core/analysis/rosetta/read_calls.h"
#include "core/analysis/rosetta/rosetta.h"
#include "core/error.h"
#include "core/text/list.h"

namespace normscope::app {
namespace {

std::vector<std::string> texts(const std::vector<NormSpec>& specs) {
  std::vector<std::string> all;
  all.reserve(specs.size());
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

/// A call that --call gives alone, read strictly; of a longer text that has one, that one.
CallReading readOne(const std::string& text, const std::vector<NamedReading>& found, const Shape& shape) {
  const bool several = found.size() == 1 && text.find('\n') != std::string::npos;
  return readCall(several ? found[0].call : text, shape);
}

Json callsAsJson(const std::vector<NamedReading>& calls) {
  Json list = Json::array();
  for (const NamedReading& named : calls) {
    const bool read = named.reading.has_value();
    list.push_back({{"name", named.name},
                    {"spec", read ? Json(toText(named.reading->spec)) : Json(nullptr)},
                    {"reason", read ? Json(nullptr) : Json(named.reason)},
                    {"call", named.call},
                    {"shape", named.shape.extents()},
                    {"notes", read ? named.reading->notes : std::vector<std::string>{}}});
  }
  return list;
}

std::string callsAsText(const std::vector<NamedReading>& calls) {
  Report report;
  for (const NamedReading& named : calls) {
    if (!named.reading) {
      report.row(named.name, "can't be read: " + named.reason);
      continue;
    }
    std::vector<std::string> lines = {toText(named.reading->spec) + " for " + named.shape.layout().letters() +
                                      " " + toText(named.shape.extents())};
    lines.insert(lines.end(), named.reading->notes.begin(), named.reading->notes.end());
    report.rows(named.name, lines);
  }
  return report.text();
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
  std::optional<std::string> call;
  std::optional<std::string> code;
  bool table = false;
  TensorOptions options;
  ArgumentParser parser(
      "explain",
      "Says which elements share one mean and variance, which share one weight and bias, and what the same "
      "norm is called elsewhere.",
      "normscope explain --shape 20,6,10,10 --norm group:groups=2 --code pytorch\n"
      "  normscope explain --shape 20,6,10,10 --table\n"
      "  normscope explain --shape 20,6,10,10 --call 'nn.GroupNorm(2, 6)'");
  parser.required("--shape", "I,J,...", shapeText, "extents of the tensor, slowest axis first");
  parser.optional("--norm", "SPEC", norm, specHelp() + " (required without --table or --call)");
  parser.optional("--call", "TEXT", call,
                  "the norm as a call of PyTorch, Keras, Flax, ONNX, ...; of a text with several, such as a "
                  "printed model, the list");
  parser.optional("--code", "FRAMEWORK", code,
                  "print the code too: pytorch, tensorflow, jax, onnx, numpy or all; --json has them all");
  parser.words({"pytorch", "tensorflow", "jax", "onnx", "numpy", "all"});
  parser.flag("--table", table, "print all kinds of norm against all kinds for this shape too");
  options.addTo(parser);
  if (!parser.parse(arguments)) return;

  if (norm && call) throw nonsense("--call", "it is given beside --norm", "give one of them");
  if (!norm && !call && !table) throw nonsense("--norm", "it is missing", "see 'normscope explain --help'");
  if (!norm && !call && code) throw nonsense("--code", "it is given without --norm", "give both or neither");
  const std::vector<Framework> codes = code ? codesAsked(*code) : std::vector<Framework>{};
  options.deviceChoice();  // nothing is computed here, but a device that cannot be meant is still refused
  const Shape shape = options.shapeOf(parseExtents(shapeText, "--shape '" + shapeText + "'"));
  std::vector<std::string> notes;
  bool keepsStatistics = true;
  if (call) {
    const std::vector<NamedReading> found = readCalls(*call, shape);
    if (found.size() > 1 && (code || table))
      throw nonsense(code ? "--code" : "--table",
                     "--call has " + counted(static_cast<long long>(found.size()), "call"),
                     "give one of them, or leave it out");
    if (found.size() > 1) return options.json ? printJson(callsAsJson(found)) : print(callsAsText(found));
    const CallReading reading = readOne(*call, found, shape);
    norm = toText(reading.spec);
    notes = reading.notes;
    keepsStatistics = reading.keepsStatistics;
  }
  if (!norm)
    return options.json ? printJson(tableAsJson(shape)) : print(equivalenceTable(shape, std::nullopt));
  const ReductionPlan made = plan(shape, parseNormSpec(*norm));
  Explanation words = explain(made, keepsStatistics);
  words.notices.insert(words.notices.begin(), notes.begin(), notes.end());
  if (options.json) {
    Json json = asJson(made, words);
    if (table) json["table"] = equivalenceTableAsJson(shape, made.spec());
    return printJson(json);
  }
  print(asText(made, words) + (table ? "\n" + equivalenceTable(shape, made.spec()) : "") +
        codeAsText(made, codes));
}

}  // namespace normscope::app
