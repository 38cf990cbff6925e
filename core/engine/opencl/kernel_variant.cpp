#include "core/engine/opencl/kernel_variant.h"

namespace normscope {

std::string toText(const KernelVariant& variant) {
  return variant.name + " " + std::string(nameOf(variant.dtype)) + (variant.streams ? " streams" : "");
}

std::optional<KernelVariant> readKernelVariant(std::string_view text) {
  for (const std::string& name : kernelNames()) {
    for (const DType dtype : {DType::float32, DType::float64, DType::float16, DType::bfloat16}) {
      for (const bool streams : {false, true}) {
        KernelVariant variant{name, dtype, streams};
        if (toText(variant) == text) return variant;
      }
    }
  }
  return std::nullopt;
}

}  // namespace normscope
