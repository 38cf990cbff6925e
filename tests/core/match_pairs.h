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
  bool fitted = false;                    ///< weight and bias were applied and are not given
  std::vector<std::int64_t> broken = {};  ///< sets of the truth that were overwritten
  std::optional<Relation> weight =
      {};  ///< of what multiplied x̂ to the given weight, or that it is one number
  std::optional<Relation> bias = {};  ///< likewise
};

/// Pairs over shapes, norms, estimators, eps and every mistake, the same every time: each `stride`-th of more
/// than 600. y is computed by the reference engine, or by plain loops where no norm says it.
std::vector<MatchPair> matchPairs(std::size_t stride);

/// Norms that somebody may have meant: the truth, where the axes have it, and another one.
std::vector<NormSpec> meantNorms(const MatchPair& pair);

/// Whether the truth is in the first class.
bool isFound(const MatchPair& pair, const MatchResult& result);

/// What the answer to a request made of a pair, perhaps with a norm that was meant, says and is not so: as
/// meant or not, where y comes from, relations of weight and bias, the sets that are explained, the range of
/// eps.
std::vector<std::string> falseClaims(const MatchPair& pair, const MatchRequest& asked,
                                     const MatchResult& result);

}  // namespace normscope
