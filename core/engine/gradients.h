#pragma once

#include <vector>

#include "core/tensor/tensor.h"

namespace normscope {

/// Derivatives of a loss L, as a backward pass makes them from gradOutput = dL/dy.
struct Gradients {
  Tensor input;                ///< dL/dx, of x's shape and resultDType(x.dtype()); empty where not wanted
  std::vector<double> weight;  ///< dL/dweight, one per parameter of the plan; empty with affine=none
  std::vector<double> bias;    ///< dL/dbias, likewise
};

}  // namespace normscope
