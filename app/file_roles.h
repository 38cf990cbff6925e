#pragma once

#include <optional>
#include <string>
#include <vector>

namespace normscope::app {

/// A file of a command, and what it is there.
struct FileRole {
  std::string name;                 ///< "FILE", "--weight", "the tensor of the scene"
  std::optional<std::string> path;  ///< nothing where it is not given
};

/// Refuses outputs that are one file, by whatever path. Throws Error (nonsense).
void refuseOneFileForTwo(const std::vector<FileRole>& outputs);

/// Refuses outputs that would replace a file that is read: whoever wants that can move the result there.
/// Tensors that are built in or generated are no files. Throws Error (nonsense).
void refuseReplacing(const std::vector<FileRole>& outputs, const std::vector<FileRole>& inputs);

}  // namespace normscope::app
