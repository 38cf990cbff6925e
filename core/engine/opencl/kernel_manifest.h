#pragma once

#include <string_view>

#include "core/engine/opencl/opencl_headers.h"

namespace normscope {

/// What kernels take. References: the bindings' copies release what they could not retain where a retain
/// fails.
struct Reads {  ///< `__global const` of any type
  Reads(const cl::Buffer& given) : buffer(given) {}
  const cl::Buffer& buffer;
};
struct Writes {  ///< `__global` of any type
  Writes(const cl::Buffer& given) : buffer(given) {}
  const cl::Buffer& buffer;
};
struct Local {  ///< `__local` of any type
  std::size_t bytes;
};
using Long = cl_long;
using Int = cl_int;

/// A kernel of kernels.def: Kernel<void(Reads x, Writes y, Long sets)>.
template <typename Signature>
struct Kernel {
  std::string_view name;
};

namespace kernels {
#define KERNEL(name, ...) inline constexpr Kernel<void(__VA_ARGS__)> name{#name};
#include "core/engine/opencl/kernels.def"
#undef KERNEL
}  // namespace kernels

}  // namespace normscope
