#pragma once

#include "core/engine/normalize.h"

namespace normscope {

/// How far a result is from the reference. A value that is NaN on one side only counts as infinitely far.
struct Difference {
  double maxAbs = 0;        ///< largest |y - reference|
  double maxReference = 0;  ///< largest |reference| among the finite values

  double maxRel() const { return maxAbs == 0 ? 0 : maxAbs / maxReference; }
};

/// Recomputes the request with the reference in double precision, one set after the other, and compares with
/// result.y. Takes no memory of the tensor's size. Throws Cancelled when progress says so.
Difference verify(const NormalizeRequest& request, const NormalizeResult& result,
                  const Progress& progress = {});

}  // namespace normscope
