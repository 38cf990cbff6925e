#include "core/io/output_format.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/error.h"
#include "core/text/extension.h"

namespace normscope {
namespace {

/// Of formats that are read, or written of something else.
constexpr std::array<std::string_view, 16> formatExtensions = {
    ".npz",  ".json", ".csv",  ".tsv", ".txt", ".pt",   ".pth", ".bin",
    ".onnx", ".pb",   ".gguf", ".png", ".jpg", ".jpeg", ".svg", ".pdf"};

[[noreturn]] void refuseFormat(const std::string& extension, const std::string& subject,
                               const std::string& written, const std::string& advice) {
  throw nonsense(subject, written + " not written as '" + extension + "'", "end the name with " + advice);
}

bool isOfAnotherFormat(const std::string& extension) {
  return std::find(formatExtensions.begin(), formatExtensions.end(), extension) != formatExtensions.end();
}

}  // namespace

OutputFormat tensorFormatOf(const std::string& path, const std::string& subject) {
  const std::string extension = extensionOf(path);
  if (extension == ".safetensors") return OutputFormat::safetensors;
  if (isOfAnotherFormat(extension)) refuseFormat(extension, subject, "a tensor is", ".npy or .safetensors");
  return OutputFormat::npy;
}

OutputFormat statisticsFormatOf(const std::string& path, const std::string& subject) {
  const std::string extension = extensionOf(path);
  if (extension == ".npz") return OutputFormat::npz;
  if (extension == ".safetensors") return OutputFormat::safetensors;
  if (extension == ".json") return OutputFormat::json;
  if (extension == ".csv") return OutputFormat::csv;
  if (isOfAnotherFormat(extension))
    refuseFormat(extension, subject, "statistics are", ".npz, .safetensors, .json or .csv");
  return OutputFormat::npz;
}

}  // namespace normscope
