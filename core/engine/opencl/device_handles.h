#pragma once

#include <string>
#include <vector>

#include "core/engine/opencl/opencl_headers.h"

namespace normscope {

/// The handles behind listedOpenClDevices(), in its order. They stay valid and need not be retained.
std::vector<cl_device_id> openClHandles();

/// The handle of device `index`. Throws Error (failed) that lists the devices where there is none such, and
/// with the driver's reason where it says that the device is of no use.
cl_device_id usableOpenClHandle(int index);

/// "opencl:0 (pthread-skylake)", the subject of errors about a device; "opencl:0" while its driver does not
/// tell its name.
std::string openClSubject(int index);

}  // namespace normscope
