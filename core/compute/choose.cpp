#include "core/compute/choose.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <mutex>
#include <optional>

#include "core/engine/opencl/devices.h"
#include "core/engine/opencl/opencl_engine.h"
#include "core/engine/reference/reference_engine.h"
#include "core/text/number.h"

namespace normscope {
namespace {

/// The OpenCL engines of the process, made when first used. They live until it ends: drivers do not like to
/// be called from destructors of static objects.
class Engines {
 public:
  static Engines& instance() {
    static auto* const engines = new Engines;
    return *engines;
  }

  /// An engine that failed is dropped: the next computation begins with a new one.
  NormalizeResult normalize(int index, const NormalizeRequest& request, const Progress& progress) {
    const std::lock_guard lock(mutex_);
    try {
      auto& engine = engines_[index];
      if (!engine) engine = std::make_unique<OpenClEngine>(index);
      return normscope::normalize(request, *engine, progress);
    } catch (const Error& error) {
      requireIntact(request);  // else it is not the engine that failed
      if (error.fault() == Fault::failed) engines_.erase(index);
      throw;
    }
  }

 private:
  std::mutex mutex_;
  std::map<int, std::unique_ptr<OpenClEngine>> engines_;
};

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

AutomaticDevice lookForDevice() {
  const std::vector<OpenClDevice> devices = listedOpenClDevices();
  std::vector<OpenClDevice> candidates;
  for (const std::string_view type : {"gpu", "cpu"}) {
    std::copy_if(devices.begin(), devices.end(), std::back_inserter(candidates),
                 [&](const OpenClDevice& device) { return device.type == type && device.usable; });
  }
  for (const OpenClDevice& device : candidates) {
    const bool isLast = &device == &candidates.back();
    if (!isLast && !triedOpenClDevice(device.index).usable) continue;
    return {device.index, device.type == "gpu" ? "it is the first usable GPU"
                                               : "no GPU is usable, it is the first usable CPU"};
  }
  return {std::nullopt, noneOf(devices)};
}

/// What of the request OpenCL cannot compute, as the start of a sentence; nothing where it can.
std::optional<std::string> leftToReference(const NormalizeRequest& request) {
  const DType dtype = request.x.dtype();
  if (!OpenClEngine::computes(dtype)) return std::string(nameOf(dtype)) + " is computed by the reference";
  if (request.gradOutput && !OpenClEngine::differentiates) return "gradients are computed by the reference";
  return std::nullopt;
}

NormalizeResult byReference(const NormalizeRequest& request, const Progress& progress) {
  ReferenceEngine engine;
  return normalize(request, engine, progress);
}

NormalizeResult byReference(const NormalizeRequest& request, const Progress& progress,
                            const std::string& notice) {
  NormalizeResult result = byReference(request, progress);
  result.notices.push_back(notice);
  return result;
}

NormalizeResult automatically(const NormalizeRequest& request, const Progress& progress) {
  if (const auto left = leftToReference(request))
    return byReference(request, progress, *left + " in double precision");
  const AutomaticDevice device = automaticDevice();
  if (!device.index) return byReference(request, progress, device.reason + ": computed by the reference");
  try {
    return Engines::instance().normalize(*device.index, request, progress);
  } catch (const Error& error) {
    requireIntact(request);
    if (error.fault() != Fault::failed) throw;
    const std::string line = error.what();
    return byReference(request, progress, line.substr(0, line.rfind("; ")) + ": computed by the reference");
  }
}

}  // namespace

std::optional<DeviceChoice> readDeviceChoice(std::string_view text) {
  constexpr std::string_view prefix = "opencl:";
  if (text == "auto") return DeviceChoice{DeviceChoice::Kind::automatic, 0};
  if (text == "reference") return DeviceChoice{DeviceChoice::Kind::reference, 0};
  if (!text.starts_with(prefix)) return std::nullopt;
  const auto index = readInteger(text.substr(prefix.size()));
  if (!index || *index < 0 || *index > 9999) return std::nullopt;
  return DeviceChoice{DeviceChoice::Kind::opencl, static_cast<int>(*index)};
}

DeviceChoice parseDeviceChoice(std::string_view text) {
  if (const auto choice = readDeviceChoice(text)) return *choice;
  throw nonsense("--device '" + std::string(text) + "'", "it is not a device",
                 "give auto, reference or opencl:N");
}

AutomaticDevice automaticDevice() {
  const auto known = Automatic::instance().known();
  return known && known->index ? *known : Automatic::instance().keep(lookForDevice());
}

std::optional<AutomaticDevice> knownAutomaticDevice() {
  return Automatic::instance().known();
}

NormalizeResult normalizeOn(const DeviceChoice& choice, const NormalizeRequest& request,
                            const Progress& progress) {
  if (choice.kind == DeviceChoice::Kind::automatic) return automatically(request, progress);
  if (choice.kind == DeviceChoice::Kind::reference) return byReference(request, progress);
  if (const auto left = leftToReference(request)) {
    throw nonsense("--device opencl:" + std::to_string(choice.index), *left + " only",
                   "use --device reference or auto");
  }
  return Engines::instance().normalize(choice.index, request, progress);
}

}  // namespace normscope
