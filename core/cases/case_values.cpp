#include "core/cases/case_values.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/analysis/comparison.h"
#include "core/cases/case_laboratory.h"
#include "core/cases/case_result.h"
#include "core/error.h"
#include "core/text/list.h"
#include "core/text/number.h"

namespace normscope {
namespace {

using Property = std::function<CaseValue(const CaseResult&)>;
using PairProperty = std::function<CaseValue(const CaseResult&, const CaseResult&)>;

double root(double variance) {
  return std::sqrt(variance);
}

std::string shapeText(const std::optional<Extents>& extents) {
  return extents ? toText(*extents) : "none";
}

std::size_t selectedSet(const CaseResult& r) {
  return static_cast<std::size_t>(r.result.plan.setOf(r.element));
}

const RunningStatistics& runningOf(const CaseResult& r) {
  static const RunningStatistics none{{std::nan("")}, {std::nan("")}};
  return r.result.running ? *r.result.running : none;
}

double bessel(const CaseResult& r) {
  const auto n = static_cast<double>(r.result.plan.elementsPerSet());
  return n / (n - 1);
}

double largestY(const CaseResult& r) {
  return distanceOf(r.result.y, r.result.y).maxValue;
}

const std::map<std::string, Property>& properties() {
  static const std::map<std::string, Property> all = {
      {"spec", [](const CaseResult& r) { return toText(r.result.plan.spec()); }},
      {"shape", [](const CaseResult& r) { return toText(r.result.plan.shape().extents()); }},
      {"layout", [](const CaseResult& r) { return r.result.plan.shape().layout().letters(); }},
      {"sets", [](const CaseResult& r) { return r.result.plan.setCount(); }},
      {"elements_per_set", [](const CaseResult& r) { return r.result.plan.elementsPerSet(); }},
      {"statistics_shape", [](const CaseResult& r) { return toText(r.result.plan.statisticsShape()); }},
      {"statistics_axes", [](const CaseResult& r) { return r.result.plan.statisticsAxes(); }},
      {"statistics_shape_keepdims",
       [](const CaseResult& r) { return toText(r.result.plan.statisticsShapeKeepDims()); }},
      {"reduced", [](const CaseResult& r) { return joinAnd(r.result.plan.reducedAxes()); }},
      {"parameter_shape", [](const CaseResult& r) { return shapeText(r.result.plan.parameterShape()); }},
      {"parameters", [](const CaseResult& r) { return r.result.plan.parameterCount(); }},
      {"mean", [](const CaseResult& r) { return r.result.statistics.mean[selectedSet(r)]; }},
      {"variance", [](const CaseResult& r) { return r.result.statistics.variance[selectedSet(r)]; }},
      {"std", [](const CaseResult& r) { return root(r.result.statistics.variance[selectedSet(r)]); }},
      {"x", [](const CaseResult& r) { return r.x.at(r.element); }},
      {"y", [](const CaseResult& r) { return r.result.y.at(r.element); }},
      {"largest_y", largestY},
      {"eps", [](const CaseResult& r) { return r.result.plan.spec().eps; }},
      {"n_over_n_minus_1", bessel},
      {"unbiased_moves_y_by",
       [](const CaseResult& r) { return largestY(r) * (1 - 1 / std::sqrt(bessel(r))); }},
      {"elements_for_a_hundredth", [](const CaseResult& r) { return std::round(largestY(r) / 0.02); }},
      {"running_mean", [](const CaseResult& r) { return runningOf(r).mean[0]; }},
      {"running_variance", [](const CaseResult& r) { return runningOf(r).variance[0]; }},
  };
  return all;
}

const std::map<std::string, PairProperty>& pairProperties() {
  static const std::map<std::string, PairProperty> all = {
      {"l2", [](const CaseResult& a, const CaseResult& b) { return distanceOf(a.result.y, b.result.y).l2; }},
      {"max_abs",
       [](const CaseResult& a, const CaseResult& b) { return distanceOf(a.result.y, b.result.y).maxAbs; }},
      {"mean_abs",
       [](const CaseResult& a, const CaseResult& b) { return distanceOf(a.result.y, b.result.y).meanAbs; }},
      {"same_sets",
       [](const CaseResult& a, const CaseResult& b) { return std::string(sameSets(a, b) ? "yes" : "no"); }},
  };
  return all;
}

using MeasuredProperty = std::function<CaseValue(const CaseMeasurement&)>;

/// Of what the laboratory does.
const std::map<std::string, MeasuredProperty>& measuredProperties() {
  static const std::map<std::string, MeasuredProperty> all = {
      {"distance_mean", [](const CaseMeasurement& m) { return m.distanceMean; }},
      {"distance_variance", [](const CaseMeasurement& m) { return m.distanceVariance; }},
      {"error", [](const CaseMeasurement& m) { return m.error; }},
      {"values_behind_mean", [](const CaseMeasurement& m) { return m.valuesBehindMean; }},
  };
  return all;
}

/// The computations that a value is about, and what it asks of them.
struct Parts {
  std::string first, second, property;
};

std::optional<Parts> partsOf(const std::string& value) {
  const std::size_t dot = value.find('.');
  if (dot == std::string::npos) return std::nullopt;
  const std::string names = value.substr(0, dot);
  const std::size_t dash = names.find('-');
  if (dash == std::string::npos) return Parts{names, "", value.substr(dot + 1)};
  return Parts{names.substr(0, dash), names.substr(dash + 1), value.substr(dot + 1)};
}

/// "a.mean:5" as the value a.mean, shown with five digits.
std::pair<std::string, std::optional<int>> shownIn(const std::string& braced, const std::string& subject) {
  const std::size_t colon = braced.find(':');
  if (colon == std::string::npos) return {braced, std::nullopt};
  const auto digits = readInteger(std::string_view(braced).substr(colon + 1));
  if (!digits || *digits < 1 || *digits > 9)
    throw failure(subject, "'" + braced + "' does not end in a number of digits", "write :1 to :9");
  return {braced.substr(0, colon), static_cast<int>(*digits)};
}

template <typename Map>
std::vector<std::string> keysOf(const Map& map) {
  std::vector<std::string> keys;
  for (const auto& [key, ignored] : map) keys.push_back(key);
  return keys;
}

/// Each value once, those of the texts first.
std::vector<std::string> wantedOf(const Case& example) {
  std::vector<std::string> wanted;
  const auto add = [&](const std::string& value) {
    if (std::find(wanted.begin(), wanted.end(), value) == wanted.end()) wanted.push_back(value);
  };
  for (const CaseStep& step : example.steps) {
    for (const std::string& value : valuesIn(step.text, example.name)) add(value);
  }
  for (const CaseExpectation& expectation : example.expectations) add(expectation.value);
  return wanted;
}

std::optional<double> numberOf(const CaseValue& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  if (const auto* number = std::get_if<double>(&value)) return *number;
  return std::nullopt;
}

bool holds(const CaseExpectation& expectation, const CaseValue& value) {
  if (expectation.text)
    return std::holds_alternative<std::string>(value) && std::get<std::string>(value) == *expectation.text;
  const auto number = numberOf(value);
  return number && (!expectation.least || *number >= *expectation.least) &&
         (!expectation.most || *number <= *expectation.most);
}

std::string limitsText(const CaseExpectation& expectation) {
  if (expectation.text) return *expectation.text;
  if (!expectation.most) return "at least " + shortest(*expectation.least);
  if (!expectation.least) return "at most " + shortest(*expectation.most);
  return *expectation.least == *expectation.most
             ? shortest(*expectation.least)
             : shortest(*expectation.least) + " to " + shortest(*expectation.most);
}

}  // namespace

std::string toText(const CaseValue& value, std::optional<int> digits) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return std::to_string(*whole);
  if (const auto* number = std::get_if<double>(&value)) {
    // What is nearly 1, such as n/(n - 1), is told by how nearly.
    const bool nearOne = *number != 1 && std::abs(*number - 1) < 0.005;
    return rounded(*number, digits.value_or(nearOne ? 6 : 3));
  }
  return std::get<std::string>(value);
}

