#pragma once

#include <functional>
#include <span>
#include <string>

#include "core/io/formats/npy_reader.h"
#include "core/tensor/tensor.h"

namespace normscope {

/// Writes version 1.0, C order, little endian, data aligned to 64 bytes; bfloat16, which NumPy lacks, as
/// float32. The file appears complete or not at all (AtomicFile). Throws Error (failed) that names the path.
void writeNpy(const std::string& path, const Tensor& tensor);

/// Hands the bytes that writeNpy writes to `sink`, piece by piece.
void encodeNpy(const Tensor& tensor, const std::function<void(std::span<const std::byte>)>& sink);

}  // namespace normscope
