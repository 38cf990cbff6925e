#include "core/analysis/match/target.h"

#include <algorithm>
#include <cmath>

#include "core/analysis/match/fit.h"
#include "core/error.h"
#include "core/text/list.h"

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

void refuseNoValues(const std::string& name, const Summary& summary) {
  if (summary.finite() > 0) return;
  throw nonsense(name, "none of its " + groupedCount(summary.count, "value") + " is finite",
                 "give a tensor with numbers");
}

bool isHalf(const Tensor& tensor) {
  if (tensor.dtype() == DType::float16) return true;
  return visitDType(tensor.dtype(), [&](auto tag) {
    for (const auto stored : tensor.values<typename decltype(tag)::type>()) {
      const auto value = static_cast<double>(stored);
      if (std::isnan(value)) continue;
      if (static_cast<double>(static_cast<Eigen::half>(value)) != value) return false;
    }
    return true;
  });
}

}  // namespace

Values valuesOf(const MatchRequest& request, const Progress& progress) {
  refuse(request);
  Values values;
  values.x = summarize(request.x, progress.part(0, 0.5));
  values.y = summarize(request.y, progress.part(0.5, 1));
  refuseNoValues("x", values.x);
  refuseNoValues("y", values.y);
  values.largestY = std::max(std::abs(values.y.min), std::abs(values.y.max));
  values.xIsConstant = values.x.min == values.x.max;
  values.yIsConstant = values.y.min == values.y.max;
  values.xIsHalf = isHalf(request.x);
  values.yIsHalf = isHalf(request.y);
  return values;
}

Tensor roundedToHalf(const Tensor& x) {
  Tensor rounded = Tensor::allocate(DType::float32, x.extents());
  const auto out = rounded.edit<float>();
  visitDType(x.dtype(), [&](auto tag) {
    const auto in = x.values<typename decltype(tag)::type>();
    for (std::size_t i = 0; i < in.size(); ++i)
      out[i] = static_cast<float>(static_cast<Eigen::half>(static_cast<float>(in[i])));
  });
  return rounded;
}

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
    notices.push_back(groupedCount(notFinite, "value") +
                      " of x are NaN or Inf: their sets can only be compared by where y is not finite");
  }
  if (values.x.nan + values.x.infinite == 0 && values.y.nan + values.y.infinite > 0)
    notices.push_back("y has NaN or Inf and x has none: no norm makes them from finite values");
  if (!result.explained()) return notices;
  const Match& best = result.matches.front();
  if (best.equivalents.size() >= manyNorms) {
    notices.push_back(
        std::to_string(best.equivalents.size() + 1) +
        " norms explain y equally well; other or more values of x would tell more of them apart");
  }
  if (best.candidate.spec.usesRunningStatistics() && best.maxAbs == 0) {
    notices.push_back(
        "y is x itself, unless eps is not small: a layer in evaluation mode that was never trained, or no "
        "norm at all");
  }
  if (best.fittedAffine && !values.yIsConstant) {
    notices.push_back(
        "weight and bias were fitted, which makes norms alike that differ in eps or in the estimator; give "
        "the weight and the bias to tell them apart");
  }
  return notices;
}

}  // namespace normscope::match
