#pragma once

#include <string>
#include <vector>

#include "core/tensor/dtype.h"

namespace normscope {

/// The kernels of kernels/NAME.cl, by name.
std::vector<std::string> kernelNames();

/// The whole source of the kernel in kernels/NAME.cl, with the files that it builds on.
std::string kernelSource(const std::string& name);

/// Compiler options that make the kernels' stored type `dtype`: float64, float32, float16 or bfloat16. Those
/// of a CPU use what its compiler offers beyond OpenCL; with `streams` they write y past the caches.
std::string kernelOptions(DType dtype, bool isCpu, bool streams);

}  // namespace normscope
