#pragma once

#include "core/analysis/match/findings.h"

namespace normscope::match {

/// A second look at a trial where y's own dtype is narrow. What rounding may explain there at most is much,
/// since some implementations round sums, means and roots; but where nearly all elements are what a
/// computation in float32 gives that is rounded once at the end, this implementation does not, and the rest
/// has to be within three roundings, too. Sets in which an element is not, or in which many are off to one
/// side, are unexplained from then on. Counts the bits of y that come out as well.
void lookClosely(const Field& field, Trial& trial);

/// Whatever is rounded on the way, y is a straight line of x in each set: a y that bends is no norm's, and
/// all sets of the trial are unexplained then. Says whether it does.
bool lookForBend(const Field& field, Trial& trial);

}  // namespace normscope::match
