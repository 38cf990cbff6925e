#pragma once

#include <string>
#include <vector>

#include "core/engine/opencl/opencl_headers.h"

namespace normscope {

/// The handles behind listedOpenClDevices(), in its order. Made once per process: a driver installed later is
/// seen by the next one.
const std::vector<cl::Device>& openClHandles();

/// "opencl:0 (pthread-skylake)", the subject of errors about a device.
std::string openClSubject(int index);

}  // namespace normscope
