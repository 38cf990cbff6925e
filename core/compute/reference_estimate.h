#pragma once

#include "core/norm/reduction_plan.h"

namespace normscope {

/// About how many seconds the reference takes on a current processor, rather too many than too few.
double referenceSeconds(const ReductionPlan& plan, bool withGradients);

}  // namespace normscope
