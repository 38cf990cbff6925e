#pragma once

#include <cstdint>
#include <string>

#include "core/norm/reduction_plan.h"

namespace normscope {

/// A number for people: significant digits, true minus sign, "1.2e-7" where it is small or large.
std::string shown(double value, int significant = 4);

/// A tick label with just the digits that tell it from its neighbours, `step` away, on an axis that reaches
/// to `largest` (its absolute value).
std::string tickText(double value, double step, double largest);

}  // namespace normscope
