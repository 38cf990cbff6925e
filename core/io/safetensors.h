#pragma once

#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/tensor/tensor.h"

namespace normscope {

/// Hands the bytes of a .safetensors file with these tensors to `sink`, piece by piece: the header, padded so
/// that data starts at a multiple of 64 bytes, and the tensors, those of larger elements first so that each
/// is aligned, else in the order given. Every dtype is kept. The same tensors give the same bytes; names are
/// distinct and valid UTF-8.
void encodeSafetensors(const std::vector<std::pair<std::string, Tensor>>& tensors,
                       const std::function<void(std::span<const std::byte>)>& sink);

/// Everything in front of the data of a file with one such tensor.
std::string formatSafetensorsHeader(const std::string& name, DType dtype, const Extents& extents);

}  // namespace normscope
