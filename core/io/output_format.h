#pragma once

#include <string>

namespace normscope {

/// What is written of tensors.
enum class OutputFormat { npy, npz, safetensors, json, csv };

/// The format of a tensor's file by the extension of its path: .safetensors, or .npy, which also a path
/// without one means. Throws Error (nonsense, on `subject`) for any other extension, which would promise what
/// the file does not hold.
OutputFormat tensorFormatOf(const std::string& path, const std::string& subject);

/// The format of a file of statistics: .safetensors, .json, .csv, or .npz, which no extension means. Throws
/// as tensorFormatOf(); .npy is let through: numpy.load() knows an archive by its content.
OutputFormat statisticsFormatOf(const std::string& path, const std::string& subject);

}  // namespace normscope
