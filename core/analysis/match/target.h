#pragma once

#include <string>
#include <vector>

#include "core/analysis/match/match.h"
#include "core/analysis/summary.h"

namespace normscope::match {

/// What has to be known about the values before the search.
struct Values {
  Summary x, y;
  double largestY = 0;  ///< largest finite |y|
  bool xIsConstant = false;
  bool yIsConstant = false;
  bool xIsHalf = false;  ///< every value is a number of half precision
  bool yIsHalf = false;  ///< and so for y
};

/// Reads both tensors once. Throws Error (nonsense) for shapes that differ, no axes, no elements, y of
/// integers, and where x or y has no finite value.
Values valuesOf(const MatchRequest& request, const Progress& progress);

/// x as float32 numbers, each rounded to half precision.
Tensor roundedToHalf(const Tensor& x);

/// What a careful person would want to know about the values and what was found.
std::vector<std::string> noticesOf(const MatchRequest& request, const Values& values,
                                   const MatchResult& result);

}  // namespace normscope::match
