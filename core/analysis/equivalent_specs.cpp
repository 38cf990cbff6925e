#include "core/analysis/equivalent_specs.h"

#include <algorithm>

#include "core/analysis/equivalence.h"
#include "core/error.h"
#include "core/norm/norm_registry.h"

namespace normscope {
namespace {

/// How many blocks the sets cut an axis into.
std::int64_t blocksAlong(const ReductionPlan& plan, AxisRole role) {
  const auto axis = plan.shape().layout().find(role);
  if (!axis) return 1;
  const AxisCut cut = cutOf(plan, *axis, &PlanAxis::kept);
  return cut.kind == AxisCut::Kind::positions ? plan.shape().extent(*axis) : cut.parts;
}

/// The axes that sets extend along as a whole, as over= names them.
std::string wholeAxes(const ReductionPlan& plan) {
  std::string over;
  for (int axis = 0; axis < plan.shape().rank(); ++axis) {
    const AxisCut cut = cutOf(plan, axis, &PlanAxis::kept);
    if (cut.kind == AxisCut::Kind::positions || cut.parts > 1) continue;
    over += (over.empty() ? "" : "+") + std::string(1, plan.shape().axis(axis).letter);
  }
  return over;
}

std::optional<ReductionPlan> planIfPossible(const Shape& shape, const NormSpec& spec) {
  try {
    return plan(shape, spec);
  } catch (const Error&) {
    return std::nullopt;
  }
}

/// The plan's options on another kind, where that kind has them.
NormSpec carried(const NormSpec& from, const NormInfo& to) {
  NormSpec spec;
  spec.kind = to.kind;
  spec.eps = from.eps;
  spec.epsAt = from.epsAt;
  if (from.subtractsMean()) spec.variance = from.variance;
  if (!to.hasKey("mode")) return spec;
  spec.mode = from.mode;
  spec.momentum = from.momentum;
  return spec;
}

/// What the kind may look like if it is to do what the plan does, the plainest first.
std::vector<NormSpec> candidatesOf(const ReductionPlan& plan, const NormInfo& info) {
  NormSpec spec = carried(plan.spec(), info);
  std::vector<NormSpec> candidates;
  if (!info.hasKey("groups") && info.kind != NormKind::custom) candidates.push_back(spec);
  if (info.hasKey("workers")) spec.workers = std::max<std::int64_t>(blocksAlong(plan, AxisRole::batch), 1);
  if (info.hasKey("groups")) spec.groups = std::max<std::int64_t>(blocksAlong(plan, AxisRole::channel), 1);
  if (info.hasKey("over")) spec.over = wholeAxes(plan);
  if (info.hasKey("center")) spec.center = plan.spec().subtractsMean();
  if (info.kind != NormKind::custom || !spec.over.empty()) candidates.push_back(spec);
  return candidates;
}

/// The candidate with the sharing of weight and bias that makes it the plan's function; the default is tried
/// first.
std::optional<NormSpec> asFunction(const ReductionPlan& wanted, NormSpec spec, const NormInfo& info) {
  std::vector<std::optional<Affine>> sharings = {std::nullopt};
  sharings.insert(sharings.end(), info.allowedAffine.begin(), info.allowedAffine.end());
  for (const auto& affine : sharings) {
    spec.affine = affine;
    const auto made = planIfPossible(wanted.shape(), spec);
    if (made && equivalenceOf(wanted, *made).sameFunction) return spec;
  }
  return std::nullopt;
}

void addKind(const ReductionPlan& wanted, const NormInfo& info, EquivalentSpecs& found) {
  for (const NormSpec& candidate : candidatesOf(wanted, info)) {
    const auto made = planIfPossible(wanted.shape(), candidate);
    if (!made) continue;
    const Equivalence equivalence = equivalenceOf(wanted, *made);
    if (!equivalence.sameNormalization) continue;
    if (!equivalence.sameFunction && !(candidate == wanted.spec()))
      found.sameNormalization.push_back(candidate);
    const auto function = asFunction(wanted, candidate, info);
    if (function && !(*function == wanted.spec())) found.sameFunction.push_back(*function);
    return;
  }
}

std::string sharingText(const ReductionPlan& plan) {
  if (!plan.parameterShape()) return "none";
  return "per " + std::string(nameOf(plan.spec().affineSharing()));
}

/// "G = 1: the sets of Layer Norm", where that is so.
void announce(const ReductionPlan& group, NormKind kind, const std::string& end,
              std::vector<std::string>& lines) {
  const auto other = planIfPossible(group.shape(), carried(group.spec(), infoOf(kind)));
  if (!other) return;
  const Equivalence found = equivalenceOf(group, *other);
  if (!found.sameNormalization) return;
  const std::string title(infoOf(kind).title);
  lines.push_back(found.sameFunction ? end + ": the same function as " + title
                                     : end + ": the sets of " + title + "; γ and β are " +
                                           sharingText(group) + " here, " + sharingText(*other) + " there");
}

}  // namespace

EquivalentSpecs equivalentSpecs(const ReductionPlan& plan) {
  EquivalentSpecs found;
  for (const NormInfo& info : normRegistry()) addKind(plan, info, found);
  return found;
}

std::vector<NormSpec> kindsFor(const Shape& shape, const NormSpec& current) {
  std::vector<std::string> texts = {"batch", "layer"};
  const auto channel = shape.layout().find(AxisRole::channel);
  if (channel) texts.push_back(std::string("layer:over=") + shape.axis(*channel).letter);
  texts.push_back("instance");
  const std::vector<std::int64_t> divisors = divisorsOf(shape.channelCount());
  std::vector<std::int64_t> groups;
  if (!divisors.empty()) groups = {divisors.front(), divisors[divisors.size() / 2], divisors.back()};
  groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
  for (const std::int64_t count : groups) texts.push_back("group:groups=" + std::to_string(count));
  texts.push_back("rms");
  std::vector<NormSpec> kinds;
  for (const std::string& text : texts) {
    const NormSpec spec = parseNormSpec(text);
    if (planIfPossible(shape, spec)) kinds.push_back(spec);
  }
  const bool listed = std::find(kinds.begin(), kinds.end(), current) != kinds.end();
  if (!listed && planIfPossible(shape, current)) kinds.push_back(current);
  return kinds;
}

std::vector<std::string> groupsBecome(const ReductionPlan& plan) {
  std::vector<std::string> lines;
  if (plan.spec().kind != NormKind::group) return lines;
  if (plan.spec().groups == 1) announce(plan, NormKind::layer, "G = 1", lines);
  if (plan.spec().groups == plan.shape().channelCount()) announce(plan, NormKind::instance, "G = C", lines);
  return lines;
}

}  // namespace normscope
