#pragma once

#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "core/io/safetensors.h"
#include "tests/core/temporary_folder.h"

namespace normscope {

using NamedTensors = std::vector<std::pair<std::string, Tensor>>;

/// A tensor along one axis.
inline Tensor vectorOf(const std::vector<double>& values, DType dtype = DType::float32) {
  return Tensor::of<double>(dtype, {static_cast<std::int64_t>(values.size())}, values);
}

/// Writes a .safetensors file into the folder and gives its path.
inline std::string checkpointOf(const TemporaryFolder& folder, const std::string& name,
                                const NamedTensors& tensors) {
  std::string bytes;
  encodeSafetensors(tensors, [&](std::span<const std::byte> piece) {
    bytes.append(reinterpret_cast<const char*>(piece.data()), piece.size());
  });
  return folder.fileOf(name, bytes);
}

}  // namespace normscope
