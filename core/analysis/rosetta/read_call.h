#pragma once

#include <string>
#include <vector>

#include "core/analysis/rosetta/rosetta.h"
#include "core/norm/norm_spec.h"
#include "core/tensor/shape.h"

namespace normscope {

/// What a call of a framework means for a tensor.
struct CallReading {
  Framework framework;
  NormSpec spec;
  std::vector<std::string> notes;   ///< what the framework counts otherwise, or the spec does not say
  bool keepsStatistics = true;      ///< as its norm does; false where the call says that it keeps none
  bool roundsBeforeWeight = false;  ///< x̂ is rounded to x's dtype before the weight comes (Llama's order)
};

/// Reads one call of PyTorch (torch.nn and torch.nn.functional), Keras, Flax (linen) or a node of ONNX, with
/// literal arguments; nothing is run. The framework's own defaults hold for what is left out. Channels are
/// those of the shape's layout; axes that the call counts are counted in memory order. Throws Error
/// (nonsense) that says what can't be read, or does not fit the shape.
CallReading readCall(const std::string& text, const Shape& shape);

}  // namespace normscope