std::vector<std::string> caseProperties() {
  return keysOf(properties());
}

std::vector<std::string> casePairProperties() {
  return keysOf(pairProperties());
}

std::vector<std::string> valuesIn(const std::string& text, const std::string& subject) {
  std::vector<std::string> values;
  for (std::size_t at = text.find_first_of("{}"); at != std::string::npos;
       at = text.find_first_of("{}", at + 1)) {
    const std::size_t end = text.find_first_of("{}", at + 1);
    if (text[at] == '}' || end == std::string::npos || text[end] == '{')
      throw failure(subject, "a brace has no partner", "write {NAME.PROPERTY}");
    const auto [value, digits] = shownIn(text.substr(at + 1, end - at - 1), subject);
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
    at = end;
  }
  return values;
}

void requireCaseValue(const Case& example, const std::string& value, const std::string& subject) {
  const auto parts = partsOf(value);
  if (!parts)
    throw failure(subject, "'" + value + "' names no value", "write NAME.PROPERTY or NAME-NAME.PROPERTY");
  const bool pair = value.find('-') < value.find('.');
  for (const std::string& name :
       pair ? std::vector{parts->first, parts->second} : std::vector{parts->first}) {
    if (!example.computations.contains(name)) {
      throw failure(subject, "'" + name + "' is no computation of this case",
                    "use " + joinOr(keysOf(example.computations)));
    }
  }
  const auto isMeasured = [&](const std::string& name) {
    return isOfLaboratory(example.computations.at(name));
  };
  if (pair && (isMeasured(parts->first) || isMeasured(parts->second)))
    throw failure(subject, "'" + value + "' compares what the laboratory does", "name one computation");
  if (!pair && isMeasured(parts->first)) {
    if (measuredProperties().contains(parts->property)) return;
    throw failure(subject, "'" + parts->property + "' is no property of what the laboratory does",
                  "use " + joinOr(keysOf(measuredProperties())));
  }
  if (pair ? pairProperties().contains(parts->property) : properties().contains(parts->property)) return;
  throw failure(
      subject, "'" + parts->property + "' is no property of " + (pair ? "two computations" : "a computation"),
      "use " + joinOr(pair ? casePairProperties() : caseProperties()));
}

