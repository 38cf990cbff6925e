#pragma once

#include <cstdint>
#include <vector>

#include "core/engine/opencl/regions.h"

namespace normscope {

/// How kernels walk a region: its axes without those of extent 1, arranged for vectors.
///
/// Where neighbours in memory belong to one set, vectors go along the runs of a set ("runs" kernels);
/// otherwise a vector holds one element of each of 16 neighbouring sets ("lanes" kernels). A set whose
/// contiguous runs are very short is cut into `pieces` finer sets, one for each position in a run, which are
/// lanes then: the pieces of set s are the finer sets s * pieces to (s + 1) * pieces - 1. "Set" means the
/// finer one here and in the kernels.
struct Traversal {
  std::vector<MergedAxis> setAxes;  ///< number the sets, slowest first
  std::vector<MergedAxis> runAxes;  ///< number the runs of a set
  MergedAxis run = {1, 1, 0};       ///< the elements of a run
  bool lanes = false;               ///< neighbouring sets are lanes: the last of setAxes has stride 1
  std::int64_t pieces = 1;

  std::int64_t setCount() const;
  std::int64_t runCount() const;
  std::int64_t elementsPerSet() const { return runCount() * run.extent; }

  /// Sets that lie side by side in memory, for lanes; else all of them.
  std::int64_t rowSets() const { return lanes ? setAxes.back().extent : setCount(); }
};

/// The traversals for measuring and for normalizing. They number the same sets alike; measuring ignores the
/// parameters and so has longer runs.
struct Traversals {
  Traversal measure;
  Traversal normalize;
};

/// Into how many finer sets each set is cut, of `elementsPerSet`: a question to the whole tensor, as the
/// regions of a group must number the same sets.
std::int64_t piecesOf(const Region& whole, std::int64_t elementsPerSet, bool withParameters);

/// `withParameters` false: weight and bias are one value each. The region must have elements; `pieces` are
/// those of the tensor that it is a part of.
Traversals traversalsOf(const Region& region, std::int64_t pieces, bool withParameters);

/// Sets of a unit whose sums a kernel can hold, where these are lanes.
constexpr std::int64_t mostUnitLanes = 512;

/// What one work-item takes at a time: up to `sets` neighbouring sets of one row.
struct Units {
  std::int64_t row = 1;
  std::int64_t sets = 1;
  std::int64_t count = 1;

  /// Even units of at most `most` sets, but of whole vectors and whole sets of the plan.
  static Units of(const Traversal& traversal, std::int64_t most);

  std::int64_t perRow() const { return (row + sets - 1) / sets; }
  std::int64_t firstSetOf(std::int64_t unit) const { return unit / perRow() * row + unit % perRow() * sets; }
};

/// A set cut into bounded blocks, as kernels/traversal.cl describes.
struct Blocking {
  std::int64_t blocks = 1;
  std::int64_t runsPerBlock = 1;
  std::int64_t runPieces = 1;  ///< blocks per run
  std::int64_t pieceLength = 0;
};

/// Blocks of at most about `limit` elements.
Blocking blocksOf(const Traversal& traversal, std::int64_t limit);

/// The buffer that kernels/traversal.cl reads. `firstParameter` is that of the region's first element.
std::vector<std::int64_t> kernelWords(const Traversal& traversal, const Units& units,
                                      const Blocking& blocking, std::int64_t firstParameter);

}  // namespace normscope
