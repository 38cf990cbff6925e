#include "core/engine/opencl/devices.h"

#include <map>
#include <mutex>

#include "core/engine/opencl/checked_call.h"
#include "core/engine/opencl/device_handles.h"

namespace normscope {
namespace {

std::vector<cl::Device> findDevices() {
  std::vector<cl::Device> devices;
  std::vector<cl::Platform> platforms;
  try {
    cl::Platform::get(&platforms);
  } catch (const cl::Error&) {
    return {};  // The loader's way to say that there is no driver.
  }
  for (const cl::Platform& platform : platforms) {
    try {
      std::vector<cl::Device> own;
      platform.getDevices(CL_DEVICE_TYPE_ALL, &own);
      devices.insert(devices.end(), own.begin(), own.end());
    } catch (const cl::Error&) {
      continue;  // A platform without devices is an error to OpenCL.
    }
  }
  return devices;
}

std::string typeOf(cl_device_type type) {
  if ((type & CL_DEVICE_TYPE_GPU) != 0) return "gpu";
  return (type & CL_DEVICE_TYPE_CPU) != 0 ? "cpu" : "accelerator";
}

/// Drivers pad names with blanks, and some end them with a zero.
std::string trimmed(std::string text) {
  const auto end = text.find_last_not_of(std::string(" \t\n\0", 4));
  text.erase(end == std::string::npos ? 0 : end + 1);
  return text.erase(0, std::min(text.find_first_not_of(" \t"), text.size()));
}

/// Why a device cannot run a small program, or "".
std::string triedOut(const cl::Device& device) {
  static const std::string source =
      "__kernel void trial(__global float* x) { vstore4(vload4(0, x) + 1.0f, 0, x); }";
  try {
    if (!device.getInfo<CL_DEVICE_AVAILABLE>()) return "the driver says that it is not available";
    if (!device.getInfo<CL_DEVICE_COMPILER_AVAILABLE>()) return "the driver has no compiler";
    if (!device.getInfo<CL_DEVICE_ENDIAN_LITTLE>()) return "it is big-endian";
    const cl::Context context(device);
    const cl::Program program(context, source);
    program.build(device);
    cl::Kernel(program, "trial");
  } catch (const cl::Error& error) {
    const std::string line = openClFailure("", error).what();
    return line.substr(2, line.rfind("; ") - 2);
  }
  return "";
}

struct Trials {
  std::mutex mutex;
  std::map<int, std::string> reasons;
};

Trials& trials() {
  static Trials made;
  return made;
}

OpenClDevice described(int index) {
  const cl::Device& device = openClHandles()[static_cast<std::size_t>(index)];
  OpenClDevice result{index, "", "", "", "accelerator", true, ""};
  try {
    result.name = trimmed(device.getInfo<CL_DEVICE_NAME>());
    result.version = trimmed(device.getInfo<CL_DEVICE_VERSION>());
    result.type = typeOf(device.getInfo<CL_DEVICE_TYPE>());
    result.platform = trimmed(cl::Platform(device.getInfo<CL_DEVICE_PLATFORM>()).getInfo<CL_PLATFORM_NAME>());
  } catch (const cl::Error& error) {
    result.usable = false;
    result.reason = std::string(error.what()) + " failed (" + statusName(error.err()) + ")";
  }
  Trials& known = trials();
  const std::lock_guard lock(known.mutex);
  const auto trial = known.reasons.find(index);
  if (trial != known.reasons.end() && result.usable) {
    result.reason = trial->second;
    result.usable = result.reason.empty();
  }
  return result;
}

}  // namespace

const std::vector<cl::Device>& openClHandles() {
  static const std::vector<cl::Device> devices = findDevices();
  return devices;
}

std::string openClSubject(int index) {
  return "opencl:" + std::to_string(index) + " (" + described(index).name + ")";
}

std::vector<OpenClDevice> listedOpenClDevices() {
  std::vector<OpenClDevice> list;
  for (int index = 0; index < static_cast<int>(openClHandles().size()); ++index)
    list.push_back(described(index));
  return list;
}

OpenClDevice triedOpenClDevice(int index) {
  {
    Trials& known = trials();
    const std::lock_guard lock(known.mutex);
    if (!known.reasons.contains(index))
      known.reasons[index] = triedOut(openClHandles()[static_cast<std::size_t>(index)]);
  }
  return described(index);
}

std::vector<OpenClDevice> openClDevices() {
  std::vector<OpenClDevice> list;
  for (int index = 0; index < static_cast<int>(openClHandles().size()); ++index)
    list.push_back(triedOpenClDevice(index));
  return list;
}

}  // namespace normscope
