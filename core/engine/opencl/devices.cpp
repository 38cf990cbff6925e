#include "core/engine/opencl/devices.h"

#include <algorithm>
#include <mutex>
#include <optional>

#include "core/engine/opencl/checked_call.h"
#include "core/engine/opencl/device_handles.h"
#include "core/engine/opencl/host_topology.h"
#include "core/engine/opencl/trials.h"
#include "core/text/list.h"

namespace normscope {
namespace {

/// The loader's way to say that there is no driver; OpenCL 1.2 has no name for it.
constexpr cl_int noDriver = -1001;

/// What the drivers answered.
struct Found {
  std::vector<cl_device_id> devices;
  std::string complaint;  ///< why this may not be all, or ""
};

Found findDevices() {
  Found found;
  describeHostToOpenCl();
  std::vector<cl::Platform> platforms;
  try {
    cl::Platform::get(&platforms);
  } catch (const cl::Error& error) {
    if (error.err() != noDriver) found.complaint = openClReason(error);
    return found;
  }
  for (const cl::Platform& platform : platforms) {
    try {
      std::vector<cl::Device> own;
      platform.getDevices(CL_DEVICE_TYPE_ALL, &own);
      for (const cl::Device& device : own) found.devices.push_back(device());
    } catch (const cl::Error& error) {
      if (error.err() != CL_DEVICE_NOT_FOUND) found.complaint = openClReason(error);
    }
  }
  return found;
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

OpenClDevice asked(cl_device_id handle, int index) {
  const cl::Device device(handle);
  return {index,
          trimmed(device.getInfo<CL_DEVICE_NAME>()),
          trimmed(cl::Platform(device.getInfo<CL_DEVICE_PLATFORM>()).getInfo<CL_PLATFORM_NAME>()),
          trimmed(device.getInfo<CL_DEVICE_VERSION>()),
          trimmed(device.getInfo<CL_DRIVER_VERSION>()),
          typeOf(device.getInfo<CL_DEVICE_TYPE>()),
          true,
          ""};
}

/// Why the driver itself says that a device is of no use, or "".
std::string ruledOut(cl_device_id handle) {
  const cl::Device device(handle);
  if (!device.getInfo<CL_DEVICE_AVAILABLE>()) return "the driver says that it is not available";
  if (!device.getInfo<CL_DEVICE_COMPILER_AVAILABLE>()) return "the driver has no compiler";
  if (!device.getInfo<CL_DEVICE_ENDIAN_LITTLE>()) return "it is big-endian";
  return "";
}

/// What is known of the devices. A driver is called outside the lock: it may take its time.
class DeviceTable {
 public:
  static DeviceTable& instance() {
    static auto* const table = new DeviceTable;
    return *table;
  }

  std::vector<cl_device_id> handles() {
    {
      const std::lock_guard lock(mutex_);
      if (complete_) return handlesNow();
    }
    const Found found = findDevices();
    const std::lock_guard lock(mutex_);
    for (const cl_device_id handle : found.devices) {
      const bool known = std::any_of(entries_.begin(), entries_.end(),
                                     [&](const Entry& entry) { return entry.handle == handle; });
      if (!known) entries_.push_back({handle, {}, {}, ""});
    }
    complaint_ = found.complaint;
    complete_ = complaint_.empty();
    return handlesNow();
  }

  std::string complaint() {
    const std::lock_guard lock(mutex_);
    return complaint_;
  }

  OpenClDevice described(cl_device_id handle, int index) {
    OpenClDevice result{index, "", "", "", "", "accelerator", false, ""};
    try {
      result = factsOf(handle, index);
      result.reason = ruledOut(handle);
      if (result.reason.empty()) result.reason = refusalOf(index);
      if (result.reason.empty()) result.reason = trialOf(index).value_or("");
      result.usable = result.reason.empty();
    } catch (const cl::Error& error) {
      result.usable = false;
      result.reason = openClReason(error);
    }
    return result;
  }

  /// With a small program in this process, unless it is known to be built. What a driver refuses in good
  /// order may pass.
  void tryOut(cl_device_id handle, int index) {
    if (trialOf(index) == "") return;
    const std::string reason = smallProgramComplaint(handle);
    const std::lock_guard lock(mutex_);
    entry(index).trial = reason;
  }

  /// What a trial in a child process found. Throws cl::Error for a device that does not tell what it is.
  std::string childComplaint(cl_device_id handle, int index, const std::optional<KernelVariant>& kernel,
                             const std::stop_token& stop) {
    return hasTrials() ? trialComplaint(factsOf(handle, index), kernel, stop) : "";
  }

  /// Why a trial in a child process found the device to be of no use; "" for one that is well again.
  void refuse(int index, const std::string& reason) {
    const std::lock_guard lock(mutex_);
    entry(index).refusal = reason;
  }

  std::string refusalOf(int index) {
    const std::lock_guard lock(mutex_);
    return entry(index).refusal;
  }

  OpenClDevice factsOf(cl_device_id handle, int index) {
    {
      const std::lock_guard lock(mutex_);
      if (entry(index).facts) return *entry(index).facts;
    }
    const OpenClDevice facts = asked(handle, index);
    const std::lock_guard lock(mutex_);
    entry(index).facts = facts;
    return facts;
  }

  std::string subjectOf(cl_device_id handle, int index) {
    const std::string id = "opencl:" + std::to_string(index);
    try {
      return id + " (" + factsOf(handle, index).name + ")";
    } catch (const cl::Error&) {
      return id;
    }
  }

 private:
  struct Entry {
    cl_device_id handle;
    std::optional<OpenClDevice> facts;  ///< what does not change
    std::optional<std::string> trial;   ///< why the small program failed last, "" when it did not
    std::string refusal;                ///< why a trial in a child process failed, or ""
  };

  Entry& entry(int index) { return entries_[static_cast<std::size_t>(index)]; }

  std::vector<cl_device_id> handlesNow() const {
    std::vector<cl_device_id> handles;
    for (const Entry& entry : entries_) handles.push_back(entry.handle);
    return handles;
  }

  std::optional<std::string> trialOf(int index) {
    const std::lock_guard lock(mutex_);
    return entry(index).trial;
  }

  std::mutex mutex_;
  std::vector<Entry> entries_;
  std::string complaint_;
  bool complete_ = false;
};

std::string existingDevices() {
  std::vector<std::string> names;
  for (const OpenClDevice& device : listedOpenClDevices()) names.push_back(openClSubject(device.index));
  return names.empty() ? "there is no OpenCL device" : "there is " + joinAnd(names);
}

KernelVariant firstKernel(const OpenClDevice& device) {
  const bool vectors = familyFor(device.type == "cpu", device.platform) == KernelFamily::vectors;
  return {vectors ? "runs_whole" : "teams_whole", DType::float32};
}

cl_device_id handleOf(int index) {
  return openClHandles()[static_cast<std::size_t>(index)];
}

}  // namespace

std::string smallProgramComplaint(cl_device_id handle) {
  static const std::string source =
      "__kernel void trial(__global float* x) { vstore4(vload4(0, x) + 1.0f, 0, x); }";
  try {
    const cl::Device device(handle);
    const cl::Context context(device);
    const cl::Program program(context, source);
    buildProgram(program, device, "");
    cl::Kernel(program, "trial");
  } catch (const cl::Error& error) {
    return openClReason(error);
  }
  return "";
}

std::vector<cl_device_id> openClHandles() {
  return DeviceTable::instance().handles();
}

namespace {

/// Throws Error (failed) that lists the devices where there is none such.
cl_device_id existingHandle(int index) {
  const std::vector<cl_device_id> handles = openClHandles();
  if (index < 0 || static_cast<std::size_t>(index) >= handles.size()) {
    const std::string complaint = openClComplaint();
    if (!complaint.empty())
      throw failure("opencl:" + std::to_string(index), complaint, "use --device reference");
    throw failure("opencl:" + std::to_string(index), "no such device, " + existingDevices(),
                  "use --device auto or one of those that 'normscope devices' lists");
  }
  return handles[static_cast<std::size_t>(index)];
}

}  // namespace

cl_device_id usableOpenClHandle(int index) {
  const cl_device_id handle = existingHandle(index);
  // Not tried with a small program: the kernels themselves will tell.
  const OpenClDevice described = DeviceTable::instance().described(handle, index);
  if (!described.usable) throw failure(openClSubject(index), described.reason, "use --device reference");
  return handle;
}

namespace {

/// Calls ask(facts). A driver that does not tell what its device is, fails.
template <typename Ask>
auto withFacts(int index, Ask&& ask) {
  try {
    return ask(DeviceTable::instance().factsOf(handleOf(index), index));
  } catch (const cl::Error& error) {
    throw openClFailure(openClSubject(index), error);
  }
}

}  // namespace

void requireTrial(int index, const std::optional<KernelVariant>& kernel, const std::stop_token& stop) {
  if (!hasTrials()) return;
  existingHandle(index);
  const std::string complaint =
      withFacts(index, [&](const OpenClDevice& device) { return trialComplaint(device, kernel, stop); });
  DeviceTable::instance().refuse(index, complaint);
  if (!complaint.empty()) throw DeviceRefused(openClSubject(index), complaint);
}

KernelVariant firstKernelOf(int index) {
  return withFacts(index, [](const OpenClDevice& device) { return firstKernel(device); });
}

bool hasPassedTrial(int index, const std::optional<KernelVariant>& kernel) {
  if (!hasTrials()) return true;
  return withFacts(index, [&](const OpenClDevice& device) { return isTried(device, kernel); });
}

std::string openClSubject(int index) {
  return DeviceTable::instance().subjectOf(handleOf(index), index);
}

std::vector<OpenClDevice> listedOpenClDevices() {
  const std::vector<cl_device_id> handles = openClHandles();
  std::vector<OpenClDevice> list;
  for (int index = 0; index < static_cast<int>(handles.size()); ++index)
    list.push_back(DeviceTable::instance().described(handles[static_cast<std::size_t>(index)], index));
  return list;
}

OpenClDevice triedOpenClDevice(int index, const std::stop_token& stop) {
  DeviceTable& table = DeviceTable::instance();
  const cl_device_id handle = handleOf(index);
  try {
    const std::string complaint = table.childComplaint(handle, index, {}, stop);
    if (!complaint.empty()) table.refuse(index, complaint);
    if (complaint.empty()) table.tryOut(handle, index);
  } catch (const cl::Error&) {
    // A device that does not tell what it is: that is said below.
  }
  return table.described(handle, index);
}

std::vector<OpenClDevice> openClDevices() {
  DeviceTable& table = DeviceTable::instance();
  std::vector<OpenClDevice> list;
  for (int index = 0; index < static_cast<int>(openClHandles().size()); ++index) {
    const cl_device_id handle = handleOf(index);
    try {
      const OpenClDevice facts = table.factsOf(handle, index);
      if (hasTrials()) forgetComplaints(facts);
      std::string complaint = table.childComplaint(handle, index, {}, {});
      if (complaint.empty()) complaint = table.childComplaint(handle, index, firstKernel(facts), {});
      table.refuse(index, complaint);
      if (complaint.empty()) table.tryOut(handle, index);
    } catch (const cl::Error&) {
      // Likewise.
    }
    list.push_back(table.described(handle, index));
  }
  return list;
}

std::string openClComplaint() {
  return DeviceTable::instance().complaint();
}

}  // namespace normscope
