#pragma once

#include <string>
#include <vector>

#include "core/analysis/match/match.h"
#include "core/analysis/match/rounding.h"
#include "core/analysis/summary.h"

namespace normscope::match {

/// What has to be known about the values before the search.
struct Values {
  Summary x, y;
  double largestY = 0;  ///< largest finite |y|
  bool xIsConstant = false;
  bool yIsConstant = false;
  std::optional<DType> narrowX;  ///< float16 or bfloat16: of the tensor, or of each of its values
  std::optional<DType> narrowY;  ///< and so for y
};

/// Reads both tensors once. Throws Error (nonsense) for shapes that differ, no axes, no elements, y of
/// integers, running variances below 0, and where x or y has no finite value.
Values valuesOf(const MatchRequest& request, const Progress& progress);

/// What a careful person would want to know about the values and what was found.
std::vector<std::string> noticesOf(const MatchRequest& request, const Values& values,
                                   const MatchResult& result);

}  // namespace normscope::match
