#include "core/analysis/verdict.h"

#include <algorithm>

#include "core/analysis/equivalence.h"
#include "core/text/list.h"
#include "core/text/number.h"

namespace normscope {
namespace {

std::string setsText(const ReductionPlan& plan) {
  return groupedCount(plan.setCount(), "set") + " of " + groupedCount(plan.elementsPerSet(), "element");
}

std::string placeText(const ShapeCondition& condition) {
  return condition.isEvery() ? " for every shape" : " " + condition.text();
}

/// What the plans alone say.
std::string structureText(const ReductionPlan& a, const ReductionPlan& b, const Equivalence& found,
                          bool withParameters) {
  if (found.sameFunction) return "the same function" + placeText(found.functionFor);
  if (found.sameNormalization)
    return "the same normalization" + placeText(found.normalizationFor) +
           ", with γ and β shared differently" +
           (withParameters ? "" : ", which γ = 1 and β = 0 do not show");
  if (found.sameSets) return "the same sets, but " + joinAnd(found.arithmetic);
  return "different sets, " + setsText(a) + " against " + setsText(b);
}

/// What the numbers say.
std::string numbersText(const Distance& distance, double bound, bool meantToBeSame) {
  const std::string largest = rounded(distance.maxAbs, 2);
  if (!distance.finite())
    return "y is NaN or infinite in one result only for " + groupedCount(distance.apart, "element");
  if (distance.maxAbs == 0)
    return meantToBeSame ? "no element differs" : "yet on this tensor no element differs";
  if (distance.maxAbs <= bound)
    return meantToBeSame ? "the largest difference, " + largest + ", is only rounding"
                         : "yet on this tensor the largest difference, " + largest + ", is only rounding";
  if (meantToBeSame) return "yet the largest difference, " + largest + ", is more than rounding";
  return "y differs by up to " + largest + ", and ‖B − A‖₂ is " + rounded(distance.l2, 3);
}

}  // namespace

double roundingBoundOf(const NormalizeResult& a, const NormalizeResult& b, const Distance& distance) {
  return roundingBound(a.y.dtype(), std::max(largestMeanToStd(a), largestMeanToStd(b)), distance.maxValue);
}

std::string verdictOf(const NormalizeResult& a, const NormalizeResult& b, const Distance& distance,
                      bool withParameters) {
  const Equivalence found = equivalenceOf(a.plan, b.plan);
  const bool same = withParameters ? found.sameFunction : found.sameNormalization;
  return structureText(a.plan, b.plan, found, withParameters) + ": " +
         numbersText(distance, roundingBoundOf(a, b, distance), same);
}

}  // namespace normscope
