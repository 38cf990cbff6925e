#include "core/analysis/match/backward_judge.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "core/engine/scale.h"
#include "core/error.h"
#include "core/norm/norm_registry.h"

namespace normscope {

std::string_view nameOf(GradientMistake mistake) {
  switch (mistake) {
    case GradientMistake::meanOfGMissing:
      return "mean_of_g_missing";
    case GradientMistake::meanOfGXhatMissing:
      return "mean_of_g_xhat_missing";
    case GradientMistake::weightMissing:
      return "weight_missing";
    case GradientMistake::axes:
      return "axes";
    case GradientMistake::sumsOverWrongAxes:
      break;
  }
  return "sums_over_wrong_axes";
}

namespace match {
namespace {

constexpr double slack = 4;  ///< a gradient has gone through more steps than y

void refuseGradients(const MatchRequest& request) {
  const BackwardPair& pass = *request.backward;
  for (const auto& [name, tensor] :
       {std::pair{"--grad-output", &pass.gradOutput}, std::pair{"--grad-input", &pass.gradInput}}) {
    if (tensor->extents() == request.x.extents()) continue;
    throw nonsense(
        name, "its shape " + toText(tensor->extents()) + " is not that of x, " + toText(request.x.extents()),
        "give a gradient of the same shape");
  }
  if (!isFloating(pass.gradInput.dtype()))
    throw nonsense("--grad-input", "it is " + std::string(nameOf(pass.gradInput.dtype())),
                   "give a gradient of floating numbers");
}

/// Everything about the forward pass that a gradient needs, for each element of x.
struct Forward {
  ReductionPlan plan;
  std::vector<double> xhat, rstd, factor, g, weight;
  double meanToStd = 0;
};

Forward forwardOf(const MatchRequest& request, const Layout& layout, const NormSpec& spec) {
  const Shape shape(layout, request.x.extents());
  Forward forward{plan(shape, settleAffine(shape, spec, shapesOf(request.affine))), {}, {}, {}, {}, {}};
  const ReductionPlan& own = forward.plan;
  const AffineParameters affine = effectiveParameters(own.spec(), request.affine);
  std::vector<reference::SetMoments> moments;
  for (std::int64_t set = 0; set < own.setCount(); ++set) {
    if (own.statisticsFromX()) {
      moments.push_back(reference::measure(request.x, own, set));
    } else {
      const RunningStatistics running =
          request.running.value_or(RunningStatistics::fresh(shape.channelCount()));
      moments.push_back(
          {running.mean[static_cast<std::size_t>(set)], running.variance[static_cast<std::size_t>(set)]});
    }
    const double ratio = std::abs(moments.back().mean) / std::sqrt(moments.back().variance);
    if (std::isfinite(ratio)) forward.meanToStd = std::max(forward.meanToStd, ratio);
  }
  for (std::int64_t i = 0; i < request.x.elementCount(); ++i) {
    const reference::SetMoments& set = moments[static_cast<std::size_t>(own.setOf(i))];
    const double rstd = scaleOf(set.variance, own);
    forward.rstd.push_back(rstd);
    forward.xhat.push_back((request.x.at(i) - set.mean - set.rest) * rstd);
    forward.factor.push_back(varianceFactorOf(set.variance, own));
    forward.g.push_back(request.backward->gradOutput.at(i));
    forward.weight.push_back(affine.weight ? affine.weightAt(own.parameterOf(i)) : 1);
  }
  return forward;
}

/// How somebody may have computed a gradient.
struct Way {
  bool meanOfG = true, meanOfGXhat = true, weight = true;
  const ReductionPlan* means = nullptr;  ///< over whose sets the means are taken

