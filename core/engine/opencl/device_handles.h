#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/engine/opencl/kernel_variant.h"
#include "core/engine/opencl/opencl_headers.h"
#include "core/error.h"

namespace normscope {

/// The handles behind listedOpenClDevices(), in its order. They stay valid and need not be retained.
std::vector<cl_device_id> openClHandles();

/// The handle of device `index`. Throws Error (failed) that lists the devices where there is none such, and
/// with the driver's reason where it says that the device is of no use.
cl_device_id usableOpenClHandle(int index);

/// A device that a trial found to be of no use.
class DeviceRefused : public Error {
 public:
  DeviceRefused(const std::string& subject, const std::string& reason)
      : Error(Fault::failed, subject, reason,
              "use --device reference, or try it again with 'normscope devices'") {}
};

/// Makes sure that a trial in a child process found that the device can use the kernel, or without a kernel,
/// that it can be used at all; a trial is made where there was none. Throws DeviceRefused with what went
/// wrong, which is then the device's reason, and Cancelled when `stop` says so.
void requireTrial(int index, const std::optional<KernelVariant>& kernel, const std::stop_token& stop);

/// What is tried first of the device's kernels: the one that most small tensors are computed with. Throws
/// Error (failed) for a device that does not tell what it is.
KernelVariant firstKernelOf(int index);

/// Whether requireTrial() would return at once.
bool hasPassedTrial(int index, const std::optional<KernelVariant>& kernel);

/// Why the device cannot run a small program, built in this process, or "".
std::string smallProgramComplaint(cl_device_id handle);

/// "opencl:0 (pthread-skylake)", the subject of errors about a device; "opencl:0" while its driver does not
/// tell its name.
std::string openClSubject(int index);

}  // namespace normscope
