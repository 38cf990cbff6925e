#pragma once

#include <stop_token>
#include <string>
#include <vector>

namespace normscope {

/// One OpenCL device, as --device opencl:INDEX names it.
struct OpenClDevice {
  int index;
  std::string name;
  std::string platform;
  std::string version;  ///< of OpenCL, as the device words it
  std::string driver;   ///< its version
  std::string type;     ///< "cpu", "gpu" or "accelerator"
  bool usable;
  std::string reason;  ///< why it is not usable, or empty
};

/// The devices of all platforms in the order of the installed drivers, each tried anew: with a small program
/// and, where there are trials in a child process (trials.h), with a kernel. Without a driver there are none;
/// never throws for what a driver does wrong.
///
/// A device keeps its index as long as the process lives. What a driver told once is remembered, and so is a
/// trial that succeeded; what went wrong is asked or tried again, since a shortage may pass. A driver that is
/// installed later is seen by the next process.
std::vector<OpenClDevice> openClDevices();

/// The same without a trial, which takes up to a tenth of a second: `usable` and `reason` are as the driver
/// says, or as the last trial found.
std::vector<OpenClDevice> listedOpenClDevices();

/// One device of listedOpenClDevices(), tried with a small program. Throws Cancelled when `stop` says so.
OpenClDevice triedOpenClDevice(int index, const std::stop_token& stop = {});

/// Why drivers could not be asked for their devices, or "".
std::string openClComplaint();

}  // namespace normscope
