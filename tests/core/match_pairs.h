#pragma once

#include <string>
#include <vector>

#include "core/analysis/match/match.h"

namespace normscope {

/// Two tensors and the way in which the second was made from the first.
struct MatchPair {
  std::string name;  ///< for people: shape, norm, mistake
  MatchRequest request;
  MatchCandidate truth;
  bool fitted = false;  ///< weight and bias were applied and are not given
};

/// Pairs over shapes, norms, estimators, eps and every mistake, the same every time: each `stride`-th of more
/// than 300. y is computed by the reference engine, or by plain loops where no norm says it.
std::vector<MatchPair> matchPairs(std::size_t stride);

/// Whether the truth is in the first class.
bool isFound(const MatchPair& pair, const MatchResult& result);

}  // namespace normscope
