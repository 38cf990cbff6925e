#pragma once

#include "core/norm/norm_spec.h"
#include "core/tensor/shape.h"

namespace normscope {

/// The spec of another kind, with everything of the present one that still applies (eps, estimator, mode,
/// momentum) and, for kinds that need more, a start that fits the shape: the groups of before, axes that were
/// reduced until now.
NormSpec changedKind(const NormSpec& from, NormKind kind, const Shape& shape, std::int64_t groups);

/// The spec with another set of `over` axes, in layout order; flags has one entry per axis of the shape.
NormSpec changedOver(NormSpec spec, const Shape& shape, const std::vector<bool>& flags);

/// Which axes of the shape a set of the spec extends along (an axis that is split counts); all false where no
/// plan is possible.
std::vector<bool> reducedFlags(const NormSpec& spec, const Shape& shape);

}  // namespace normscope
