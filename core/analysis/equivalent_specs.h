#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/norm/reduction_plan.h"

namespace normscope {

/// Other specs for what a plan does, at most one of each kind in each list.
struct EquivalentSpecs {
  std::vector<NormSpec> sameFunction;  ///< at this shape, weight and bias shared alike
  std::vector<NormSpec>
      sameNormalization;  ///< the same but for weight and bias: with the kind's default affine
};

/// Looks through all kinds, with the plan's eps, estimator, mode and momentum.
EquivalentSpecs equivalentSpecs(const ReductionPlan& plan);

/// Every kind with its defaults that is possible for the shape: groups of one, some and all channels, layer
/// over all but the batch and over the channel axis alone, and `current` where it is none of them.
std::vector<NormSpec> kindsFor(const Shape& shape, const NormSpec& current);

/// What a Group Norm has become at either end of its groups, in the order G = 1, G = C: "G = 1: the sets of
/// Layer Norm; γ and β are per channel here, per element there". Empty for any other plan.
std::vector<std::string> groupsBecome(const ReductionPlan& plan);

}  // namespace normscope
