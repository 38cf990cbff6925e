#include "core/analysis/match/target.h"

#include <algorithm>
#include <cmath>

#include "core/analysis/match/fit.h"
#include "core/error.h"
#include "core/text/list.h"
#include "core/text/number.h"

namespace normscope::match {
namespace {

constexpr std::size_t manyNorms = 20;

void refuse(const MatchRequest& request) {
  const Tensor& x = request.x;
  const Tensor& y = request.y;
  if (x.extents() != y.extents()) {
    Extents a = x.extents(), b = y.extents();
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
    throw nonsense("x and y",
                   "their shapes " + toText(x.extents()) + " and " + toText(y.extents()) + " differ",
                   a == b ? "transpose one of them, so that both have one order of axes"
                          : "give the tensor before the norm and the one after it");
  }
  if (x.extents().empty())
    throw nonsense("x and y", "they have no axes", "give tensors with an axis or more");
  if (x.elementCount() == 0) throw nonsense("x and y", "they have no elements", "give tensors with values");
  if (!isFloating(y.dtype())) {
    throw nonsense("y", "it is " + std::string(nameOf(y.dtype())) + ", and no norm gives integers",
                   "give the tensor after the norm as float16, float32 or float64");
  }
}

void refuseRunning(const MatchRequest& request) {
  if (!request.running) return;
  const auto channels = static_cast<std::size_t>(request.shape.channelCount());
  const std::vector<double>& variance = request.running->variance;
  if (request.running->mean.size() != channels || variance.size() != channels)
    throw nonsense("running statistics",
                   "they are not one for each of " + groupedCount(request.shape.channelCount(), "channel"),
                   "give one value per channel");
  for (const double value : variance) {
    if (value < 0)
      throw nonsense("running variance", "it is " + shortest(value), "give variances, which are 0 or more");
  }
}

void refuseNoValues(const std::string& name, const Summary& summary, const std::string& hint = {}) {
  if (summary.finite() > 0) return;
  throw nonsense(name, "none of its " + groupedCount(summary.count, "value") + " is finite" + hint,
                 "give a tensor with numbers");
}

/// Why every value of y may have become NaN or Inf.
std::string overflowHint(const Summary& x) {
  const double largest = std::max(std::abs(x.min), std::abs(x.max));
  if (x.finite() < x.count || largest < 256) return "";
  return ", though x is: x reaches " + rounded(largest, 6) + ", " +
         (largest > 65504 ? "" : "whose square is ") + "beyond half precision";
}

}  // namespace

Values valuesOf(const MatchRequest& request, const Progress& progress) {
  refuse(request);
  refuseRunning(request);
  Values values;
  values.x = summarize(request.x, progress.part(0, 0.5));
  values.y = summarize(request.y, progress.part(0.5, 1));
  refuseNoValues("x", values.x);
  refuseNoValues("y", values.y, overflowHint(values.x));
  values.largestY = std::max(std::abs(values.y.min), std::abs(values.y.max));
  values.xIsConstant = values.x.min == values.x.max;
  values.yIsConstant = values.y.min == values.y.max;
  values.narrowX = narrowDType(request.x);
  values.narrowY = narrowDType(request.y);
  return values;
}

namespace {

/// Whether x keeps its value along an axis.
bool isConstantAlong(const Tensor& x, const Shape& shape, int axis) {
  const std::int64_t stride = shape.strides()[static_cast<std::size_t>(axis)];
  const std::int64_t extent = shape.extent(axis);
  for (std::int64_t i = 0; i < x.elementCount(); ++i) {
    if (i / stride % extent == 0) continue;
    if (x.at(i) != x.at(i - stride)) return false;
  }
  return true;
}

std::vector<std::string> constantAxesNotices(const MatchRequest& request, const Values& values) {
  std::string axes;
  for (int axis = 0; axis < request.shape.rank() && !values.xIsConstant; ++axis) {
    if (request.shape.extent(axis) > 1 && isConstantAlong(request.x, request.shape, axis))
      axes += (axes.empty() ? "" : "+") + std::string(1, request.shape.axis(axis).letter);
  }
  if (axes.empty()) return {};
  return {
      "x does not change along " + axes +
      ": a norm over these axes alone that subtracts the mean gives exactly the bias, whatever else it is"};
}

bool isFinite(const std::optional<Tensor>& tensor) {
  return !tensor || summarize(*tensor).finite() == tensor->elementCount();
}

bool isFinite(const std::optional<RunningStatistics>& running) {
  const auto allFinite = [](const std::vector<double>& values) {
    return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
  };
  return !running || (allFinite(running->mean) && allFinite(running->variance));
}

/// Where NaN or Inf in y may come from that x has not.
std::string originOfNotFinite(const MatchRequest& request) {
  std::vector<std::string> given;
  if (!isFinite(request.affine.weight)) given.push_back("weight");
  if (!isFinite(request.affine.bias)) given.push_back("bias");
  if (!isFinite(request.running)) given.push_back("running statistics");
  if (given.empty()) {
    return "y has NaN or Inf and x has none: perhaps from a weight, a bias or running statistics that are "
           "not "
           "finite, from an overflow, or from a set without variance and eps 0";
  }
  return "y has NaN or Inf and x has none: the " + joinAnd(given) + " that " +
         (given.size() == 1 && given[0] != "running statistics" ? "was given has some"
                                                                : "were given have some");
}

}  // namespace

std::vector<std::string> noticesOf(const MatchRequest& request, const Values& values,
                                   const MatchResult& result) {
  std::vector<std::string> notices;
  if (request.x.dtype() != request.y.dtype()) {
    notices.push_back("x is " + std::string(nameOf(request.x.dtype())) + " and y is " +
                      std::string(nameOf(request.y.dtype())) + ": they are compared in double precision");
  }
  if (values.xIsConstant) {
    notices.push_back(
        "x is constant: every norm that subtracts the mean gives exactly the bias, so this data can't tell "
        "them apart; give a tensor with different values");
  }
  if (values.yIsConstant && !values.xIsConstant) {
    notices.push_back(
        "y is constant and x is not: every norm gives that with weight 0, so this data can't tell them "
        "apart; "
        "give the y of other weights");
  }
  const std::int64_t notFinite = values.x.nan + values.x.infinite;
  if (notFinite > 0) {
    notices.push_back(groupedCount(notFinite, "value") + " of x " + (notFinite == 1 ? "is" : "are") +
                      " NaN or Inf: their sets can only be compared by where y is not finite");
  }
  if (notFinite == 0 && values.y.nan + values.y.infinite > 0) notices.push_back(originOfNotFinite(request));
  const std::vector<std::string> ofAxes = constantAxesNotices(request, values);
  notices.insert(notices.end(), ofAxes.begin(), ofAxes.end());
  if (result.nothingTold && result.yIsConstant) return notices;
  if (result.matches.empty() || (!result.explained() && !result.matches.front().provesNothing))
    return notices;
  const Match& best = result.matches.front();
  const bool isX = best.candidate.has(Mistake::identity) && !best.fittedAffine;
  if (!isX && best.equivalents.size() >= manyNorms) {
    notices.push_back(
        std::to_string(best.equivalents.size() + 1) +
        " norms explain y equally well; other or more values of x would tell more of them apart");
  }
  if (isX) {
    notices.push_back(
        "y is x itself, unless eps is not small: a layer in evaluation mode that was never trained, or no "
        "norm at all");
  }
  const bool anyGiven = request.affine.weight || request.affine.bias;
  if (best.fittedAffine && !best.candidate.has(Mistake::identity) && !values.yIsConstant && !anyGiven) {
    notices.push_back(
        "weight and bias were fitted, which makes norms alike that differ in eps or in the estimator; give "
        "the weight and the bias to tell them apart");
  }
  return notices;
}

}  // namespace normscope::match
