#pragma once

#include <cstdint>
#include <vector>

#include "core/engine/opencl/reals.h"
#include "core/engine/opencl/traversal.h"
#include "core/norm/reduction_plan.h"
#include "core/norm/running_statistics.h"

namespace normscope {

/// What the "merge" kernels write and the "apply" kernels read of `sets` finer sets: five rows of one number
/// a set, one row after the other (kernels/scale.cl), such that y = ((x * pre - high) - low) * scale. `high`
/// + `low` hold the mean of pre * x in twice the precision of the numbers.
constexpr std::int64_t recordRows = 5;

/// What kernels/scale.cl needs of a plan.
Reals scaleRule(const ReductionPlan& plan, DType dtype);

/// What kernels/sets_records.cl needs of a plan, to do on a device what writeRecords() does.
std::vector<double> knownRule(const ReductionPlan& plan, DType dtype);

/// The statistics of the plan's sets from records that a device merged, in double precision.
void readRecords(const Reals& records, const Traversal& traversal, std::int64_t firstFineSet,
                 std::int64_t fineSets, Moments& moments);

/// Records from statistics that are known, to `records`, which has room for them; in the last row, which
/// forward does not read then, is varianceFactorOf() / rstd for the backward pass.
void writeRecords(const Moments& moments, const ReductionPlan& plan, std::int64_t pieces,
                  std::int64_t firstFineSet, std::int64_t fineSets, Reals& records);

}  // namespace normscope
