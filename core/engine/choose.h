#pragma once

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

/// Reads "auto", "reference" or "opencl:N". Throws Error (nonsense) for anything else.
DeviceChoice parseDeviceChoice(std::string_view text);

/// Computes the request where `choice` says; engines are made once per process and kept, and computations on
/// the same device wait for each other.
///
/// opencl:N never falls back: it throws Error (failed) where there is no such device or it fails, and Error
/// (nonsense) for what only the reference computes: other dtypes, and gradients where OpenCL has none. auto
/// takes the first usable GPU, else the first usable CPU; with none, when it fails, or for such a request, it
/// computes with the reference and says why in the notices. Throws what normalize() throws beside.
NormalizeResult normalizeOn(const DeviceChoice& choice, const NormalizeRequest& request,
                            const Progress& progress = {});

}  // namespace normscope
