#pragma once

#include <vector>

#include "core/engine/normalize.h"

namespace normscope {

/// The definition, element by element in long double, with nothing of the engines: two passes over a list of
/// (set, parameter) per element.
struct NaiveResult {
  std::vector<double> y;
  std::vector<double> mean;
  std::vector<double> variance;  ///< as used
};

NaiveResult naive(const NormalizeRequest& request);

}  // namespace normscope
