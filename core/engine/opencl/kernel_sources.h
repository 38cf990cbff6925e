#pragma once

#include <string>
#include <vector>

#include "core/tensor/dtype.h"

namespace normscope {

/// The kernels of kernels/NAME.cl, by name.
std::vector<std::string> kernelNames();

/// The whole source of the kernel in kernels/NAME.cl, with the files that it builds on.
std::string kernelSource(const std::string& name);

/// What kernels are built for. A CPU's compiler may know builtins beyond OpenCL; only PoCL's is known to:
/// where they are unknown, a driver may end the whole process at one.
enum class KernelTarget { accelerator, cpu, poclCpu };

/// Compiler options that make the kernels' stored type `dtype`: float64, float32, float16 or bfloat16. With
/// `streams` they write y past the caches of a CPU.
std::string kernelOptions(DType dtype, KernelTarget target, bool streams);

}  // namespace normscope
