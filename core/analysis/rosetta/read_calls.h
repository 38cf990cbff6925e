#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/analysis/rosetta/read_call.h"

namespace normscope {

/// A call found in a text, and what it means, or why it can't be read.
struct NamedReading {
  std::string name;  ///< "layer1.0.bn1", as the model names it; what it is assigned to; else the class
  std::string call;  ///< as it stands there
  Shape shape;       ///< of the tensor that the call was read for
  std::optional<CallReading> reading;
  std::string reason;  ///< one line, where there is no reading
};

/// The normalizations in a text, in order: print(model) of PyTorch, or source code of any kind. Each is read
/// for a tensor of this layout whose channels, or last axes, are as many as the call says, so that the layers
/// of one model are read together. Throws Error (nonsense) for a text of more than 1 MB.
std::vector<NamedReading> readCalls(const std::string& text, const Shape& shape);

}  // namespace normscope