  std::vector<GradientMistake> differences(const ReductionPlan& own) const {
    std::vector<GradientMistake> all;
    if (!meanOfG) all.push_back(GradientMistake::meanOfGMissing);
    if (!meanOfGXhat) all.push_back(GradientMistake::meanOfGXhatMissing);
    if (!weight) all.push_back(GradientMistake::weightMissing);
    if (means != &own) all.push_back(GradientMistake::axes);
    return all;
  }
};

/// The mean over the sets of a plan of one value for each element.
std::vector<double> meansOf(const ReductionPlan& plan, const std::function<double(std::size_t)>& value,
                            std::size_t count) {
  std::vector<double> sums(static_cast<std::size_t>(plan.setCount()), 0);
  for (std::size_t i = 0; i < count; ++i)
    sums[static_cast<std::size_t>(plan.setOf(static_cast<std::int64_t>(i)))] += value(i);
  for (double& sum : sums) sum /= static_cast<double>(plan.elementsPerSet());
  return sums;
}

std::vector<double> gradientBy(const Forward& forward, const Way& way) {
  const std::size_t count = forward.g.size();
  const bool fromX = forward.plan.statisticsFromX();
  const auto g = [&](std::size_t i) { return forward.g[i] * (way.weight ? forward.weight[i] : 1); };
  const std::vector<double> meanG = meansOf(*way.means, g, count);
  const std::vector<double> meanGXhat = meansOf(
      *way.means, [&](std::size_t i) { return g(i) * forward.xhat[i]; }, count);
  const bool centered = forward.plan.spec().subtractsMean();
  std::vector<double> gradient;
  for (std::size_t i = 0; i < count; ++i) {
    const auto set = static_cast<std::size_t>(way.means->setOf(static_cast<std::int64_t>(i)));
    double value = g(i) * forward.rstd[i];
    if (fromX && centered && way.meanOfG) value -= meanG[set] * forward.rstd[i];
    if (fromX && way.meanOfGXhat) value -= forward.xhat[i] * forward.factor[i] * meanGXhat[set];
    gradient.push_back(value);
  }
  return gradient;
}

/// Every other set of axes that means may be taken over.
std::vector<ReductionPlan> otherPlans(const ReductionPlan& own) {
  std::vector<ReductionPlan> plans;
  const Shape& shape = own.shape();
  for (unsigned subset = 1; subset < 1U << shape.rank(); ++subset) {
    std::string over;
    for (int i = 0; i < shape.rank(); ++i) {
      if ((subset >> i & 1U) != 0) over += (over.empty() ? "" : "+") + std::string(1, shape.axis(i).letter);
    }
    const ReductionPlan made = plan(shape, normOver(over));
    if (blocksOf(made, &PlanAxis::kept) != blocksOf(own, &PlanAxis::kept)) plans.push_back(made);
  }
  return plans;
}

double farthest(const std::vector<double>& gradient, const Tensor& given) {
  double largest = 0;
  for (std::size_t i = 0; i < gradient.size(); ++i) {
    const double own = given.at(static_cast<std::int64_t>(i));
    if (std::isnan(own) && std::isnan(gradient[i])) continue;
    const double apart = std::abs(own - gradient[i]);
    largest = std::max(largest, std::isfinite(apart) ? apart : std::numeric_limits<double>::infinity());
  }
  return largest;
}

/// What a forgotten term would be as large as: rstd * g.
double scaleOfTerms(const Forward& forward) {
  double largest = 0;
  for (std::size_t i = 0; i < forward.g.size(); ++i) {
    const double term = std::abs(forward.g[i] * forward.weight[i] * forward.rstd[i]);
    if (std::isfinite(term)) largest = std::max(largest, term);
  }
  return largest;
}

Extents withoutOnes(const Extents& extents) {
  Extents kept;
  for (const std::int64_t extent : extents) {
    if (extent != 1) kept.push_back(extent);
  }
  return kept;
}

/// The sums of one value over all axes but some, row-major.
std::vector<double> sumsKeeping(const Shape& shape, unsigned kept, const std::vector<double>& values) {
  std::int64_t count = 1;
  for (int i = 0; i < shape.rank(); ++i) count *= (kept >> i & 1U) != 0 ? shape.extent(i) : 1;
  std::vector<double> sums(static_cast<std::size_t>(count), 0);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Extents at = shape.indexOf(static_cast<std::int64_t>(i));
    std::int64_t sum = 0;
    for (int axis = 0; axis < shape.rank(); ++axis) {
      if ((kept >> axis & 1U) != 0) sum = sum * shape.extent(axis) + at[static_cast<std::size_t>(axis)];
    }
    sums[static_cast<std::size_t>(sum)] += values[i];
  }
  return sums;
}

std::string axesText(const Shape& shape, unsigned axes) {
  std::string text;
  for (int i = 0; i < shape.rank(); ++i) {
    if ((axes >> i & 1U) != 0) text += (text.empty() ? "" : "+") + std::string(1, shape.axis(i).letter);
  }
  return text;
}

bool near(const std::vector<double>& sums, const Tensor& given, double bound) {
  return sums.size() == static_cast<std::size_t>(given.elementCount()) && farthest(sums, given) <= bound;
}

/// Says what the gradient of the weight, or of the bias, is the sum of.
void judgeParameter(const Forward& forward, bool ofWeight, const Tensor& given, GradientFinding& finding) {
  const Shape& shape = forward.plan.shape();
  std::vector<double> terms;
  double absolute = 0;
  for (std::size_t i = 0; i < forward.g.size(); ++i) {
    terms.push_back(forward.g[i] * (ofWeight ? forward.xhat[i] : 1));
    absolute += std::abs(terms.back());
  }
  const double bound = slack * 16 * unitRoundoff(given.dtype()) * (1 + forward.meanToStd) * absolute;
  std::vector<double> right(static_cast<std::size_t>(forward.plan.parameterCount()), 0);
  for (std::size_t i = 0; i < terms.size() && !right.empty(); ++i)
    right[static_cast<std::size_t>(forward.plan.parameterOf(static_cast<std::int64_t>(i)))] += terms[i];
  if (!right.empty() && near(right, given, bound)) return;
  const std::string name = ofWeight ? "the gradient of the weight" : "the gradient of the bias";
  std::string text = name + " is no sum of g" + (ofWeight ? " · x̂" : "") + " over axes of x";
  for (unsigned kept = 0; kept < 1U << shape.rank(); ++kept) {
    Extents extents;
    for (int i = 0; i < shape.rank(); ++i) {
      if ((kept >> i & 1U) != 0) extents.push_back(shape.extent(i));
    }
    if (withoutOnes(extents) != withoutOnes(given.extents())) continue;
    if (!near(sumsKeeping(shape, kept, terms), given, bound)) continue;
    const unsigned all = (1U << shape.rank()) - 1;
    text = name + " is summed over " + axesText(shape, all & ~kept);
    if (finding.differences.empty() || finding.differences.back() != GradientMistake::sumsOverWrongAxes)
      finding.differences.push_back(GradientMistake::sumsOverWrongAxes);
    finding.parameters = (finding.parameters ? *finding.parameters + "; " : "") + text;
    return;
  }
  finding.explains = false;
  finding.parameters = (finding.parameters ? *finding.parameters + "; " : "") + text;
}

}  // namespace

GradientFinding judgeBackward(const MatchRequest& request, const Layout& layout, const NormSpec& spec,
                              const Progress& progress) {
  refuseGradients(request);
  const BackwardPair& pass = *request.backward;
  const Forward forward = forwardOf(request, layout, spec);
  const std::vector<ReductionPlan> others =
      forward.plan.statisticsFromX() ? otherPlans(forward.plan) : std::vector<ReductionPlan>();
  std::vector<const ReductionPlan*> plans = {&forward.plan};
  for (const ReductionPlan& other : others) plans.push_back(&other);
  GradientFinding finding;
  finding.spec = spec;
  finding.bound =
      slack * 16 * unitRoundoff(pass.gradInput.dtype()) * (1 + forward.meanToStd) * scaleOfTerms(forward);
  std::size_t fewest = 99;
  double nearest = std::numeric_limits<double>::infinity();
  for (std::size_t p = 0; p < plans.size(); ++p) {
    for (unsigned bits = 0; bits < 8; ++bits) {
      progress.step(static_cast<double>(8 * p + bits) / static_cast<double>(8 * plans.size()));
      const Way way{(bits & 1U) == 0, (bits & 2U) == 0, (bits & 4U) == 0, plans[p]};
      if (!way.weight && !request.affine.weight) continue;
      if (!way.meanOfG && (!forward.plan.spec().subtractsMean() || !forward.plan.statisticsFromX())) continue;
      if (!way.meanOfGXhat && !forward.plan.statisticsFromX()) continue;
      if (p > 0 && !way.meanOfG && !way.meanOfGXhat) continue;  // no means at all
      const double apart = farthest(gradientBy(forward, way), pass.gradInput);
      const std::vector<GradientMistake> differences = way.differences(forward.plan);
      const bool explains = apart <= finding.bound;
      const bool better =
          explains ? !finding.explains || differences.size() < fewest : !finding.explains && apart < nearest;
      if (!better) continue;
      finding.explains = explains;
      finding.maxAbs = nearest = apart;
      finding.differences = differences;
      fewest = differences.size();
      finding.meansOver = p == 0 ? "" : plans[p]->spec().over;
    }
  }
  if (!finding.explains) finding.differences.clear();
  if (pass.gradWeight) judgeParameter(forward, true, *pass.gradWeight, finding);
  if (pass.gradBias) judgeParameter(forward, false, *pass.gradBias, finding);
  return finding;
}

}  // namespace match
}  // namespace normscope
