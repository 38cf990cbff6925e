#pragma once

#include <string>

#include "app/output.h"
#include "core/norm/reduction_plan.h"

namespace normscope::app {

/// All kinds of norm against all kinds, and the plan's own, for its shape: a mark for every two, then a
/// sentence for those that have anything in common.
std::string equivalenceTable(const ReductionPlan& plan);

/// The same as a list of {a, b, same_sets, same_normalization, same_function, shapes}, each two once; shapes
/// says for which the strongest of what is said holds, or would hold.
Json equivalenceTableAsJson(const ReductionPlan& plan);

}  // namespace normscope::app
