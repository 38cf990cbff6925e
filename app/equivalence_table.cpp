#include "app/equivalence_table.h"

#include <algorithm>

#include "core/analysis/equivalence.h"
#include "core/analysis/equivalent_specs.h"

namespace normscope::app {
namespace {

std::vector<ReductionPlan> plansOf(const Shape& shape, const std::optional<NormSpec>& own) {
  std::vector<ReductionPlan> plans;
  for (const NormSpec& spec : kindsFor(shape, own.value_or(NormSpec{}))) plans.push_back(plan(shape, spec));
  return plans;
}

char markOf(const Equivalence& found) {
  if (found.sameFunction) return '=';
  if (found.sameNormalization) return '~';
  return found.sameSets ? 's' : '.';
}

const ShapeCondition& conditionOf(const Equivalence& found) {
  if (found.sameFunction) return found.functionFor;
  return found.sameNormalization ? found.normalizationFor : found.setsFor;
}

std::string padded(const std::string& text, std::size_t width) {
  return text + std::string(std::max(width, text.size()) - text.size(), ' ');
}

/// Calls visit(a, b, equivalence) for each two, in the order of the table.
template <typename Visit>
void forEachTwo(const std::vector<ReductionPlan>& plans, Visit&& visit) {
  for (std::size_t i = 0; i < plans.size(); ++i) {
    for (std::size_t j = i + 1; j < plans.size(); ++j)
      visit(plans[i], plans[j], equivalenceOf(plans[i], plans[j]));
  }
}

}  // namespace

std::string equivalenceTable(const Shape& shape, const std::optional<NormSpec>& own) {
  const std::vector<ReductionPlan> plans = plansOf(shape, own);
  std::size_t width = 0;
  for (const ReductionPlan& row : plans) width = std::max(width, toText(row.spec()).size());
  std::string text = padded("", width + 4);
  for (std::size_t i = 0; i < plans.size(); ++i) text += padded(std::to_string(i + 1), 3);
  text.erase(text.find_last_not_of(' ') + 1);
  text += "\n";
  for (std::size_t i = 0; i < plans.size(); ++i) {
    text += padded(std::to_string(i + 1), 4) + padded(toText(plans[i].spec()), width);
    for (const ReductionPlan& column : plans)
      text += std::string("  ") + markOf(equivalenceOf(plans[i], column));
    text += "\n";
  }
  text += "\n=  the same function   ~  the same but for γ and β   s  the same sets   .  different sets\n";
  forEachTwo(plans, [&](const ReductionPlan& a, const ReductionPlan& b, const Equivalence& found) {
    if (found.sameSets) text += "\n" + equivalenceText(a, b, found) + "\n";
  });
  return text;
}

Json equivalenceTableAsJson(const Shape& shape, const std::optional<NormSpec>& own) {
  Json list = Json::array();
  forEachTwo(plansOf(shape, own),
             [&](const ReductionPlan& a, const ReductionPlan& b, const Equivalence& found) {
               list.push_back({{"a", toText(a.spec())},
                               {"b", toText(b.spec())},
                               {"same_sets", found.sameSets},
                               {"same_normalization", found.sameNormalization},
                               {"same_function", found.sameFunction},
                               {"shapes", conditionOf(found).text()}});
             });
  return list;
}

}  // namespace normscope::app
