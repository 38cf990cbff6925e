#include "core/analysis/equivalence.h"
#include "core/text/list.h"
#include "core/text/number.h"

namespace normscope {
namespace {

std::string sizesText(const ReductionPlan& plan) {
  return groupedDigits(plan.setCount()) + " of " + groupedCount(plan.elementsPerSet(), "element");
}

std::string indexText(const Extents& index) {
  std::string text = "x" + toText(index);
  std::erase(text, ' ');
  return text;
}

std::string ownParametersText(const ReductionPlan& plan) {
  const auto shape = plan.parameterShape();
  return shape ? "shape " + plan.parameterAxes() + " = " + toText(*shape) : "none";
}

std::string bothText(const ReductionPlan& a, const ReductionPlan& b) {
  return toText(a.spec()) + " and " + toText(b.spec());
}

/// ", for every shape", " here, but only where N = 1"
std::string whereItHolds(const ShapeCondition& condition) {
  return condition.isEvery() ? ", for every shape" : " here, but " + condition.text();
}

std::string sameFunctionText(const ReductionPlan& a, const ReductionPlan& b, const Equivalence& found) {
  return bothText(a, b) + " are the same function" + whereItHolds(found.functionFor) +
         (found.running ? "; " + *found.running : "");
}

std::string sameNormalizationText(const ReductionPlan& a, const ReductionPlan& b, const Equivalence& found) {
  return bothText(a, b) + " normalize alike" + whereItHolds(found.normalizationFor) +
         "; γ and β differ: " + ownParametersText(a) + " against " + ownParametersText(b) +
         (found.functionFor.isNever() ? "" : "; the same function " + found.functionFor.text()) +
         (found.running ? "; " + *found.running : "");
}

std::string sameSetsText(const ReductionPlan& a, const ReductionPlan& b, const Equivalence& found) {
  return bothText(a, b) + " have the same sets" + whereItHolds(found.setsFor) + ", but " +
         joinAnd(found.arithmetic) + "; the same normalization " + found.normalizationFor.text();
}

std::string differentText(const ReductionPlan& a, const ReductionPlan& b, const Equivalence& found) {
  std::string text = bothText(a, b) + " have different sets: " + sizesText(a) + " against " + sizesText(b);
  if (found.difference) {
    text += "; " + indexText(found.difference->partner) + " shares the set of " +
            indexText(found.difference->element) + " in " +
            (found.difference->inFirst ? toText(a.spec()) : toText(b.spec())) + " only";
  }
  text += "; the same sets " + found.setsFor.text();
  return found.arithmetic.empty() ? text : text + "; besides, " + joinAnd(found.arithmetic);
}

}  // namespace

std::string equivalenceText(const ReductionPlan& a, const ReductionPlan& b, const Equivalence& equivalence) {
  if (equivalence.sameFunction) return sameFunctionText(a, b, equivalence);
  if (equivalence.sameNormalization) return sameNormalizationText(a, b, equivalence);
  if (equivalence.sameSets) return sameSetsText(a, b, equivalence);
  return differentText(a, b, equivalence);
}

}  // namespace normscope
