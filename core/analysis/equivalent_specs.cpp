#include "core/analysis/equivalent_specs.h"

#include <algorithm>

#include "core/analysis/equivalence.h"
#include "core/error.h"
#include "core/norm/norm_registry.h"

namespace normscope {
namespace {

/// How the sets cut the axis of a role; whole where there is none.
AxisCut cutAlong(const ReductionPlan& plan, AxisRole role) {
  const auto axis = plan.shape().layout().find(role);
  return axis ? cutOf(plan, *axis, &PlanAxis::kept) : AxisCut{};
}

/// The axes that sets extend along, as over= of a kind names them: as a whole, or in the parts that the kind
/// cuts.
std::string axesOver(const ReductionPlan& plan, const NormInfo& info) {
  std::string over;
  for (int axis = 0; axis < plan.shape().rank(); ++axis) {
    const AxisCut cut = cutOf(plan, axis, &PlanAxis::kept);
    const bool cutByKind = info.split && info.split->role == plan.shape().axis(axis).role();
    if (cut.kind == AxisCut::Kind::positions || (cut.parts > 1 && !cutByKind)) continue;
    over += (over.empty() ? "" : "+") + std::string(1, plan.shape().axis(axis).letter);
  }
  return over;
}

/// Into how many parts, and how, a kind would have to cut its axis. A kind that can leave the axis out of
/// over= cuts nothing where every position has statistics of its own.
void setParts(NormSpec& spec, const ReductionPlan& plan, const NormInfo& info) {
  if (!info.split) return;
  const AxisCut cut = cutAlong(plan, info.split->role);
  const auto axis = plan.shape().layout().find(info.split->role);
  const bool each = cut.kind == AxisCut::Kind::positions && axis && !info.hasKey("over");
  const std::int64_t parts = each ? plan.shape().extent(*axis) : cut.parts;
  if (parts > 1 || info.isRequired(info.split->key))
    spec.*info.split->parts = std::max<std::int64_t>(parts, 1);
  // One group, and a group for every channel, are the same in either order.
  const bool matters = parts > 1 && axis && parts < plan.shape().extent(*axis);
  spec.interleaved = info.hasKey("interleaved") && cut.kind == AxisCut::Kind::stripes && matters;
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
  NormSpec spec = specOf(to.kind);
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
  if (info.required.empty()) candidates.push_back(spec);
  setParts(spec, plan, info);
  if (info.hasKey("over")) spec.over = axesOver(plan, info);
  if (info.hasKey("center")) spec.center = plan.spec().subtractsMean();
  if (!info.isRequired("over") || !spec.over.empty()) candidates.push_back(spec);
  return candidates;
}

/// The axes that weight and bias have as a whole: "N+C".
std::string parameterLetters(const ReductionPlan& plan) {
  std::string letters;
  for (int axis = 0; axis < plan.shape().rank(); ++axis) {
    if (cutOf(plan, axis, &PlanAxis::parameter).kind != AxisCut::Kind::positions) continue;
    letters += (letters.empty() ? "" : "+") + std::string(1, plan.shape().axis(axis).letter);
  }
  return letters;
}

/// What is done with the weight, and whether there is a bias, where the spec has them.
void takeParameters(NormSpec& spec, const NormSpec& from) {
  const bool both = spec.affineSharing() != Affine::none && from.affineSharing() != Affine::none;
  spec.zeroCentered = both && from.zeroCentered;
  spec.bias = std::nullopt;
  if (both && from.hasBias() != spec.hasBias()) spec.bias = from.hasBias();
}

/// The candidate with the sharing of weight and bias that makes it the plan's function; the default is tried
/// first.
std::optional<NormSpec> asFunction(const ReductionPlan& wanted, NormSpec spec, const NormInfo& info) {
  std::vector<std::optional<Affine>> sharings = {std::nullopt};
  sharings.insert(sharings.end(), info.allowedAffine.begin(), info.allowedAffine.end());
  sharings.emplace_back(Affine::axes);
  for (const auto& affine : sharings) {
    spec.affine = affine;
    spec.affineAxes = affine == Affine::axes ? parameterLetters(wanted) : "";
    if (affine == Affine::axes && spec.affineAxes.empty()) continue;
    takeParameters(spec, wanted.spec());
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
  return "per " + affineText(plan.spec());
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

namespace {

/// The least, a middle and the largest number of parts that an axis may be cut into.
std::vector<std::int64_t> someParts(const NormSplit& split, const Shape& shape) {
  const auto axis = shape.layout().find(split.role);
  const std::vector<std::int64_t> divisors = divisorsOf(axis ? shape.extent(*axis) : 0);
  if (divisors.empty()) return {};
  std::vector<std::int64_t> parts = {divisors.front(), divisors[divisors.size() / 2], divisors.back()};
  parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  return parts;
}

/// A kind as it is met on the shape: in its readings, or with some numbers of groups; none where it must be
/// told its axes.
void addMet(const NormInfo& info, const Shape& shape, std::vector<NormSpec>& kinds) {
  const auto channel = shape.layout().find(AxisRole::channel);
  NormSpec spec = specOf(info.kind);
  if (info.required.empty()) kinds.push_back(spec);
  if (info.alsoOverChannel && channel) {
    spec.over = std::string(1, shape.axis(*channel).letter);
    kinds.push_back(spec);
  }
  if (!info.split || !info.isRequired(info.split->key)) return;
  for (const std::int64_t parts : someParts(*info.split, shape)) {
    spec.*info.split->parts = parts;
    kinds.push_back(spec);
  }
}

}  // namespace

std::vector<NormSpec> kindsFor(const Shape& shape, const NormSpec& current) {
  std::vector<NormSpec> kinds;
  for (const NormInfo& info : normRegistry()) addMet(info, shape, kinds);
  std::erase_if(kinds, [&](const NormSpec& spec) { return !planIfPossible(shape, spec); });
  const bool listed = std::find(kinds.begin(), kinds.end(), current) != kinds.end();
  if (!listed && planIfPossible(shape, current)) kinds.push_back(current);
  return kinds;
}

std::vector<std::string> groupsBecome(const ReductionPlan& plan) {
  std::vector<std::string> lines;
  const auto& split = infoOf(plan.spec().kind).split;
  if (!split) return lines;
  const auto axis = plan.shape().layout().find(split->role);
  const std::int64_t parts = plan.spec().*split->parts;
  const std::string count = std::string(split->label) + " = ";
  if (split->onePart && parts == 1) announce(plan, *split->onePart, count + "1", lines);
  if (split->allParts && axis && parts == plan.shape().extent(*axis))
    announce(plan, *split->allParts, count + (split->role == AxisRole::channel ? "C" : "N"), lines);
  return lines;
}

}  // namespace normscope
