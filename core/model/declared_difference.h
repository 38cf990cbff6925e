#pragma once

#include <optional>

#include "core/analysis/match/match.h"

namespace normscope {

/// How far y is from the norm that was meant, computed in double precision.
struct DeclaredDifference {
  double maxAbs = 0;     ///< infinite where one of the two is not finite
  double bound = 0;      ///< what rounding explains, in the set where it explains most
  double least = 0;      ///< and in a set of mean 0
  bool bitsTell = true;  ///< y is wide, or nearly all of it comes out to the bit and the rest next to it

  /// So near that no search could tell more: another norm as near would be the same within rounding.
  bool isSurelyRounding() const { return maxAbs <= least / 4 && bitsTell; }
};

/// Of request.meant; with `roundsFirst` x̂ is rounded to x's dtype before the weight comes. Nothing where
/// there is none, or it can't be computed of what the request has. Throws Error (failed) where a file has
/// changed.
std::optional<DeclaredDifference> declaredDifference(const MatchRequest& request, bool roundsFirst,
                                                     const Progress& progress = {});

/// Whether y is x normalized by the running statistics after their update by x, which a layer in training
/// writes and does not read.
bool isByUpdatedStatistics(const MatchRequest& request, const Progress& progress = {});

}  // namespace normscope
