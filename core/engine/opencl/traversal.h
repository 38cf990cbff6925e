#pragma once

#include <cstdint>
#include <vector>

#include "core/norm/reduction_plan.h"

namespace normscope {

/// How kernels walk a tensor: the plan's merged axes without those of extent 1, arranged for vectors.
///
/// Where neighbours in memory belong to one set, vectors go along the runs of a set ("runs" kernels);
/// otherwise a vector holds one element of each of 16 neighbouring sets ("lanes" kernels). A set whose
/// contiguous runs are very short is cut into `pieces` finer sets, one for each position in a run, which are
/// lanes then: the pieces of set s are the finer sets s * pieces to (s + 1) * pieces - 1. "Set" means the finer
/// one here and in the kernels.
struct Traversal {
  std::vector<MergedAxis> setAxes;  ///< number the sets, slowest first
  std::vector<MergedAxis> runAxes;  ///< number the runs of a set
  MergedAxis run = {1, 1, 0};       ///< the elements of a run
  bool lanes = false;               ///< neighbouring sets are lanes: the last of setAxes has stride 1
  std::int64_t pieces = 1;
  std::int64_t total = 0;  ///< elements of the tensor

  std::int64_t setCount() const;
  std::int64_t runCount() const;
  std::int64_t elementsPerSet() const { return runCount() * run.extent; }
  std::int64_t laneCount() const { return lanes ? setAxes.back().extent : 1; }

  /// What one work-item takes at a time: a set, or up to `unitLanes` neighbouring ones of one row of lanes.
  static constexpr std::int64_t unitLanes = 64;
  std::int64_t unitsPerRow() const;
  std::int64_t unitCount() const;
  std::int64_t firstSetOf(std::int64_t unit) const;
};

/// The traversals for measuring and for normalizing. They number the same sets alike; measuring ignores the
/// parameters and so has longer runs.
struct Traversals {
  Traversal measure;
  Traversal normalize;
};

/// `withParameters` false: weight and bias are one value each. The plan must have elements.
Traversals traversalsOf(const ReductionPlan& plan, bool withParameters);

/// A set cut into bounded blocks, as kernels/traversal.cl describes.
struct Blocking {
  std::int64_t blocks = 1;
  std::int64_t runsPerBlock = 1;
  std::int64_t pieces = 1;  ///< blocks per run
  std::int64_t pieceLength = 0;

  std::int64_t elementsOf(const Traversal& traversal, std::int64_t block) const;
};

/// Blocks of at most about `limit` elements.
Blocking blocksOf(const Traversal& traversal, std::int64_t limit);

/// The buffer that kernels/traversal.cl reads.
std::vector<std::int64_t> kernelWords(const Traversal& traversal, const Blocking& blocking);

}  // namespace normscope
