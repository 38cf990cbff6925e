#pragma once

#include "core/engine/opencl/reals.h"
#include "core/engine/opencl/session.h"
#include "core/norm/reduction_plan.h"
#include "core/norm/running_statistics.h"

namespace normscope {

/// Sets for which a device makes records from known statistics faster than the host.
constexpr std::int64_t manyRecords = 4096;

/// Statistics of some sets, and the rule that kernels/sets_records.cl makes records from. The moments must
/// outlive it; the device must compute in double precision.
struct KnownStatistics {
  KnownStatistics() = default;
  KnownStatistics(OpenClSession& session, const Moments& moments, std::int64_t firstSet, std::int64_t sets,
                  const ReductionPlan& plan, DType dtype);

  std::vector<double> words;
  cl::Buffer means;
  cl::Buffer variances;
  cl::Buffer rule;
};

}  // namespace normscope
