#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/tensor/dtype.h"

namespace normscope {

/// A kernel as kernels.def lists it.
struct KernelEntry {
  std::string_view name;
  std::string_view arguments;  ///< "Reads x, Writes y, Long sets"
};

std::vector<KernelEntry> listedKernels();

/// The kernels of kernels/NAME.cl, by name.
std::vector<std::string> kernelNames();

/// The whole source of the kernel in kernels/NAME.cl, with the files that it includes, each once.
std::string kernelSource(const std::string& name);

/// Which kernels compute: those in which a work-item takes whole sets in vectors of 16 (runs*.cl, lanes*.cl),
/// which the processors of PoCL like, or those in which work-groups do (teams*.cl), which all other devices
/// get.
enum class KernelFamily { vectors, teams };

KernelFamily familyOf(std::string_view kernel);

/// The family that a device of this platform gets.
KernelFamily familyFor(bool isCpu, std::string_view platform);
bool isPocl(std::string_view platform);

/// What kernels are built for: OpenCL C 1.2, or the compiler of PoCL for its processors, which knows builtins
/// beyond; where they are unknown, a driver may end the whole process at one.
enum class KernelTarget { plain, poclCpu };

/// How kernels write y, or dL/dx.
struct KernelWriting {
  bool streams = false;  ///< past the caches of a CPU
  bool writes = true;    ///< else not at all
};

/// Compiler options that make the kernels' stored type `dtype`: float64, float32, float16 or bfloat16.
std::string kernelOptions(DType dtype, KernelTarget target, const KernelWriting& writing);

}  // namespace normscope
