#pragma once

#include <optional>
#include <string>

#include "app/output.h"
#include "core/norm/reduction_plan.h"

namespace normscope::app {

/// All kinds of norm that fit the shape against all kinds, and `own` where it is none of them: a mark for
/// every two, then a sentence for those that have anything in common.
std::string equivalenceTable(const Shape& shape, const std::optional<NormSpec>& own);

/// The same as a list of {a, b, same_sets, same_normalization, same_function, shapes}, each two once; shapes
/// says for which the strongest of what is said holds, or would hold.
Json equivalenceTableAsJson(const Shape& shape, const std::optional<NormSpec>& own);

}  // namespace normscope::app
