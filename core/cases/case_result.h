#pragma once

#include "core/cases/case.h"
#include "core/engine/normalize.h"

namespace normscope {

/// A computation of a case, done.
struct CaseResult {
  Tensor x;
  NormalizeResult result;
  std::int64_t element = 0;  ///< the scene's selection, or the first element of another shape
};

/// Computes with the reference engine. Throws what normalize() throws.
CaseResult computed(const CaseComputation& computation, const Scene& scene, const Progress& progress);

/// Whether the same elements share one mean and variance.
bool sameSets(const CaseResult& a, const CaseResult& b);

}  // namespace normscope
