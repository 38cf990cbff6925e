#include "core/engine/choose.h"

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

  NormalizeResult normalize(int index, const NormalizeRequest& request, const Progress& progress) {
    const std::lock_guard lock(mutex_);
    auto& engine = engines_[index];
    if (!engine) engine = std::make_unique<OpenClEngine>(index);
    return normscope::normalize(request, *engine, progress);
  }

  /// The device of auto: the first usable GPU, else the first CPU. The CPU is not tried with a small program,
  /// to save that time: there is nothing after it but the reference, which a failure leads to all the same.
  std::optional<int> automatic() {
    const std::lock_guard lock(mutex_);
    if (!automaticKnown_) {
      automatic_ = firstUsable("gpu");
      if (!automatic_) automatic_ = firstUsable("cpu");
      automaticKnown_ = true;
    }
    return automatic_;
  }

 private:
  static std::optional<int> firstUsable(std::string_view type) {
    for (const OpenClDevice& device : listedOpenClDevices()) {
      if (device.type != type || !device.usable) continue;
      if (type == "cpu" || triedOpenClDevice(device.index).usable) return device.index;
    }
    return std::nullopt;
  }

  std::mutex mutex_;
  std::map<int, std::unique_ptr<OpenClEngine>> engines_;
  std::optional<int> automatic_;
  bool automaticKnown_ = false;
};

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
  const auto device = Engines::instance().automatic();
  if (!device) return byReference(request, progress, "no usable OpenCL device: computed by the reference");
  try {
    return Engines::instance().normalize(*device, request, progress);
  } catch (const Error& error) {
    if (error.fault() != Fault::failed) throw;
    const std::string line = error.what();
    return byReference(request, progress, line.substr(0, line.rfind("; ")) + ": computed by the reference");
  }
}

}  // namespace

DeviceChoice parseDeviceChoice(std::string_view text) {
  constexpr std::string_view prefix = "opencl:";
  if (text == "auto") return {DeviceChoice::Kind::automatic, 0};
  if (text == "reference") return {DeviceChoice::Kind::reference, 0};
  const auto index =
      text.starts_with(prefix) ? readInteger(text.substr(prefix.size())) : std::optional<std::int64_t>();
  if (!index || *index < 0 || *index > 9999) {
    throw nonsense("--device '" + std::string(text) + "'", "it is not a device",
                   "give auto, reference or opencl:N");
  }
  return {DeviceChoice::Kind::opencl, static_cast<int>(*index)};
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
