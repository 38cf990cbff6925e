#pragma once

#include <string>

#include "tests/faults/fault_layer.h"

/// The layer of fault_layer.h in this process. To link this is to have the layer between the process and its
/// OpenCL drivers.
namespace normscope::faults {

/// Makes OpenCL calls fail as planned.
void arm(const FaultPlan& plan);

/// Ends that; devices that say that they are GPUs go on to say so.
void disarm(bool asGpu = false);

long long calls();       ///< that could have failed since the plan was made
std::string failed();    ///< name of the first call that was made to fail since then, or ""
long long unfinished();  ///< commands that may still be under way
std::string alive();     ///< "2 buffers, 1 kernel": created or retained and not released

}  // namespace normscope::faults
