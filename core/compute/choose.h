#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/compute/automatic_device.h"
#include "core/engine/normalize.h"

namespace normscope {

/// Where to compute, as --device says.
struct DeviceChoice {
  enum class Kind { automatic, reference, opencl };

  Kind kind = Kind::automatic;
  int index = 0;  ///< of openClDevices(), for opencl

  bool operator==(const DeviceChoice&) const = default;
};

/// Reads "auto", "reference" or "opencl:N"; nothing for anything else.
std::optional<DeviceChoice> readDeviceChoice(std::string_view text);

/// The same as the value of --device. Throws Error (nonsense) for what is none.
DeviceChoice parseDeviceChoice(std::string_view text);

/// What auto does with a request that the reference can compute at once (within about 50 ms), while its
/// device has not built the kernels for it.
enum class WhileNotReady {
  wait,              ///< the device computes it, however long that takes
  answer,            ///< the reference computes it: for a process that ends with its answer
  answerAndPrepare,  ///< the same, while kernels are built in the background: for one that goes on
};

/// For the whole process; without it, auto waits. The reference's answer needs no notice.
void setWhileNotReady(WhileNotReady what);

/// Whether a device is being tried or made ready in the background. Then a process should end without running
/// destructors of static objects (std::_Exit), since drivers cannot be interrupted.
bool deviceWorkIsUnderWay();

/// Waits until what was begun in the background is done, for tests and measurements.
void awaitDeviceWork();

/// Computes the request where `choice` says; engines are made once per process and kept until they fail, and
/// computations on OpenCL devices wait for each other.
///
/// opencl:N never falls back: it throws Error (failed) where there is no such device or it fails, and Error
/// (nonsense) for what only the reference computes: other dtypes, and gradients where OpenCL has none. auto
/// takes automaticDevice(); with none, when it fails, or for such a request, it computes with the reference
/// and says why in the notices; where a trial refuses the device (trials.h), the next one computes. After a
/// failure the next computation begins anew on the same device, so that one that is well again is used again.
/// Throws what normalize() throws beside.
NormalizeResult normalizeOn(const DeviceChoice& choice, const NormalizeRequest& request,
                            const Progress& progress = {});

}  // namespace normscope
