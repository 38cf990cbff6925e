#pragma once

#include <string>

namespace normscope {

/// What is written of tensors.
enum class OutputFormat { npy, npz, safetensors, json, csv };

/// The format of a tensor's file by the extension of its path: .safetensors, else .npy, whatever the name.
/// Throws Error (nonsense, on `subject`) for the extension of another format, which would promise what the
/// file does not hold.
OutputFormat tensorFormatOf(const std::string& path, const std::string& subject);

/// The format of a file of statistics: .safetensors, .json, .csv, else .npz, whatever the name. Throws as
/// tensorFormatOf(); .npy is let through: numpy.load() knows an archive by its content.
OutputFormat statisticsFormatOf(const std::string& path, const std::string& subject);

}  // namespace normscope
