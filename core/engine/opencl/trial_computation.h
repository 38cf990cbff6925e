#pragma once

#include "core/engine/normalize.h"
#include "core/engine/opencl/session.h"

namespace normscope {

/// What a trial computes to use one kernel.
struct TrialComputation {
  NormalizeRequest request;
  OpenClLimits limits;
};

/// A small computation in which a CPU uses this kernel; other devices may take a way of their own.
TrialComputation trialComputationFor(const KernelVariant& kernel);

}  // namespace normscope
