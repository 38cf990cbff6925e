#pragma once

#include <cstdint>

#include "core/tensor/tensor.h"

namespace normscope {

/// FNV-1a of the bytes: tells whether a tensor is the same on this machine as on the one where a test was
/// written.
inline std::uint64_t hashOf(const Tensor& tensor) {
  std::uint64_t hash = 0xCBF29CE484222325;
  for (std::size_t i = 0; i < tensor.byteCount(); ++i)
    hash = (hash ^ static_cast<std::uint64_t>(tensor.bytes()[i])) * 0x100000001B3;
  return hash;
}

}  // namespace normscope
