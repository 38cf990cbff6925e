#pragma once

#include <optional>

#include "core/engine/normalize.h"
#include "core/model/check.h"

namespace normscope {

/// What one norm makes of a record, beside the y that was recorded.
struct LayerDifference {
  NormalizeResult expected;  ///< in double precision, in y's dtype where that is float32 or float64
  Tensor difference;         ///< y − expected, float64, of x's shape
  double maxAbs = 0;         ///< NaN where one of the two has NaN and the other has not
  std::int64_t at = 0;       ///< where the largest is, by its position in memory
};

/// `spec` is of what is kept. Throws Error as planOf(), nonsense for a y of another shape; Cancelled.
LayerDifference differenceFromNorm(const RecordTensors& tensors, const Shape& shape, const NormSpec& spec,
                                   const Progress& progress = {});

/// A norm of the whole layer as one of the channels that are kept: of as many groups as are in them.
NormSpec ofKept(const RunRecord& record, NormSpec spec);

}  // namespace normscope
