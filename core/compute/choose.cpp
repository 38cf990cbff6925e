#include "core/compute/choose.h"

#include <atomic>
#include <chrono>
#include <utility>
#include <vector>

#include "core/compute/opencl_engines.h"
#include "core/compute/preparation.h"
#include "core/compute/reference_estimate.h"
#include "core/engine/opencl/device_handles.h"
#include "core/engine/opencl/opencl_engine.h"
#include "core/engine/opencl/trials.h"
#include "core/engine/reference/reference_engine.h"
#include "core/text/number.h"

namespace normscope {
namespace {

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

/// Others may compute on the device for so long before the reference answers in its place.
constexpr std::chrono::milliseconds patience{50};

/// What the reference can compute in this time it computes while the device is not ready.
constexpr double soon = 0.05;  // s

std::atomic<WhileNotReady> whileNotReady = WhileNotReady::wait;

/// The answer to a small request while the device is not ready for it; nothing where the device is, or could
/// not be made ready, which is then told of as ever.
std::optional<NormalizeResult> answerMeanwhile(const NormalizeRequest& request, const Progress& progress) {
  const WhileNotReady what = whileNotReady;
  if (what == WhileNotReady::wait || referenceSeconds(planOf(request), request.gradOutput.has_value()) > soon)
    return std::nullopt;
  if (what == WhileNotReady::answerAndPrepare) {
    if (Preparation::instance().hasFailed()) return std::nullopt;
    const auto device = knownAutomaticDevice();
    if (device && device->index) {
      if (auto result =
              OpenClEngines::instance().normalizeIfBuilt(*device->index, request, progress, patience))
        return result;
    }
    Preparation::instance().ask(request);
  }
  return byReference(request, progress);
}

/// WHAT: WHY of an error, without what to do.
std::string whatAndWhy(const Error& error) {
  const std::string line = error.what();
  return line.substr(0, line.rfind("; "));
}

/// On the device of auto, whatever it takes; on the next one where a trial refuses it.
NormalizeResult onDevices(const NormalizeRequest& request, const Progress& progress) {
  std::vector<std::string> refused;
  const auto told = [&](NormalizeResult result, const std::string& where) {
    for (const std::string& device : refused) result.notices.push_back(device + where);
    return result;
  };
  const std::string reference = ": computed by the reference";
  while (true) {
    const AutomaticDevice device = automaticDevice(progress.stop);
    if (!device.index) {
      if (refused.empty()) refused.push_back(device.reason);
      return told(byReference(request, progress), reference);
    }
    try {
      NormalizeResult result = OpenClEngines::instance().normalize(*device.index, request, progress);
      const std::string where = ": computed on " + result.device;
      return told(std::move(result), where);
    } catch (const DeviceRefused& error) {
      refused.push_back(whatAndWhy(error));
      forgetAutomaticDevice();
    } catch (const Error& error) {
      requireIntact(request);  // else it is not the device that failed
      if (error.fault() != Fault::failed) throw;
      refused.push_back(whatAndWhy(error));
      return told(byReference(request, progress), reference);
    }
  }
}

NormalizeResult automatically(const NormalizeRequest& request, const Progress& progress) {
  if (const auto left = leftToReference(request)) {
    NormalizeResult result = byReference(request, progress);
    result.notices.push_back(*left + " in double precision");
    return result;
  }
  if (auto result = answerMeanwhile(request, progress)) return std::move(*result);
  return onDevices(request, progress);
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

void setWhileNotReady(WhileNotReady what) {
  whileNotReady = what;
}

bool deviceWorkIsUnderWay() {
  return Preparation::instance().isUnderWay() || isTrying();
}

void awaitDeviceWork() {
  Preparation::instance().await();
}

NormalizeResult normalizeOn(const DeviceChoice& choice, const NormalizeRequest& request,
                            const Progress& progress) {
  if (choice.kind == DeviceChoice::Kind::automatic) return automatically(request, progress);
  if (choice.kind == DeviceChoice::Kind::reference) return byReference(request, progress);
  if (const auto left = leftToReference(request)) {
    throw nonsense("--device opencl:" + std::to_string(choice.index), *left + " only",
                   "use --device reference or auto");
  }
  return OpenClEngines::instance().normalize(choice.index, request, progress);
}

}  // namespace normscope
