#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "core/engine/opencl/backward_kernels.h"
#include "core/engine/opencl/chunks.h"
#include "core/engine/opencl/session.h"

namespace normscope {

/// How teams (kernels/teams.cl) take the sets of a traversal, in groups of at most `mostItems` work-items:
/// as many work-items a set as it keeps busy, and as many sets a group as that leaves room for.
TeamShape teamShapeFor(const Traversal& traversal, std::int64_t mostItems);

/// The same for sets of `parts` numbers each that are merged.
TeamShape mergeShapeFor(std::int64_t parts, std::int64_t mostItems);

/// Chooses kernels for work-groups: one for all where a group can read its sets a second time from a cache,
/// else one for each step, with several groups a set where there are few sets. No group has more than
/// `mostItems` work-items.
Strategy teamStrategyFor(const Traversal& traversal, const Circumstances& circumstances,
                         std::int64_t mostItems);

/// The same for a device, of which every kernel of the strategy is asked how many work-items it can have.
Strategy teamStrategyOn(OpenClSession& session, DType dtype, const Traversal& traversal,
                        const Circumstances& circumstances,
                        const std::function<std::vector<std::string_view>(const Strategy&)>& kernelsOf);

/// How a traversal of what shares a parameter is walked.
Walk teamWalkFor(const Traversal& traversal, std::int64_t mostItems, std::int64_t computeUnits);

/// Groups of a launch for `jobs` (units, or blocks of units).
LaunchOptions teamLaunch(DType dtype, const TeamShape& shape, std::int64_t jobs);

/// Room for kernels/teams.cl's sums of a group.
Local teamScratch(DType dtype, const TeamShape& shape);

}  // namespace normscope
