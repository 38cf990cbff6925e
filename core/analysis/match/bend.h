#pragma once

#include <optional>

#include "core/analysis/match/findings.h"

namespace normscope::match {

/// How y bends away from a straight line of x in each set, where it does beyond doubt, among the elements
/// farthest from their sets' mean. Rounding, however coarse, tilts and moves lines and scatters about them.
std::optional<Bend> bendOf(const Field& field, const Trial& trial);

}  // namespace normscope::match
