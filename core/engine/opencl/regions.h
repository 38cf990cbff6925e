#pragma once

#include <cstdint>
#include <vector>

#include "core/norm/reduction_plan.h"

namespace normscope {

/// A part of a tensor that lies in one range of memory: the plan's merged axes with the extents that the part
/// has of them, and where it starts.
struct Region {
  std::vector<MergedAxis> kept;
  std::vector<MergedAxis> reduced;
  std::int64_t offset = 0;     ///< of its first element
  std::int64_t elements = 0;   ///< from its first to its last element, which are all its own
  std::int64_t firstSet = 0;   ///< of the plan
  std::int64_t parameter = 0;  ///< of its first element

  std::int64_t setCount() const;
};

/// Regions that hold the same sets, all of them together.
using RegionGroup = std::vector<Region>;

Region wholeRegionOf(const ReductionPlan& plan);

/// The tensor in regions of at most `limit` elements. Sets are cut only where there is no other way; every
/// set is in one group, and the groups follow each other in the order of the sets.
std::vector<RegionGroup> regionsOf(const ReductionPlan& plan, std::int64_t limit);

/// The region as the sums over parameters see it: what shares a parameter takes the place of a set, and
/// numbers of finer sets of its group (see Traversal, `pieces` of them a set) take the place of parameters.
Region parameterRegionOf(const Region& region, std::int64_t pieces);

/// The plan's parameters that a region has, in the order of the sets of parameterRegionOf().
std::vector<std::int64_t> parametersOf(const Region& region);

}  // namespace normscope
