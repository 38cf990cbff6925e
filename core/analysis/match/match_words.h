#pragma once

#include <string>
#include <vector>

#include "core/analysis/match/match.h"

namespace normscope {

// Norms are called by their specs, or by `names`.

/// The result in one sentence: "y is x under group:groups=2,variance=unbiased: the largest
/// difference, 2.4e-07, is rounding", or that nothing explains y and which norm is nearest.
std::string matchSentence(const MatchRequest& request, const MatchResult& result,
                          const NormNames& names = {});

/// What the candidate does that the user, or else a framework by default, would not: a line each. None where
/// everything is as meant. With the match that it stands in, nothing is said that another of the class does
/// not do as well.
std::vector<std::string> differencesInWords(const MatchRequest& request, const MatchCandidate& candidate,
                                            const NormNames& names = {}, const Match* match = nullptr);

/// What else there is to a match, a line each: which norms are one on these axes and why, weight and bias,
/// bits, the sets that are not explained.
std::vector<std::string> findingsInWords(const MatchRequest& request, const Match& match,
                                         const NormNames& names = {});

/// What explains a gradient, or what does not, in one sentence.
std::string gradientSentence(const GradientFinding& finding, const NormNames& names = {});

/// The other norms of a class, at most `most` of them: "layer, layer:over=C+H+W and 40 more"; a layout other
/// than the tensor's and mistakes stand behind in brackets. Empty where there are none.
std::string equivalentsText(const MatchRequest& request, const Match& match, std::size_t most);

}  // namespace normscope
