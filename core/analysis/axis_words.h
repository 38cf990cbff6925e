#pragma once

#include <string>

#include "core/norm/reduction_plan.h"

namespace normscope {

/// The word for the positions along an axis: "sample", "channel", "feature", "group", "worker", "height",
/// ...; the label itself where the field has none.
std::string wordOf(const PlanAxis& axis);

}  // namespace normscope
