#include "core/analysis/comparison.h"

#include <algorithm>

#include "app/output.h"
#include "app/raw_options.h"
#include "app/running_files.h"
#include "app/tensor_options.h"
#include "core/analysis/equivalence.h"
#include "core/analysis/verdict.h"
#include "core/error.h"
#include "core/io/source.h"
#include "core/text/list.h"
#include "core/text/number.h"

namespace normscope::app {
namespace {

struct CompareArguments {
  std::string file;
  std::string a;
  std::string b;
  RawOptions raw;
  std::optional<std::string> weight, bias, within;
  RunningFiles running;
  TensorOptions tensor;

  bool hasParameters() const { return weight || bias; }
};

/// Two results on one tensor.
struct Compared {
  LoadedTensor loaded;
  NormalizeResult a;
  NormalizeResult b;
  Distance distance;
};

/// There are no running statistics to evaluate with.
void refuseEvaluation(const NormSpec& spec, const CompareArguments& arguments) {
  if (!spec.usesRunningStatistics() || arguments.running.mean) return;
  throw nonsense("norm '" + toText(spec) + "'", "evaluation mode needs running statistics",
                 "give --running-mean and --running-var, or use mode=train");
}

/// The largest difference that is allowed.
std::optional<double> readWithin(const CompareArguments& arguments) {
  if (!arguments.within) return std::nullopt;
  const std::optional<double> within = readDouble(*arguments.within);
  if (within && *within >= 0) return within;
  throw nonsense("--within", "'" + *arguments.within + "' is not a largest difference",
                 "give a number of 0 or more");
}

std::optional<Tensor> readOptional(const std::optional<std::string>& text) {
  return text ? std::optional(loadTensor(*text).tensor) : std::nullopt;
}

/// One of the two norms with what was given; running statistics where it reads them.
NormalizeRequest requestFor(const NormSpec& spec, const LoadedTensor& loaded, const Shape& shape,
                            const AffineParameters& affine, const std::optional<RunningStatistics>& running) {
  NormalizeRequest request{loaded.tensor, shape, spec, affine, {}};
  if (spec.usesRunningStatistics()) request.running = running;
  return request;
}

Compared compared(const CompareArguments& arguments) {
  const DeviceChoice device = arguments.tensor.deviceChoice();
  const NormSpec a = parseNormSpec(arguments.a);
  const NormSpec b = parseNormSpec(arguments.b);
  refusePartial(arguments.running);
  refuseEvaluation(a, arguments);
  refuseEvaluation(b, arguments);
  const LoadedTensor loaded = loadTensor(arguments.file, arguments.raw.form());
  const Shape shape = arguments.tensor.shapeOf(loaded.tensor.extents(), loaded.layout);
  plan(shape, a);
  plan(shape, b);  // refused before the first is computed
  const AffineParameters affine{readOptional(arguments.weight), readOptional(arguments.bias)};
  const std::optional<RunningStatistics> running = readRunning(arguments.running, shape);
  NormalizeResult first = normalizeOn(device, requestFor(a, loaded, shape, affine, running));
  NormalizeResult second = normalizeOn(device, requestFor(b, loaded, shape, affine, running));
  const Distance distance = distanceOf(first.y, second.y);
  return {loaded, std::move(first), std::move(second), distance};
}

/// Those of the file, those of both results, and those of one of them.
std::vector<std::string> noticesOf(const Compared& compared) {
  std::vector<std::string> all = compared.loaded.notices;
  const auto has = [](const std::vector<std::string>& lines, const std::string& line) {
    return std::find(lines.begin(), lines.end(), line) != lines.end();
  };
  for (const std::string& line : compared.a.notices)
    all.push_back((has(compared.b.notices, line) ? "" : "A: ") + line);
  for (const std::string& line : compared.b.notices) {
    if (!has(compared.a.notices, line)) all.push_back("B: " + line);
  }
  return all;
}

Json asJson(const ReductionPlan& plan) {
  Json json;
  json["spec"] = toText(plan.spec());
  json["sets"] = plan.setCount();
  json["elements_per_set"] = plan.elementsPerSet();
  json["statistics_shape"] = plan.statisticsShape();
  json["parameter_shape"] = shapeOrNull(plan.parameterShape());
  return json;
}

Json asJson(const CompareArguments& arguments, const Compared& compared, std::optional<double> within) {
  const ReductionPlan& plan = compared.a.plan;
  const Distance& distance = compared.distance;
  const Equivalence found = equivalenceOf(plan, compared.b.plan);
  Json json;
  json["layout"] = plan.shape().layout().letters();
  json["shape"] = plan.shape().extents();
  json["dtype"] = nameOf(compared.loaded.tensor.dtype());
  json["same_sets"] = found.sameSets;
  json["same_normalization"] = found.sameNormalization;
  json["same_function"] = found.sameFunction;
  json["l2"] = distance.l2;
  json["max_abs"] = distance.maxAbs;
  json["mean_abs"] = distance.meanAbs;
  json["max_ulp"] = distance.finite() ? Json(distance.maxUlp) : Json(nullptr);
  json["at"] = distance.at ? Json(plan.shape().indexOf(*distance.at)) : Json(nullptr);
  json["verdict"] = verdictOf(compared.a, compared.b, distance, arguments.hasParameters());
  if (within) json["within"] = distance.maxAbs <= *within;
  json["a"] = asJson(compared.a.plan);
  json["b"] = asJson(compared.b.plan);
  json["notices"] = noticesOf(compared);
  return json;
}

std::string parametersText(const ReductionPlan& plan) {
  const auto shape = plan.parameterShape();
  return shape ? plan.parameterAxes() + " = " + toText(*shape) : "none";
}

/// Both norms side by side; the first column is padded.
void addColumns(Report& report, const ReductionPlan& a, const ReductionPlan& b) {
  const auto column = [](const ReductionPlan& plan, const std::string& title) {
    return std::vector<std::string>{title,
                                    toText(plan.spec()),
                                    std::to_string(plan.setCount()),
                                    std::to_string(plan.elementsPerSet()),
                                    plan.statisticsAxes() + " = " + toText(plan.statisticsShape()),
                                    parametersText(plan)};
  };
  const std::vector<std::string> first = column(a, "A");
  const std::vector<std::string> second = column(b, "B");
  const std::vector<std::string> labels = {"", "norm", "sets", "elements each", "statistics", "parameters"};
  std::size_t width = 0;
  for (const std::string& text : first) width = std::max(width, text.size());
  for (std::size_t i = 0; i < labels.size(); ++i)
    report.row(labels[i], first[i] + std::string(width + 2 - first[i].size(), ' ') + second[i]);
}

std::string largestText(const Compared& compared) {
  const Distance& distance = compared.distance;
  if (!distance.at) return "0";
  return rounded(distance.maxAbs, 3) + " at " + toText(compared.a.plan.shape().indexOf(*distance.at)) +
         ": A has " + rounded(compared.a.y.at(*distance.at), 9) + ", B " +
         rounded(compared.b.y.at(*distance.at), 9);
}

/// Where values of different sign meet near 0, steps are many.
std::string ulpText(const Compared& compared) {
  if (!compared.distance.finite()) return "no number";
  return "at most " + std::to_string(compared.distance.maxUlp) + " steps of " +
         std::string(nameOf(compared.a.y.dtype())) + " from A to B";
}

std::string asText(const CompareArguments& arguments, const Compared& compared,
                   std::optional<double> within) {
  const ReductionPlan& plan = compared.a.plan;
  const Distance& distance = compared.distance;
  Report report;
  report.row("tensor", arguments.file + ", " + std::string(nameOf(compared.loaded.tensor.dtype())) + " " +
                           plan.shape().layout().letters() + " " + toText(plan.shape().extents()));
  addColumns(report, plan, compared.b.plan);
  report.row("norm of B - A", rounded(distance.l2, 6));
  report.row("largest", largestText(compared));
  report.row("ULP", ulpText(compared));
  report.row("mean", rounded(distance.meanAbs, 3));
  report.row("rounding", "may be up to " + rounded(roundingBoundOf(compared.a, compared.b, distance), 2));
  report.row("plans", equivalenceText(plan, compared.b.plan, equivalenceOf(plan, compared.b.plan)));
  report.row("verdict", verdictOf(compared.a, compared.b, distance, arguments.hasParameters()));
  if (within) {
    report.row("within",
               distance.maxAbs <= *within
                   ? rounded(*within, 3) + ": yes"
                   : rounded(*within, 3) + ": no, the largest difference is " + rounded(distance.maxAbs, 3));
  }
  for (const std::string& notice : noticesOf(compared)) report.row("notice", notice);
  return report.text();
}

}  // namespace

void runCompare(const Arguments& given) {
  CompareArguments arguments;
  ArgumentParser parser("compare",
                        "Compares two norms on one tensor, with γ = 1 and β = 0 unless they are given.",
                        "normscope compare normal:20,6,10,10 --a group:groups=1 --b layer:over=C\n"
                        "  normscope compare x.npy --a layer --b group:groups=1 --within 1e-5");
  parser.positional("FILE", arguments.file, fileHelp());
  parser.required("--a", "SPEC", arguments.a, specHelp());
  parser.required("--b", "SPEC", arguments.b, "the other norm, likewise");
  parser.optional("--within", "E", arguments.within,
                  "the exit status is 3 where the largest difference is more than this");
  parser.optional("--weight", "FILE", arguments.weight, "the scale γ of both; without it 1");
  parser.optional("--bias", "FILE", arguments.bias, "the shift β of both; without it 0");
  addTo(parser, arguments.running);
  arguments.raw.addTo(parser);
  arguments.tensor.addTo(parser);
  if (!parser.parse(given)) return;
  const std::optional<double> within = readWithin(arguments);
  const Compared result = compared(arguments);
  const bool holds = !within || result.distance.maxAbs <= *within;
  if (arguments.tensor.json) {
    printJson(asJson(arguments, result, within));
  } else {
    print(asText(arguments, result, within));
  }
  if (!holds) throw DoesNotHold();
}

}  // namespace normscope::app