std::map<std::string, CaseValue> valuesOf(const Case& example, const Progress& progress) {
  std::map<std::string, CaseValue> values;
  std::map<std::string, CaseResult> results;
  std::map<std::string, CaseMeasurement> measurements;
  const auto resultOf = [&](const std::string& name) -> const CaseResult& {
    const auto found = results.find(name);
    if (found != results.end()) return found->second;
    return results.emplace(name, computed(example.computations.at(name), example.scene, progress))
        .first->second;
  };
  const std::vector<std::string> wanted = wantedOf(example);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    progress.step(static_cast<double>(i) / static_cast<double>(wanted.size()));
    const Parts parts = *partsOf(wanted[i]);
    if (isOfLaboratory(example.computations.at(parts.first))) {
      auto found = measurements.find(parts.first);
      if (found == measurements.end())
        found =
            measurements.emplace(parts.first, measured(example.computations.at(parts.first), progress)).first;
      values[wanted[i]] = measuredProperties().at(parts.property)(found->second);
      continue;
    }
    values[wanted[i]] = parts.second.empty() ? properties().at(parts.property)(resultOf(parts.first))
                                             : pairProperties().at(parts.property)(resultOf(parts.first),
                                                                                   resultOf(parts.second));
  }
  return values;
}

std::string filled(const std::string& text, const std::map<std::string, CaseValue>& values) {
  std::string result;
  std::size_t done = 0;
  for (std::size_t at = text.find('{'); at != std::string::npos; at = text.find('{', done)) {
    const std::size_t end = text.find('}', at);
    const auto [value, digits] = shownIn(text.substr(at + 1, end - at - 1), "text of a case");
    result += text.substr(done, at - done) + toText(values.at(value), digits);
    done = end + 1;
  }
  return result + text.substr(done);
}

std::vector<std::string> brokenExpectations(const Case& example,
                                            const std::map<std::string, CaseValue>& values) {
  std::vector<std::string> broken;
  for (const CaseExpectation& expectation : example.expectations) {
    const CaseValue& value = values.at(expectation.value);
    if (!holds(expectation, value))
      broken.push_back(expectation.value + " is " + toText(value) + ", not " + limitsText(expectation));
  }
  return broken;
}

}  // namespace normscope
