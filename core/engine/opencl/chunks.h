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

/// How a group of regions is computed on a device.
struct Strategy {
  bool whole = false;  ///< one kernel measures and normalizes a unit at a time, while it is in the cache
  Units units;
  std::int64_t measureLimit = 0;    ///< elements of a set's blocks
  std::int64_t normalizeLimit = 0;  ///< likewise
  std::vector<Chunk> chunks;
};

/// How the sums over what shares a weight and a bias are made in a backward pass: as
/// kernels/parameter_sums.cl numbers it.
enum class ParameterWay { elsewhere, byRun, byElement };

/// The way that a traversal with parameters allows; elsewhere where a reading of its own has to make them.
ParameterWay parameterWayOf(const Traversal& traversal, bool whole);

/// What the choice depends on beside the traversal.
struct Circumstances {
  std::int64_t bytesPerElement;
  bool isCpu;
  std::int64_t computeUnits;
  bool statisticsFromX;
  std::int64_t regions;         ///< that share the sets
  std::int64_t elementsPerSet;  ///< in all of them
  std::int64_t mostBytes;       ///< of a chunk, or one unit
};

/// Chooses the kernels, and cuts the sets into chunks that hold whole sets of the plan. `traversal` is that
/// of the first region.
Strategy strategyFor(const Traversal& traversal, const Circumstances& circumstances);

}  // namespace normscope
