#include "core/document/spec_edit.h"

#include "core/document/adapt.h"
#include "core/error.h"
#include "core/norm/norm_registry.h"
#include "core/norm/reduction_plan.h"

namespace normscope {

std::vector<bool> reducedFlags(const NormSpec& spec, const Shape& shape) {
  std::vector<bool> flags(static_cast<std::size_t>(shape.rank()), false);
  try {
    const ReductionPlan made = plan(shape, spec);
    for (const PlanAxis& axis : made.axes()) {
      if (!axis.kept) flags[static_cast<std::size_t>(axis.source)] = true;
    }
  } catch (const Error&) {
    // No plan, nothing reduced: the panel that shows the flags shows the refusal too.
  }
  return flags;
}

NormSpec changedOver(NormSpec spec, const Shape& shape, const std::vector<bool>& flags) {
  spec.over.clear();
  for (int i = 0; i < shape.rank(); ++i) {
    if (flags[static_cast<std::size_t>(i)])
      spec.over += (spec.over.empty() ? "" : "+") + std::string(1, shape.axis(i).letter);
  }
  return spec;
}

NormSpec changedKind(const NormSpec& from, NormKind kind, const Shape& shape, std::int64_t groups) {
  NormSpec spec;
  spec.kind = kind;
  spec.eps = from.eps;
  spec.epsAt = from.epsAt;
  if (kind != NormKind::rms) spec.variance = from.variance;
  if (infoOf(kind).hasKey("mode")) {
    spec.mode = from.mode;
    spec.momentum = from.momentum;
  }
  if (kind == NormKind::group) spec.groups = groups;
  if (kind == NormKind::custom) spec = changedOver(spec, shape, reducedFlags(from, shape));
  if (kind == NormKind::custom && spec.over.empty() && shape.rank() > 0)
    spec.over = shape.layout().letters().substr(0, 1);
  return adaptedTo(shape, spec);
}

}  // namespace normscope
