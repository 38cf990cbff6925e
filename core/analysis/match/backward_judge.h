#pragma once

#include "core/analysis/match/partitions.h"

namespace normscope::match {

/// What explains the backward pass of a request under a norm: nothing forgotten, or the fewest of the terms,
/// the weight and the axes. With g = dL/dy * weight the right one is rstd * (g - mean(g)) - factor * x̂ *
/// mean(g * x̂), as Engine::backward computes it. Throws Error (nonsense) for gradients of other shapes.
GradientFinding judgeBackward(const MatchRequest& request, const Layout& layout, const NormSpec& spec,
                              const Progress& progress);

}  // namespace normscope::match
