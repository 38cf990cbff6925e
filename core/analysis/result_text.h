#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/compute/verify.h"

namespace normscope {

/// What was compared with the reference, where that was asked for.
struct Verified {
  Difference y;
  std::optional<GradientDifferences> gradients;
};

/// What a result does not know of itself.
struct ResultNames {
  std::string tensor;                ///< FILE
  std::vector<std::string> written;  ///< files that hold a part of it
};

/// What `compute` says of a result, in labelled lines.
std::string resultText(const ResultNames& names, const NormalizeRequest& request,
                       const NormalizeResult& result, const std::optional<Verified>& verified);

}  // namespace normscope
