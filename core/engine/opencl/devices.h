#pragma once

#include <string>
#include <vector>

namespace normscope {

/// One OpenCL device, as --device opencl:INDEX names it.
struct OpenClDevice {
  int index;
  std::string name;
  std::string platform;
  std::string version;  ///< of OpenCL, as the device words it
  std::string type;     ///< "cpu", "gpu" or "accelerator"
  bool usable;
  std::string reason;  ///< why it is not usable, or empty
};

/// The devices of all platforms in the order of the installed drivers, each tried with a small program.
/// Without a driver there are none; never throws for what a driver does wrong. The trial of a device is made
/// once per process.
std::vector<OpenClDevice> openClDevices();

/// The same without a trial, which takes some milliseconds: `usable` and `reason` are those of devices tried
/// before and true for the others.
std::vector<OpenClDevice> listedOpenClDevices();

/// One device of listedOpenClDevices(), tried.
OpenClDevice triedOpenClDevice(int index);

}  // namespace normscope
