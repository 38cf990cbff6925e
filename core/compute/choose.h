#pragma once

#include <optional>
#include <string>
#include <string_view>

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

/// What auto takes.
struct AutomaticDevice {
  std::optional<int> index;  ///< of openClDevices(); none: the reference computes
  std::string reason;        ///< "no GPU is usable, it is the first usable CPU"
};

/// The device of auto: the first usable GPU, else the first usable CPU, else none. Kept for the process once
/// there is one; where there is none, it is looked for again the next time. Devices are tried with a small
/// program, but not the last candidate, to save that time: there is nothing after it but the reference, which
/// a failure leads to all the same.
AutomaticDevice automaticDevice();

/// The same as found before, without asking or waiting for a driver; nothing where nobody asked yet.
std::optional<AutomaticDevice> knownAutomaticDevice();

/// Computes the request where `choice` says; engines are made once per process and kept until they fail, and
/// computations on OpenCL devices wait for each other.
///
/// opencl:N never falls back: it throws Error (failed) where there is no such device or it fails, and Error
/// (nonsense) for what only the reference computes: other dtypes, and gradients where OpenCL has none. auto
/// takes automaticDevice(); with none, when it fails, or for such a request, it computes with the reference
/// and says why in the notices. After a failure the next computation begins anew on the same device, so that
/// one that is well again is used again. Throws what normalize() throws beside.
NormalizeResult normalizeOn(const DeviceChoice& choice, const NormalizeRequest& request,
                            const Progress& progress = {});

}  // namespace normscope
