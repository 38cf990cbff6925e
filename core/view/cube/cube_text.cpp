#include "core/view/cube/cube_text.h"

#include <algorithm>
#include <vector>

#include "core/analysis/axis_words.h"
#include "core/norm/norm_registry.h"
#include "core/text/list.h"
#include "core/text/number.h"

namespace normscope {
namespace {

/// What one position along an axis of the cube is called.
std::string nounOf(const ReductionPlan& plan, CubeAxis axis) {
  if (axis == batchAxis) return "sample";
  if (axis == spaceAxis) return "position";
  return plan.shape().layout().find('F') ? "feature" : "channel";
}

std::string placeOfEps(EpsAt place) {
  if (place == EpsAt::max) return ", √ at least ε";
  return place == EpsAt::outside ? ", ε outside √" : ", ε inside √";
}

std::string plural(const std::string& noun, std::int64_t count) {
  return count == 1 ? noun : noun + "s";
}

/// "sample 3", "channels 0 to 2"
std::string named(const std::string& noun, const CubeRange& range) {
  const std::string first = std::to_string(range.begin);
  if (range.size() == 1) return noun + " " + first;
  return noun + "s " + first + " to " + std::to_string(range.end - 1);
}

bool allKept(const ReductionPlan& plan, AxisRole role) {
  return std::all_of(plan.axes().begin(), plan.axes().end(),
                     [&](const PlanAxis& axis) { return axis.role != role || axis.kept; });
}

/// Where the set of an element lies along the kept spatial axes: "H = 2, W = 0".
std::string keptSpace(const ReductionPlan& plan, std::int64_t offset) {
  std::string text;
  for (const PlanAxis& axis : plan.axes()) {
    if (axis.role != AxisRole::spatial || !axis.kept) continue;
    text +=
        (text.empty() ? "" : ", ") + axis.label + " = " + std::to_string(offset / axis.stride % axis.extent);
  }
  return text;
}

bool hasKept(const ReductionPlan& plan, AxisRole role) {
  return std::any_of(plan.axes().begin(), plan.axes().end(),
                     [&](const PlanAxis& axis) { return axis.role == role && axis.kept; });
}

}  // namespace

std::string sharedStatistics(const ReductionPlan& plan) {
  if (plan.spec().subtractsMean()) return "μ, σ²";
  return plan.spec().dividesBySum() ? "sum of squares" : "mean square";
}

std::string normTitle(const ReductionPlan& plan) {
  return std::string(infoOf(plan.spec().kind).title);
}

std::string normTitleInFull(const ReductionPlan& plan) {
  return normTitleInFull(plan.spec());
}

std::string normTitleInFull(const NormSpec& spec) {
  std::string title(infoOf(spec.kind).title);
  if (!spec.over.empty()) {
    std::string axes = spec.over;
    std::replace(axes.begin(), axes.end(), '+', ',');
    for (std::size_t at = axes.find(','); at != std::string::npos; at = axes.find(',', at + 1)) {
      axes.insert(at + 1, " ");
    }
    title += " over " + axes;
  }
  if (infoOf(spec.kind).hasKey("groups") && spec.groups > 0) title += ", G = " + std::to_string(spec.groups);
  if (spec.interleaved) title += ", interleaved";
  if (spec.workers > 1 && !spec.usesRunningStatistics()) title += ", " + counted(spec.workers, "worker");
  if (spec.usesRunningStatistics()) title += ", evaluation";
  if (!spec.center) title += ", not centred";
  if (spec.variance == VarianceEstimator::unbiased) title += ", unbiased σ²";
  if (spec.epsAt != infoOf(spec.kind).epsAt) title += placeOfEps(spec.epsAt);
  return title;
}

std::string setsInShort(const ReductionPlan& plan) {
  return groupedCount(plan.setCount(), "set") + " of " + groupedDigits(plan.elementsPerSet());
}

std::string setsSentence(const ReductionPlan& plan) {
  const std::int64_t sets = plan.setCount();
  if (!plan.statisticsFromX()) {
    return groupedDigits(sets) + " running " + plural("pair", sets) + " μ, σ², not computed from x, " +
           (sets == 1 ? "" : "each ") + "for " + groupedCount(plan.elementsPerSet(), "element");
  }
  const std::string what = plan.spec().subtractsMean() ? "one μ and one σ²" : "one " + sharedStatistics(plan);
  return groupedCount(sets, "set") + " of " + groupedCount(plan.elementsPerSet(), "element") +
         (sets == 1 ? ", with " : ", each with ") + what;
}

std::string sharedPer(const ReductionPlan& plan) {
  std::vector<std::string> nouns;
  for (const PlanAxis& axis : plan.axes()) {
    if (axis.kept && axis.role != AxisRole::spatial) nouns.push_back(wordOf(axis));
  }
  if (hasKept(plan, AxisRole::spatial) && allKept(plan, AxisRole::spatial)) {
    nouns.emplace_back("position");
  } else {
    for (const PlanAxis& axis : plan.axes()) {
      if (axis.kept && axis.role == AxisRole::spatial) nouns.push_back(axis.label);
    }
  }
  const std::string prefix = plan.statisticsFromX() ? "one " : "running ";
  return prefix + sharedStatistics(plan) + (nouns.empty() ? " for all elements" : " per " + joinAnd(nouns));
}

std::string sharedParameters(const ReductionPlan& plan) {
  if (plan.parameterCount() == 0) return "no γ, β";
  std::vector<std::string> nouns;
  for (const PlanAxis& axis : plan.axes()) {
    if (!axis.parameter) continue;
    // G and C/G together are the channels.
    const bool isWhole = std::all_of(plan.axes().begin(), plan.axes().end(), [&](const PlanAxis& other) {
      return other.source != axis.source || other.parameter;
    });
    const std::string noun =
        isWhole && axis.role == AxisRole::channel ? nounOf(plan, channelAxis) : wordOf(axis);
    if (nouns.empty() || nouns.back() != noun) nouns.push_back(noun);
  }
  return (plan.spec().hasBias() ? "one γ, β per " : "one γ per ") + joinAnd(nouns);
}

std::string selectedSet(const ReductionPlan& plan, std::int64_t offset) {
  const auto axes = cubeAxes(plan);
  std::vector<std::string> where;
  for (const CubeAxis axis : {batchAxis, channelAxis}) {
    const CubeEdgeAxis& edge = axes[axis];
    const AxisRole role = axis == batchAxis ? AxisRole::batch : AxisRole::channel;
    if (hasKept(plan, role)) {
      where.push_back(named(nounOf(plan, axis), edge.runAround(edge.positionOf(offset))));
    }
  }
  if (hasKept(plan, AxisRole::spatial)) where.push_back(keptSpace(plan, offset));
  std::string text = "set of x" + toText(plan.shape().indexOf(offset)) + ": ";
  for (std::size_t i = 0; i < where.size(); ++i) text += (i > 0 ? ", " : "") + where[i];
  return text + (where.empty() ? "all elements" : "");
}

std::string cellNote(const ReductionPlan& plan, const CubeGeometry& geometry) {
  std::string note;
  for (const CubeAxis axis : {batchAxis, channelAxis, spaceAxis}) {
    const CubeScale& scale = geometry.scales[axis];
    if (scale.positionsPerCell == 1) continue;
    note += (note.empty() ? "1 cell = " : " · ") + std::string(scale.equal ? "" : "up to ") +
            groupedDigits(scale.positionsPerCell) + " " + plural(nounOf(plan, axis), scale.positionsPerCell);
  }
  return note;
}

std::string aloneNote(const ReductionPlan& plan, const CubeGeometry& geometry) {
  std::string note;
  for (const CubeAxis axis : {batchAxis, channelAxis, spaceAxis}) {
    const auto& run = geometry.scales[axis].drawnAlone;
    if (run) note += (note.empty() ? "" : ", ") + named(nounOf(plan, axis), *run);
  }
  return note.empty() ? note : note + " drawn alone";
}

}  // namespace normscope
