#include "core/io/output_format.h"

#include "core/error.h"
#include "core/text/extension.h"

namespace normscope {
namespace {

[[noreturn]] void refuseFormat(const std::string& extension, const std::string& subject,
                               const std::string& written, const std::string& advice) {
  throw nonsense(subject, written + " not written as '" + extension + "'", "end the name with " + advice);
}

}  // namespace

OutputFormat tensorFormatOf(const std::string& path, const std::string& subject) {
  const std::string extension = extensionOf(path);
  if (extension == ".safetensors") return OutputFormat::safetensors;
  if (!extension.empty() && extension != ".npy")
    refuseFormat(extension, subject, "a tensor is", ".npy or .safetensors");
  return OutputFormat::npy;
}

OutputFormat statisticsFormatOf(const std::string& path, const std::string& subject) {
  const std::string extension = extensionOf(path);
  if (extension == ".npz") return OutputFormat::npz;
  if (extension == ".safetensors") return OutputFormat::safetensors;
  if (extension == ".json") return OutputFormat::json;
  if (extension == ".csv") return OutputFormat::csv;
  if (!extension.empty() && extension != ".npy")
    refuseFormat(extension, subject, "statistics are", ".npz, .safetensors, .json or .csv");
  return OutputFormat::npz;
}

}  // namespace normscope
