#pragma once

#include <cstdint>
#include <vector>

#include "core/engine/opencl/traversal.h"
#include "core/norm/reduction_plan.h"
#include "core/norm/running_statistics.h"

namespace normscope {

/// The moments that kernels measured of `sets` finer sets: four arrays of blocks * sets floats, one after the
/// other (centre, sum, squares, scale of kernels/moments.cl). Merged in double precision into the plan's sets
/// from `firstSet` on.
void mergeBlocks(const std::vector<float>& measured, const ReductionPlan& plan, const Traversal& traversal,
                 const Blocking& blocking, std::int64_t firstFineSet, std::int64_t fineSets,
                 Moments& moments);

/// What the "apply" kernels read for `fineSets` finer sets: four arrays of floats, one after the other, such
/// that y = ((x * pre - high) - low) * scale. `high` + `low` hold the mean in double-float precision; `pre` is
/// a power of two that keeps every step inside the range of float.
void scalingsOf(const Moments& moments, const ReductionPlan& plan, const Traversal& traversal,
                std::int64_t firstFineSet, std::int64_t fineSets, std::vector<float>& scalings);

}  // namespace normscope
