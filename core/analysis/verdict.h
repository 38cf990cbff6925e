#pragma once

#include <string>

#include "core/analysis/comparison.h"
#include "core/engine/normalize.h"

namespace normscope {

/// Two norms on one tensor in one sentence, from their plans and from how far their results are apart: both
/// with weight 1 and bias 0, or with the same given ones. What the plans say comes first, then whether the
/// numbers show it; the same norms may differ by roundingBound(), different ones may not show it on a tensor.
std::string verdictOf(const NormalizeResult& a, const NormalizeResult& b, const Distance& distance,
                      bool withParameters = false);

/// roundingBound() for two results of one tensor.
double roundingBoundOf(const NormalizeResult& a, const NormalizeResult& b, const Distance& distance);

}  // namespace normscope
