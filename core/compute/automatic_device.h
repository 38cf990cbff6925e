#pragma once

#include <optional>
#include <stop_token>
#include <string>

namespace normscope {

/// What auto takes.
struct AutomaticDevice {
  std::optional<int> index;  ///< of openClDevices(); none: the reference computes
  std::string reason;        ///< "no GPU is usable, it is the first usable CPU"
};

/// The device of auto: the first usable GPU, else the first usable CPU, else none. Kept for the process once
/// there is one; where there is none, it is looked for again the next time. Devices are tried with a small
/// program, but not the last candidate, to save that time: there is nothing after it but the reference, which
/// a failure leads to all the same. Throws Cancelled when `stop` says so.
AutomaticDevice automaticDevice(const std::stop_token& stop = {});

/// The same as found before, without asking or waiting for a driver; nothing where nobody asked yet.
std::optional<AutomaticDevice> knownAutomaticDevice();

/// Lets automaticDevice() look anew, since the one that was taken has turned out to be of no use.
void forgetAutomaticDevice();

}  // namespace normscope
