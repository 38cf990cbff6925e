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

/// Two norms by what they are called.
struct Both {
  const ReductionPlan& a;
  const ReductionPlan& b;
  const NormNames& names;

  std::string first() const { return nameOf(a.spec(), names); }
  std::string second() const { return nameOf(b.spec(), names); }
  std::string text() const { return first() + " and " + second(); }
};

/// ", for every shape", " here, but only where N = 1"
std::string whereItHolds(const ShapeCondition& condition) {
  return condition.isEvery() ? ", for every shape" : " here, but " + condition.text();
}

std::string sameFunctionText(const Both& both, const Equivalence& found) {
  return both.text() + " are the same function" + whereItHolds(found.functionFor) +
         (found.running ? "; " + *found.running : "");
}

std::string sameNormalizationText(const Both& both, const Equivalence& found) {
  return both.text() + " normalize alike" + whereItHolds(found.normalizationFor) +
         "; γ and β differ: " + ownParametersText(both.a) + " against " + ownParametersText(both.b) +
         (found.functionFor.isNever() ? "" : "; the same function " + found.functionFor.text()) +
         (found.running ? "; " + *found.running : "");
}

std::string sameSetsText(const Both& both, const Equivalence& found) {
  return both.text() + " have the same sets" + whereItHolds(found.setsFor) + ", but " +
         joinAnd(found.arithmetic) + "; the same normalization " + found.normalizationFor.text();
}

std::string differentText(const Both& both, const Equivalence& found) {
  std::string text =
      both.text() + " have different sets: " + sizesText(both.a) + " against " + sizesText(both.b);
  if (found.difference) {
    text += "; " + indexText(found.difference->partner) + " shares the set of " +
            indexText(found.difference->element) + " in " +
            (found.difference->inFirst ? both.first() : both.second()) + " only";
  }
  text += "; the same sets " + found.setsFor.text();
  return found.arithmetic.empty() ? text : text + "; besides, " + joinAnd(found.arithmetic);
}

}  // namespace

std::string equivalenceText(const ReductionPlan& a, const ReductionPlan& b, const Equivalence& equivalence,
                            const NormNames& names) {
  const Both both{a, b, names};
  if (equivalence.sameFunction) return sameFunctionText(both, equivalence);
  if (equivalence.sameNormalization) return sameNormalizationText(both, equivalence);
  if (equivalence.sameSets) return sameSetsText(both, equivalence);
  return differentText(both, equivalence);
}

}  // namespace normscope
