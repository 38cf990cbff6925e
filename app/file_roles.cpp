#include "app/file_roles.h"

#include <filesystem>

#include "core/error.h"
#include "core/io/same_file.h"
#include "core/io/tensor_ref.h"

namespace normscope::app {
namespace {

/// Neither needs to be there yet.
bool areOnePath(const std::string& a, const std::string& b) {
  std::error_code ignored;
  const auto canonical = [&](const std::string& path) {
    return std::filesystem::weakly_canonical(std::filesystem::absolute(path, ignored), ignored);
  };
  return a == b || canonical(a) == canonical(b);
}

}  // namespace

void refuseOneFileForTwo(const std::vector<FileRole>& outputs) {
  for (std::size_t second = 1; second < outputs.size(); ++second) {
    for (std::size_t first = 0; first < second; ++first) {
      const auto& [name, path] = outputs[second];
      const auto& [otherName, other] = outputs[first];
      if (!path || !other || !areOnePath(*path, *other)) continue;
      throw nonsense(name + " '" + *path + "'", "it is the file of " + otherName + " too", "give two names");
    }
  }
}

void refuseReplacing(const std::vector<FileRole>& outputs, const std::vector<FileRole>& inputs) {
  for (const auto& [name, path] : outputs) {
    for (const auto& [otherName, other] : inputs) {
      if (!path || !other || !isFileText(*other)) continue;
      if (!isSameFile(*path, splitFileText(*other).path)) continue;
      throw nonsense(name + " '" + *path + "'", "it is the file that is read as " + otherName,
                     "give another name");
    }
  }
}

}  // namespace normscope::app
