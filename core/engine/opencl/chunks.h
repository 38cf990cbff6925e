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

/// How work-groups are divided, as kernels/teams.cl describes; powers of two.
struct TeamShape {
  std::int64_t group = 1;  ///< work-items of a group
  std::int64_t teams = 1;  ///< of a group: the sets of a unit
  bool sideBySide = false;
};

/// How a group of regions is computed on a device.
struct Strategy {
  bool whole = false;  ///< one kernel measures and normalizes a unit at a time, while it is in the cache
  bool strips =
      false;       ///< backward, dL/dx is made strip by strip of all sets, for the parameters along these
  TeamShape team;  ///< where work-groups compute
  std::int64_t mostGroupItems = 1;  ///< that a group of any of its kernels can have, likewise
  Units units;
  std::int64_t measureLimit = 0;    ///< elements of a set's blocks
  std::int64_t normalizeLimit = 0;  ///< likewise
  std::vector<Chunk> chunks;
};

/// How the sums over what shares a weight and a bias are made in a backward pass: as
/// kernels/parameter_sums.cl numbers it.
enum class ParameterWay { elsewhere, byRun, byElement, byStrip };

/// The way that a traversal with parameters allows; elsewhere where a reading of its own has to make them.
ParameterWay parameterWayOf(const Traversal& traversal, bool whole);

/// Whether the sets are one run each, whose elements have weights of their own that all sets share.
bool sharesElements(const Traversal& traversal);

/// What the choice depends on beside the traversal.
struct Circumstances {
  std::int64_t bytesPerElement;
  std::int64_t computeUnits;
  bool statisticsFromX;
  std::int64_t regions;         ///< that share the sets
  std::int64_t elementsPerSet;  ///< in all of them
  std::int64_t mostBytes;       ///< of a chunk, or one unit
  std::int64_t mostUnitBytes;   ///< that are read again from the cache that cores share; less by themselves
  std::int64_t mostMoments;     ///< moments or sums of blocks under way
};

/// Moments or sums of so many blocks are under way at most, on a device that has room: some 20 bytes each.
constexpr std::int64_t mostMoments = 1 << 22;

/// Sets that exceed the cache anyhow are taken together: they share weight and bias.
constexpr std::int64_t largeChunkBytes = 256 << 20;

/// Chooses the kernels where work-items take whole sets (KernelFamily::vectors), and cuts the sets into
/// chunks that hold whole sets of the plan. `traversal` is that of the first region.
Strategy strategyFor(const Traversal& traversal, const Circumstances& circumstances);

/// Whether a backward pass can take the sets in strips.
bool fitsStrips(const Traversal& traversal, const Circumstances& circumstances);

/// The same of a backward pass in strips: chunks are in the shared cache when they are read again.
Strategy stripStrategyFor(const Traversal& traversal, const Circumstances& circumstances);

/// The sets in chunks of `step` units.
std::vector<Chunk> chunksOf(const Traversal& traversal, const Units& units, std::int64_t step);

}  // namespace normscope
