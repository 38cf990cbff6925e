#pragma once

#include <vector>

#include "core/engine/opencl/traversal.h"

namespace normscope {

/// Units (see Traversal) that are computed together.
struct Chunk {
  std::int64_t firstUnit;
  std::int64_t units;
  std::int64_t firstSet;
  std::int64_t sets;
};

/// How a tensor is computed on a device.
struct Strategy {
  bool whole;  ///< one kernel measures and normalizes a unit at a time, while it is in the cache
  Blocking measure;
  Blocking normalize;
  std::vector<Chunk> chunks;
};

/// What the choice depends on beside the traversal.
struct Circumstances {
  std::size_t bytesPerElement;
  bool isCpu;
  std::int64_t computeUnits;
  bool statisticsFromX;
};

/// Chooses the kernels, and cuts the sets into chunks of a few megabytes that hold whole sets of the plan.
Strategy strategyFor(const Traversals& traversals, const Circumstances& circumstances);

}  // namespace normscope
