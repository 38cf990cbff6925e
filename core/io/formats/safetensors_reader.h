#pragma once

#include <memory>
#include <string>

#include "core/io/formats/tensor_file.h"

namespace normscope {

/// Whether it is, or was to be, a safetensors file: 8 bytes of length and a JSON object. `isNamedSo`: its
/// name ends in .safetensors.
bool looksLikeSafetensors(std::string_view bytes, bool isNamedSo);

/// A .safetensors file (the format of github.com/huggingface/safetensors): F64, F32, F16, BF16, F8_E4M3 and
/// F8_E5M2 (as float32), integers and BOOL. Tensors are mapped where they are aligned. Other dtypes of the
/// format are listed, and refused when they are read. Throws Error (failed) for all that the format forbids:
/// see the tests.
TensorFile openSafetensors(const std::shared_ptr<const Buffer>& file, const std::string& subject);

/// The index of a model in several .safetensors files, "model.safetensors.index.json": the tensors of all
/// parts, which lie in the folder of `path`. Throws Error (failed) for what is no such index, a part outside
/// of the folder, a part that is missing or lacks a tensor.
TensorFile openSafetensorsIndex(std::string_view json, const std::string& path);

}  // namespace normscope
