#pragma once

#include <string>
#include <vector>

namespace normscope {

/// The child's side of trials.h: tries a device and prints the answer. `arguments` are the device's index,
/// its identity, and the kernel as text or "". Returns the exit status, 0 for any answer. It may also crash
/// or never return, as drivers do.
int runDeviceTrial(const std::vector<std::string>& arguments);

}  // namespace normscope
