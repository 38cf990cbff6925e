#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "core/engine/opencl/kernel_sources.h"

namespace normscope {

/// How a kernel of kernels/NAME.cl is built.
struct KernelVariant {
  std::string name;
  DType dtype;           ///< of x and y
  bool streams = false;  ///< y is written past the caches
  bool writes = true;    ///< else y, or dL/dx, is not made

  auto operator<=>(const KernelVariant&) const = default;  // NOLINT(modernize-use-nullptr): it is none
};

/// "runs_whole float32", or "runs_whole float32 streams unwritten".
std::string toText(const KernelVariant& variant);

/// Reads that; nothing for anything else.
std::optional<KernelVariant> readKernelVariant(std::string_view text);

}  // namespace normscope
