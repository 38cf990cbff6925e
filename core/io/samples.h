#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/tensor/tensor.h"

namespace normscope {

/// A tensor that comes with the program; the same values on every machine.
struct Sample {
  std::string name;
  std::string goodFor;  ///< one line for a person: what it shows
  Layout layout;
  Extents extents;
  DType dtype;
};

/// All of them, in the order to list them; the first is what the window starts with.
const std::vector<Sample>& samples();

/// Throws Error (nonsense) that lists the names.
const Sample& findSample(std::string_view name);

/// The values, of sample.extents and sample.dtype; `sample` must be one of samples().
Tensor loadSample(const Sample& sample);

}  // namespace normscope
