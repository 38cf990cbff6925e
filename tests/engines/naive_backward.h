#pragma once

#include <vector>

#include "core/engine/normalize.h"

namespace normscope {

/// Gradients by the Jacobian, in long double, with nothing of the engines: the derivative of every y_j by
/// every x_i of its set, each written out through the mean and the variance, and summed up.
struct NaiveGradients {
  std::vector<double> input;
  std::vector<double> weight;
  std::vector<double> bias;
};

/// Takes time that grows with the square of the elements per set. The request must have a gradOutput.
NaiveGradients naiveBackward(const NormalizeRequest& request);

}  // namespace normscope
