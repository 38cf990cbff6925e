#pragma once

#include <string>

#include "core/norm/reduction_plan.h"

namespace normscope {

/// The same tensor in the memory order that people mix up with its own: channels last where its channel axis
/// is elsewhere, else channels before the spatial axes. Its own shape where it has no channel axis.
Shape otherMemoryOrder(const Shape& shape);

/// Where an element of one shape lies in another shape of the same axes in another order.
std::int64_t offsetIn(const Shape& to, const Shape& from, std::int64_t offset);

/// How a set lies in memory: "8 runs of 64 neighbours, 384 apart"; one text for all sets of a plan.
std::string memoryRuns(const ReductionPlan& plan);

}  // namespace normscope
