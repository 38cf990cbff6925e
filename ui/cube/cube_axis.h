#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/norm/reduction_plan.h"

namespace normscope {

/// The three edges of the cube. `space` folds all spatial axes, in memory order, into one.
enum CubeAxis : int { batchAxis = 0, channelAxis = 1, spaceAxis = 2 };

/// Positions begin, begin + 1, ..., end - 1 along one edge of the cube.
struct CubeRange {
  std::int64_t begin = 0;
  std::int64_t end = 1;

  std::int64_t size() const { return end - begin; }
  bool contains(std::int64_t position) const { return begin <= position && position < end; }
  bool operator==(const CubeRange&) const = default;
};

/// One edge of the cube: the plan axes that lie on it, folded in memory order, and arithmetic on the folded
/// positions in closed form, so that nothing ever walks the tensor.
class CubeEdgeAxis {
 public:
  CubeEdgeAxis(const ReductionPlan& plan, CubeAxis which);

  std::int64_t extent() const { return extent_; }          ///< positions; 1 for an axis that the layout lacks
  const std::string& letters() const { return letters_; }  ///< "N", "H, W"; empty for a missing axis

  /// The folded position along this edge of the element at `offset` in memory.
  std::int64_t positionOf(std::int64_t offset) const;

  /// What a folded position adds to the offset in memory.
  std::int64_t offsetOf(std::int64_t position) const;

  /// How many positions in [0, end) share the set of `selected`, as far as this edge can tell.
  std::int64_t countBelow(std::int64_t end, std::int64_t selected) const;

  /// The share, in [0, 1], of a range that shares the set of `selected`, as far as this edge can tell. A set
  /// is a product over the plan's axes, so a cell's share is the product over the three edges.
  double fraction(const CubeRange& range, std::int64_t selected) const;

  /// The longest unbroken run of positions around `selected` that share its set along this edge.
  CubeRange runAround(std::int64_t selected) const;

  /// The edge cut into at most `maxCells` ranges of one size where possible. Ranges end at the borders of
  /// groups, workers and rows wherever they are shorter than those.
  std::vector<CubeRange> bins(int maxCells) const;

 private:
  struct Part {
    std::int64_t extent;
    std::int64_t stride;  ///< in folded positions
    std::int64_t memoryStride;
    bool kept;
  };
  std::int64_t digit(const Part& part, std::int64_t position) const {
    return position / part.stride % part.extent;
  }

  std::vector<Part> parts_;
  std::string letters_;
  std::int64_t extent_ = 1;
};

/// The three edges of a plan's cube, indexed by CubeAxis.
std::array<CubeEdgeAxis, 3> cubeAxes(const ReductionPlan& plan);

/// `bins` with the borders of `run` cut in, so that the run is drawn by itself.
std::vector<CubeRange> cutOut(const std::vector<CubeRange>& bins, const CubeRange& run);

}  // namespace normscope
