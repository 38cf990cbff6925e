#pragma once

#include <string>
#include <vector>

#include "core/engine/opencl/kernel_sources.h"
#include "core/engine/progress.h"

namespace normscope {

/// How a device's compiler took one kernel.
struct KernelBuild {
  std::string kernel;   ///< its name, as in kernels/NAME.cl
  std::string options;  ///< what it was built with
  std::string reason;   ///< why it cannot be used, or ""
  std::string log;      ///< all that the compiler says, often nothing
};

/// How a device's compiler took all kernels.
struct BuildReport {
  std::string device;  ///< "opencl:0 (pthread-skylake)"
  std::vector<KernelBuild> builds;
};

/// Builds every kernel of the device's family in every way that device `index` may need, to see the
/// compiler's logs. Throws Error (failed) where there is no such device or it is of no use, also as a trial
/// found, and Cancelled.
BuildReport buildReport(int index, const Progress& progress = {});

/// The report as text: the device, then a line for each build, followed by its log.
std::string toText(const BuildReport& report);

}  // namespace normscope
