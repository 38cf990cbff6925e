#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/io/generate.h"
#include "core/io/tensor_ref.h"
#include "core/tensor/tensor.h"

namespace normscope {

/// A tensor and where it came from.
struct LoadedTensor {
  std::string text;  ///< what loadTensor() was given
  Tensor tensor;
  std::optional<Layout>
      layout;  ///< what the source itself says: samples, and what normscope.show of Python writes
  std::optional<GeneratedTensor> generated;  ///< of a generated tensor, whose shape can be edited
  std::optional<TensorRef> ref;              ///< of a file
  std::vector<std::string> notices;          ///< lines that the user should see
};

/// Loads FILE of the command line: "sample:NAME", a generated tensor such as "normal:20,6,10,10:seed=7", else
/// a file, known by its content and not by its name: see TensorRef for what its text may say. (A file of such
/// a name is "./sample:NAME".) `raw` is what a file without a header holds. Throws Error: failed for a file
/// that is missing, a folder, malformed or of another format, which is named, or written to meanwhile;
/// nonsense for an unknown sample, a text that generates nothing, a name or a slice that is not there, and
/// for `raw` with what is no file. Throws Cancelled.
LoadedTensor loadTensor(const std::string& text, const std::optional<RawForm>& raw = std::nullopt,
                        const Progress& progress = {});

}  // namespace normscope
