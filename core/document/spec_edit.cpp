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
  const NormInfo& info = infoOf(kind);
  NormSpec spec = specOf(kind);
  const NormSpec before = specOf(from.kind);
  if (from.eps != before.eps || from.epsAt != before.epsAt) {  // else the kind's own default
    spec.eps = from.eps;
    spec.epsAt = from.epsAt;
  }
  if (info.subtractsMean) spec.variance = from.variance;
  if (info.hasKey("mode")) {
    spec.mode = from.mode;
    spec.momentum = from.momentum;
  }
  if (info.isRequired("groups")) spec.groups = groups;
  if (info.isRequired("over")) {
    spec = changedOver(spec, shape, reducedFlags(from, shape));
    if (spec.over.empty() && shape.rank() > 0) spec.over = shape.layout().letters().substr(0, 1);
  }
  return adaptedTo(shape, spec);
}

}  // namespace normscope
