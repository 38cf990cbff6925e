#include "core/analysis/equivalence.h"

#include <algorithm>
#include <array>

#include "core/error.h"
#include "core/norm/norm_registry.h"
#include "core/text/number.h"

namespace normscope {
namespace {

void refuseUnlike(const ReductionPlan& a, const ReductionPlan& b) {
  if (a.shape() == b.shape()) return;
  const auto text = [](const Shape& shape) {
    return shape.layout().letters() + " " + toText(shape.extents());
  };
  throw nonsense("two norms", "one is for " + text(a.shape()) + " and the other for " + text(b.shape()),
                 "give two for one shape");
}

/// Both plans cut the axes by the flag in one way.
ShapeCondition alike(const ReductionPlan& a, const ReductionPlan& b, bool PlanAxis::*flag) {
  ShapeCondition condition(a.shape().layout());
  for (int axis = 0; axis < a.shape().rank(); ++axis)
    condition.requireAlike(axis, cutOf(a, axis, flag), cutOf(b, axis, flag));
  return condition;
}

/// Every set of both plans has one element.
ShapeCondition single(const ReductionPlan& a, const ReductionPlan& b) {
  ShapeCondition condition(a.shape().layout());
  for (int axis = 0; axis < a.shape().rank(); ++axis) {
    condition.requirePositions(axis, cutOf(a, axis, &PlanAxis::kept));
    condition.requirePositions(axis, cutOf(b, axis, &PlanAxis::kept));
  }
  return condition;
}

ShapeCondition never(const ReductionPlan& plan) {
  ShapeCondition condition(plan.shape().layout());
  condition.requireNever();
  return condition;
}

/// Groups and workers divide their axes.
ShapeCondition amongPossible(ShapeCondition condition, const ReductionPlan& a, const ReductionPlan& b) {
  for (const ReductionPlan* plan : {&a, &b}) {
    for (int axis = 0; axis < plan->shape().rank(); ++axis)
      condition.knownMultiple(axis, cutOf(*plan, axis, &PlanAxis::kept).parts);
  }
  return condition;
}

std::string against(const std::string& what, const std::string& a, const std::string& b) {
  return what + a + " against " + b;
}

std::string placeText(const NormSpec& spec) {
  return spec.epsAt == EpsAt::inside ? "inside" : "outside";
}

/// "eps inside against outside the root"
std::string placesText(const NormSpec& a, const NormSpec& b) {
  if (a.epsAt != EpsAt::max && b.epsAt != EpsAt::max)
    return against("eps ", placeText(a), placeText(b) + " the root");
  const auto place = [](const NormSpec& spec) {
    return spec.epsAt == EpsAt::max ? "as the root's least value" : placeText(spec) + " the root";
  };
  return against("eps ", place(a), place(b));
}

std::string estimatorText(const NormSpec& spec) {
  return spec.variance == VarianceEstimator::biased ? "biased" : "unbiased";
}

/// Differences that no shape makes up for.
std::vector<std::string> meaningDifferences(const ReductionPlan& a, const ReductionPlan& b) {
  std::vector<std::string> differences;
  const auto source = [](const ReductionPlan& plan) {
    return std::string(plan.statisticsFromX() ? "from x" : "from the running statistics");
  };
  const auto mean = [](const ReductionPlan& plan) {
    return std::string(plan.spec().subtractsMean() ? "subtracted" : "not subtracted");
  };
  if (a.statisticsFromX() != b.statisticsFromX())
    differences.push_back(against("mean and variance ", source(a), source(b)));
  if (a.spec().subtractsMean() != b.spec().subtractsMean())
    differences.push_back(against("the mean ", mean(a), mean(b)));
  return differences;
}

/// Differences in how the scale follows from the variance.
std::vector<std::string> scaleDifferences(const ReductionPlan& a, const ReductionPlan& b) {
  std::vector<std::string> differences;
  const NormSpec& first = a.spec();
  const NormSpec& second = b.spec();
  if (first.eps != second.eps)
    differences.push_back(against("eps ", shortest(first.eps), shortest(second.eps)));
  if (first.epsAt != second.epsAt && (first.eps != 0 || second.eps != 0))
    differences.push_back(placesText(first, second));
  if (first.dividesBySum() != second.dividesBySum()) {
    const auto root = [](const NormSpec& spec) {
      return std::string(spec.dividesBySum() ? "the sum" : "the mean");
    };
    differences.push_back(against("the root of ", root(first), root(second) + " of the squares"));
  }
  const bool measured = a.statisticsFromX() && b.statisticsFromX();
  if (measured && first.variance != second.variance)
    differences.push_back(against("the variance ", estimatorText(first), estimatorText(second)));
  return differences;
}

/// Of one element the sum is the mean, and nothing else about the scale differs.
bool sumIsMean(const NormSpec& a, const NormSpec& b) {
  const bool sameEps = a.eps == b.eps && (a.epsAt == b.epsAt || a.eps == 0);
  return a.dividesBySum() != b.dividesBySum() && sameEps;
}

ShapeCondition normalizationFor(const ReductionPlan& a, const ReductionPlan& b, const ShapeCondition& sets,
                                bool sameMeaning, bool sameScale) {
  if (!sameMeaning) return never(a);
  if (sameScale) return sets;
  const bool biasAlone = a.statisticsFromX() && a.spec().subtractsMean();
  return biasAlone || sumIsMean(a.spec(), b.spec()) ? single(a, b) : never(a);
}

ShapeCondition parametersFor(const ReductionPlan& a, const ReductionPlan& b) {
  if (!a.parameterShape() && !b.parameterShape()) return ShapeCondition(a.shape().layout());
  if (!a.parameterShape() || !b.parameterShape()) return never(a);
  if (a.spec().hasBias() != b.spec().hasBias() || a.spec().zeroCentered != b.spec().zeroCentered)
    return never(a);
  return alike(a, b, &PlanAxis::parameter);
}

/// The first position along an axis that is in the block of position 0 in one of two cuts only; nothing where
/// they hold the same.
std::optional<std::int64_t> firstUnlike(const AxisCut& a, const AxisCut& b, std::int64_t extent) {
  // A block's second position, and the first behind it.
  const auto ends = [&](const AxisCut& cut) {
    return std::array{std::int64_t{1}, cut.isSplit() ? extent / cut.parts : std::int64_t{1}, cut.parts};
  };
  std::optional<std::int64_t> first;
  for (const AxisCut* cut : {&a, &b}) {
    for (const std::int64_t position : ends(*cut)) {
      const bool inside = position < extent && (!first || position < *first);
      if (inside && a.holds(position, extent) != b.holds(position, extent)) first = position;
    }
  }
  return first;
}

/// The set of the first element is a product over the axes. Of the elements that are in one of two such
/// products only, the first lies on an edge.
std::optional<SharedInOne> firstDifference(const ReductionPlan& a, const ReductionPlan& b) {
  const Shape& shape = a.shape();
  if (shape.elementCount() == 0) return std::nullopt;
  std::optional<std::int64_t> first;
  bool inFirst = false;
  for (int axis = 0; axis < shape.rank(); ++axis) {
    const AxisCut cutA = cutOf(a, axis, &PlanAxis::kept);
    const AxisCut cutB = cutOf(b, axis, &PlanAxis::kept);
    const auto position = firstUnlike(cutA, cutB, shape.extent(axis));
    if (!position) continue;
    const std::int64_t offset = *position * shape.strides()[static_cast<std::size_t>(axis)];
    if (first && *first < offset) continue;
    first = offset;
    inFirst = cutA.holds(*position, shape.extent(axis));
  }
  if (!first) return std::nullopt;
  return SharedInOne{shape.indexOf(0), shape.indexOf(*first), inFirst};
}

/// "with momentum 0.1", "none"
std::string keptText(const ReductionPlan& plan) {
  const NormSpec& spec = plan.spec();
  if (!infoOf(spec.kind).tracksByDefault) return "none";
  return "with momentum " + (spec.momentum ? shortest(*spec.momentum) : "none");
}

std::optional<std::string> runningDifference(const ReductionPlan& a, const ReductionPlan& b) {
  if (!a.statisticsFromX() || !b.statisticsFromX() || keptText(a) == keptText(b)) return std::nullopt;
  return against("running statistics: ", keptText(a), keptText(b));
}

}  // namespace

Equivalence equivalenceOf(const ReductionPlan& a, const ReductionPlan& b) {
  refuseUnlike(a, b);
  const std::vector<std::string> meaning = meaningDifferences(a, b);
  std::vector<std::string> scale = scaleDifferences(a, b);
  const ShapeCondition sets = amongPossible(alike(a, b, &PlanAxis::kept), a, b);
  const ShapeCondition normalization =
      amongPossible(normalizationFor(a, b, sets, meaning.empty(), scale.empty()), a, b);
  const ShapeCondition parameters = amongPossible(parametersFor(a, b), a, b);
  const ShapeCondition function = amongPossible(normalization && parameters, a, b);
  const Shape& shape = a.shape();
  Equivalence found{sets.holdsFor(shape),
                    normalization.holdsFor(shape),
                    parameters.holdsFor(shape),
                    function.holdsFor(shape),
                    {},
                    meaning,
                    runningDifference(a, b),
                    sets,
                    normalization,
                    function};
  found.arithmetic.insert(found.arithmetic.end(), scale.begin(), scale.end());
  if (!found.sameSets) found.difference = firstDifference(a, b);
  return found;
}

}  // namespace normscope
