#pragma once

#include <memory>
#include <string>

#include "core/io/formats/tensor_file.h"

namespace normscope {

/// A GGUF file (github.com/ggml-org/ggml, docs/gguf.md), versions 2 and 3: F64, F32, F16, BF16 and integer
/// tensors, mapped; quantized ones are listed, and refused by the name of their type when they are read. Axes
/// are in memory order, slowest first, the reverse of the file's. Values beside the tensors are passed over.
/// Throws Error (failed) that says at which byte, and why: counts, lengths and offsets that leave the file,
/// unknown types, misaligned or overlapping data, a name twice.
TensorFile openGguf(const std::shared_ptr<const Buffer>& file, const std::string& subject);

}  // namespace normscope
