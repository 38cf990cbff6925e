#pragma once

#include <optional>
#include <string>

#include "core/io/formats/raw_file.h"
#include "core/io/formats/tensor_file.h"

namespace normscope {

/// The path that means standard input.
inline constexpr const char* standardInputPath = "-";

/// Opens a file by its content, not by its name; with `raw` whatever it holds is taken for that. "-" is
/// standard input, which is read to its end. Throws Error (failed) for a file that is missing, of a format
/// that is not read, which is named, malformed, or written to meanwhile; (nonsense) where standard input is
/// asked for a second time. What it takes does not grow with the sizes of the tensors, but for standard
/// input.
TensorFile openTensorFile(const std::string& path, const std::optional<RawForm>& raw = std::nullopt);

/// What messages call the file.
std::string subjectOf(const std::string& path);

}  // namespace normscope
