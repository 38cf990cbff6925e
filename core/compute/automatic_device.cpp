#include "core/compute/automatic_device.h"

#include <algorithm>
#include <iterator>
#include <mutex>
#include <vector>

#include "core/engine/opencl/devices.h"

namespace normscope {
namespace {

/// What auto took. With a lock of its own, which nobody holds for long: the window asks too.
class Automatic {
 public:
  static Automatic& instance() {
    static Automatic automatic;
    return automatic;
  }

  std::optional<AutomaticDevice> known() {
    const std::lock_guard lock(mutex_);
    return known_;
  }

  AutomaticDevice keep(const AutomaticDevice& found) {
    const std::lock_guard lock(mutex_);
    if (!known_ || !known_->index) known_ = found;
    return *known_;
  }

  void forget() {
    const std::lock_guard lock(mutex_);
    known_.reset();
  }

 private:
  std::mutex mutex_;
  std::optional<AutomaticDevice> known_;
};

/// "there is no OpenCL device", with a reason where there is one to blame.
std::string noneOf(const std::vector<OpenClDevice>& devices) {
  for (const OpenClDevice& device : devices) {
    if (!device.usable)
      return "no OpenCL GPU or CPU is usable, opencl:" + std::to_string(device.index) + ": " + device.reason;
  }
  if (!devices.empty()) return "there is no OpenCL GPU or CPU";
  const std::string complaint = openClComplaint();
  return "there is no OpenCL device" + (complaint.empty() ? "" : ", " + complaint);
}

AutomaticDevice lookForDevice(const std::stop_token& stop) {
  const std::vector<OpenClDevice> devices = listedOpenClDevices();
  std::vector<OpenClDevice> candidates;
  for (const std::string_view type : {"gpu", "cpu"}) {
    std::copy_if(devices.begin(), devices.end(), std::back_inserter(candidates),
                 [&](const OpenClDevice& device) { return device.type == type && device.usable; });
  }
  for (const OpenClDevice& device : candidates) {
    const bool isLast = &device == &candidates.back();
    if (!isLast && !triedOpenClDevice(device.index, stop).usable) continue;
    return {device.index, device.type == "gpu" ? "it is the first usable GPU"
                                               : "no GPU is usable, it is the first usable CPU"};
  }
  return {std::nullopt, noneOf(devices)};
}

}  // namespace

AutomaticDevice automaticDevice(const std::stop_token& stop) {
  const auto known = Automatic::instance().known();
  return known && known->index ? *known : Automatic::instance().keep(lookForDevice(stop));
}

std::optional<AutomaticDevice> knownAutomaticDevice() {
  return Automatic::instance().known();
}

void forgetAutomaticDevice() {
  Automatic::instance().forget();
}

}  // namespace normscope
