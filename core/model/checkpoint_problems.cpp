#include "core/model/checkpoint_problems.h"

#include <algorithm>
#include <cmath>

#include "core/text/list.h"
#include "core/text/number.h"

namespace normscope {
namespace {

constexpr double tinyVariance = 1e-8, tinyOfEpsilon = 1e-3;
constexpr double deadOfMedian = 1e-5;
constexpr std::size_t mostNamed = 3;  ///< places that a sentence names

using Problems = std::vector<std::string>;

std::string placeWord(const LayerTensor& tensor) {
  return tensor.extents.size() <= 1 ? "channel" : "element";
}

/// "in all 64 channels", "in 3 of 64 channels (0, 5 and 9)", "in 7 of 64 channels (0, 5, 9, ...)"; empty
/// where there is none.
template <typename Holds>
std::string wherePhrase(const LayerTensor& tensor, Holds&& holds) {
  std::vector<std::string> named;
  std::size_t count = 0;
  for (std::size_t i = 0; i < tensor.values.size(); ++i) {
    if (!holds(tensor.values[i])) continue;
    if (++count <= mostNamed)
      named.push_back(
          std::to_string(tensor.places.empty() ? static_cast<std::int64_t>(i) : tensor.places[i]));
  }
  if (count == 0) return {};
  const std::string all = counted(static_cast<long long>(tensor.values.size()), placeWord(tensor)) +
                          (tensor.places.empty() ? "" : " that were recorded");
  if (count == tensor.values.size()) return count == 1 ? "in its " + placeWord(tensor) : "in all " + all;
  std::string places = joinAnd(named);
  if (count > mostNamed) {
    places.clear();
    for (const std::string& name : named) places += name + ", ";
    places += "...";
  }
  return "in " + std::to_string(count) + " of " + all + " (" + places + ")";
}

bool allAre(const LayerTensor& tensor, double value) {
  return !tensor.values.empty() &&
         std::all_of(tensor.values.begin(), tensor.values.end(), [&](double each) { return each == value; });
}

/// A layer's tensor by what sentences call it.
struct Called {
  const char* name;
  const std::optional<LayerTensor>& tensor;
};

std::vector<Called> calledTensors(const LayerValues& values) {
  return {{"γ", values.weight},
          {"β", values.bias},
          {"the running mean", values.runningMean},
          {"the running variance", values.runningVariance}};
}

void addUnreadable(const LayerValues& values, Problems& problems) {
  for (const auto& [name, tensor] : calledTensors(values)) {
    if (tensor && !tensor->problem.empty())
      problems.push_back(std::string(name) + " is " + tensor->dtype +
                         " and can't be read: " + tensor->problem);
  }
}

void addNotFinite(const LayerValues& values, Problems& problems) {
  for (const auto& [name, tensor] : calledTensors(values)) {
    if (!tensor) continue;
    const std::string nan = wherePhrase(*tensor, [](double value) { return std::isnan(value); });
    if (!nan.empty()) problems.push_back(std::string(name) + " is NaN " + nan);
    const std::string infinite = wherePhrase(*tensor, [](double value) { return std::isinf(value); });
    if (!infinite.empty()) problems.push_back(std::string(name) + " is infinite " + infinite);
  }
}

std::int64_t countOf(const LayerTensor& tensor) {
  std::int64_t count = 1;
  for (const std::int64_t extent : tensor.extents) count *= extent;
  return count;
}

void addShapes(const LayerValues& values, Problems& problems) {
  const LayerTensor& first = values.first();
  const char* firstName = nullptr;
  for (const auto& [name, tensor] : calledTensors(values)) {
    if (!tensor) continue;
    if (firstName == nullptr) firstName = name;
    if (countOf(*tensor) != countOf(first)) {
      problems.push_back(std::string(name) + " has the shape " + toText(tensor->extents) + " and " +
                         firstName + " " + toText(first.extents));
    }
  }
  if (values.runningMean && !values.runningVariance)
    problems.emplace_back("there is a running mean without a running variance");
  if (values.runningVariance && !values.runningMean)
    problems.emplace_back("there is a running variance without a running mean");
}

void addVariance(const LayerTensor& variance, const std::optional<double>& epsilon, Problems& problems) {
  const double tiny = epsilon ? *epsilon * tinyOfEpsilon : tinyVariance;
  const std::string negative = wherePhrase(variance, [](double value) { return value < 0; });
  if (!negative.empty()) {
    double least = 0;
    for (const double value : variance.values) least = value < least ? value : least;
    problems.push_back("the running variance is negative " + negative + ", " + rounded(least, 3) +
                       " at the least: no variance is, and √(variance + ε) is NaN where it is below −ε");
  }
  const std::string zero = wherePhrase(variance, [](double value) { return value == 0; });
  if (!zero.empty())
    problems.push_back("the running variance is 0 " + zero + ": x − mean is divided by √ε alone there");
  const std::string small = wherePhrase(variance, [&](double value) { return value > 0 && value < tiny; });
  if (!small.empty()) {
    problems.push_back("the running variance is below " + shortest(tiny) + " " + small +
                       ": ε decides what x − mean is divided by there");
  }
}

void addUntouched(const LayerValues& values, Problems& problems) {
  if (!values.runningMean || !values.runningVariance) return;
  if (!allAre(*values.runningMean, 0) || !allAre(*values.runningVariance, 1)) return;
  std::string batches;
  if (values.batches)
    batches = ", with " + rounded(*values.batches, 15) + (*values.batches == 1 ? " batch" : " batches") +
              " counted";
  problems.push_back("the running mean is 0 and the running variance 1 " +
                     wherePhrase(*values.runningMean, [](double) { return true; }) + batches +
                     ": they are as they start, as if never updated");
}

double medianSize(std::vector<double> values) {
  for (double& value : values) value = std::abs(value);
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

void addDeadChannels(const LayerValues& values, GammaConvention convention, Problems& problems) {
  const std::string left = values.bias ? "y is β" : "y is 0";
  if (allAre(*values.weight, 0)) {
    if (convention == GammaConvention::zeroCentered) return;  // as they start
    problems.push_back("γ is 0 " + wherePhrase(*values.weight, [](double) { return true; }) + ": " + left +
                       " everywhere, unless the layer multiplies by 1 + weight");
    return;
  }
  if (convention == GammaConvention::unknown) return;
  LayerTensor gamma = *values.weight;
  if (convention == GammaConvention::zeroCentered) {
    for (double& value : gamma.values) value += 1;
  }
  const double bound = deadOfMedian * medianSize(gamma.values);
  const std::string dead = wherePhrase(gamma, [&](double value) { return std::abs(value) <= bound; });
  if (dead.empty()) return;
  const std::string name = convention == GammaConvention::zeroCentered ? "γ = 1 + weight" : "γ";
  problems.push_back(name + " is near 0 " + dead + ": dead, since " + left + " there");
}

void addUntrained(const LayerValues& values, GammaConvention convention, Problems& problems) {
  const bool isStart =
      convention == GammaConvention::zeroCentered ? allAre(*values.weight, 0) : allAre(*values.weight, 1);
  if (!isStart || (values.bias && !allAre(*values.bias, 0))) return;
  const std::string name = convention == GammaConvention::zeroCentered ? "the weight is 0" : "γ is 1";
  const std::string where = wherePhrase(*values.weight, [](double) { return true; });
  problems.push_back(name + (values.bias ? " and β 0 " : " ") + where +
                     ": as at the start, as if never trained");
}

void addDtypes(const LayerValues& values, Problems& problems) {
  for (const auto& [name, tensor] : calledTensors(values)) {
    if (!tensor || !tensor->problem.empty()) continue;
    const std::string is = std::string(name) + " is " + tensor->dtype;
    if (tensor->dtype.starts_with("float8"))
      problems.push_back(is + ", which has " + (tensor->dtype.find("e5m2") != std::string::npos ? "2" : "3") +
                         " bits of fraction");
    else if (!isFloating(*tensor->valueDType))
      problems.push_back(is + ", which is no floating type");
  }
  if (values.weight && values.bias && values.weight->dtype != values.bias->dtype)
    problems.push_back("γ is " + values.weight->dtype + " and β " + values.bias->dtype);
}

/// Nobody keeps the weights of a norm with running statistics zero-centred.
GammaConvention meantBy(const LayerValues& values, GammaConvention convention) {
  const bool isPlain = values.runningVariance.has_value() && convention == GammaConvention::unknown;
  return isPlain ? GammaConvention::plain : convention;
}

}  // namespace

std::vector<std::string> problemsOfRecord(const LayerValues& values, bool isDeclared,
                                          const std::optional<double>& epsilon, bool inTraining) {
  Problems problems;
  const GammaConvention meant =
      meantBy(values, isDeclared ? GammaConvention::plain : GammaConvention::unknown);
  addNotFinite(values, problems);
  if (values.runningVariance) addVariance(*values.runningVariance, epsilon, problems);
  if (!inTraining) addUntouched(values, problems);
  if (!values.weight || values.weight->values.empty()) return problems;
  addDeadChannels(values, meant, problems);
  if (!inTraining) addUntrained(values, meant, problems);
  return problems;
}

std::vector<std::string> problemsOf(const LayerValues& values, const std::string& kind,
                                    GammaConvention convention, const std::optional<double>& epsilon,
                                    const std::optional<std::int64_t>& groups) {
  Problems problems;
  addUnreadable(values, problems);
  addNotFinite(values, problems);
  addShapes(values, problems);
  if (values.runningVariance) addVariance(*values.runningVariance, epsilon, problems);
  addUntouched(values, problems);
  if (values.weight && !values.weight->values.empty()) {
    const GammaConvention meant = meantBy(values, convention);
    addDeadChannels(values, meant, problems);
    addUntrained(values, meant, problems);
  }
  addDtypes(values, problems);
  if (kind == "group" && groups && countOf(values.first()) % *groups != 0) {
    problems.push_back("config.json says " + counted(*groups, "group") + ", which " +
                       std::to_string(countOf(values.first())) + " channels can't be split into");
  }
  return problems;
}

}  // namespace normscope
