#include "core/engine/opencl/kernel_variant.h"

#include <utility>

namespace normscope {

std::string toText(const KernelVariant& variant) {
  return variant.name + " " + std::string(nameOf(variant.dtype)) + (variant.streams ? " streams" : "") +
         (variant.writes ? "" : " unwritten");
}

std::optional<KernelVariant> readKernelVariant(std::string_view text) {
  for (const std::string& name : kernelNames()) {
    for (const DType dtype : {DType::float32, DType::float64, DType::float16, DType::bfloat16}) {
      for (const auto& [streams, writes] :
           {std::pair(false, true), std::pair(true, true), std::pair(false, false), std::pair(true, false)}) {
        KernelVariant variant{name, dtype, streams, writes};
        if (toText(variant) == text) return variant;
      }
    }
  }
  return std::nullopt;
}

}  // namespace normscope
