#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "core/tensor/dtype.h"
#include "core/tensor/shape.h"

namespace normscope {

struct EngineCase {
  std::string layout;
  Extents extents;
  std::string norm;
  DType dtype = DType::float32;
};

std::ostream& operator<<(std::ostream& out, const EngineCase& engineCase);

/// Norms, layouts, ranks 1 to 6, odd sizes, every affine sharing and every path through the kernels.
std::vector<EngineCase> engineCases();

/// Few and small, for a simulator of devices: blocks that different work-items take lie side by side in
/// memory, so that writing too far is a race.
std::vector<EngineCase> simulatedCases();

}  // namespace normscope
