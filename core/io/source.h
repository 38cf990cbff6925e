#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/io/generate.h"
#include "core/tensor/tensor.h"

namespace normscope {

/// A tensor and where it came from.
struct LoadedTensor {
  std::string text;  ///< what loadTensor() was given
  Tensor tensor;
  std::optional<Layout> layout;              ///< what the source itself says; samples only
  std::optional<GeneratedTensor> generated;  ///< of a generated tensor, whose shape can be edited
  std::vector<std::string> notices;          ///< lines that the user should see
};

/// Loads FILE of the command line: "sample:NAME", a generated tensor such as "normal:20,6,10,10:seed=7", else
/// the path of a file, known by its content and not by its name. (A file of such a name is "./sample:NAME".)
/// Only .npy is read. Throws Error: failed for a file that is missing, a folder, malformed or of another
/// format, which is named, or written to meanwhile; nonsense for an unknown sample or a text that generates
/// nothing.
LoadedTensor loadTensor(const std::string& text);

}  // namespace normscope
