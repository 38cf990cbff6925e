#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/engine/progress.h"
#include "core/tensor/tensor.h"

namespace normscope {

/// A tensor in a file: what its header says, and how to get its values.
struct TensorEntry {
  std::string name;   ///< as the file has it; empty in formats whose only tensor has none
  std::string dtype;  ///< what the file holds: "float32", "float8_e4m3fn", "Q4_K"
  Extents extents;

  /// The values. What lies in the file as in memory is mapped, all else is read, decoded or converted (float8
  /// comes out as float32). Throws Error (failed) that names file and tensor: for values that are not there,
  /// a dtype that is not read, a file that has changed since it was opened. Throws Cancelled.
  std::function<Tensor(const Progress&)> read;
};

/// An open file with its tensors, in its own order. Nothing of a size that a header merely claims is in
/// memory. Copies share the file, which stays open as long as one of them lives.
struct TensorFile {
  std::string format;  ///< "npy", "npz", "safetensors", ...
  std::vector<TensorEntry> entries;
  std::vector<std::string> notices;  ///< lines that the user should see: what was skipped or taken for what
  std::map<std::string, std::string> metadata =
      {};  ///< texts beside the tensors: __metadata__ of safetensors
};

}  // namespace normscope
