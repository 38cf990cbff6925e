#include "core/model/kept_sets.h"

#include "core/error.h"
#include "core/norm/reduction_plan.h"

namespace normscope {
namespace {

/// Whether the positions are whole groups of so many channels.
bool areWholeGroups(const std::vector<std::int64_t>& kept, std::int64_t perGroup) {
  if (static_cast<std::int64_t>(kept.size()) % perGroup != 0) return false;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const auto at = static_cast<std::int64_t>(i) % perGroup;
    if (kept[i] % perGroup != at || (at > 0 && kept[i] != kept[i - 1] + 1)) return false;
  }
  return true;
}

Error refuseCut(char letter, const NormSpec& spec) {
  return nonsense(toText(spec),
                  std::string("axis ") + letter + " is cut in the record, so that its sets are not whole",
                  "record it with keep=\"all\"");
}

}  // namespace

NormSpec specOnKept(const RunRecord& record, const NormSpec& spec) {
  const ReductionPlan whole = plan(record.whole, spec);
  NormSpec own = spec;
  for (const PlanAxis& axis : whole.axes()) {
    const auto& kept = record.kept[static_cast<std::size_t>(axis.source)];
    if (!kept || axis.kept || !whole.statisticsFromX()) continue;
    const char letter = record.whole.axis(axis.source).letter;
    const bool ofGroups = spec.groups > 0 && axis.role == AxisRole::channel && !spec.interleaved;
    const std::int64_t perGroup = ofGroups ? record.whole.channelCount() / spec.groups : 0;
    if (perGroup == 0 || kept->empty() || !areWholeGroups(*kept, perGroup)) throw refuseCut(letter, spec);
    own.groups = static_cast<std::int64_t>(kept->size()) / perGroup;
  }
  return own;
}

}  // namespace normscope
