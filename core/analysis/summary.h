#pragma once

#include <cstdint>

#include "core/engine/progress.h"
#include "core/tensor/tensor.h"

namespace normscope {

/// What the values of a tensor look like. min, max, mean and standard deviation are those of the finite
/// values.
struct Summary {
  std::int64_t count = 0;
  std::int64_t nan = 0;
  std::int64_t infinite = 0;
  double min = 0;
  double max = 0;
  double mean = 0;
  double standardDeviation = 0;  ///< biased

  std::int64_t finite() const { return count - nan - infinite; }
};

/// One pass over the tensor. Throws Cancelled when progress says so, Error (failed) where its file
/// has changed (Tensor::requireIntact).
Summary summarize(const Tensor& tensor, const Progress& progress = {});

}  // namespace normscope
