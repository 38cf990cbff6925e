#pragma once

#include <array>
#include <cstdint>
#include <optional>
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

/// What elements of one set have in common: their mean and variance, or their weight and bias.
enum class Sharing { statistics, parameters };

/// One edge of the cube: the plan axes that lie on it, folded in memory order, and arithmetic on the folded
/// positions in closed form, so that nothing ever walks the tensor.
class CubeEdgeAxis {
 public:
  CubeEdgeAxis() = default;  ///< of a missing axis: one position

  /// Without the axis `except` of the tensor, where there is one that is not folded.
  CubeEdgeAxis(const ReductionPlan& plan, CubeAxis which, std::optional<int> except = std::nullopt);

  /// All axes in memory order: a position is an offset in memory.
  static CubeEdgeAxis memoryOf(const ReductionPlan& plan);

  std::int64_t extent() const { return extent_; }          ///< positions; 1 for an axis that the layout lacks
  const std::string& letters() const { return letters_; }  ///< "N", "H, W"; empty for a missing axis

  /// "kept", "reduced", or where the parts of the edge differ "G kept, C/G reduced". In evaluation mode,
  /// where nothing is reduced, "shared" instead.
  std::string tag() const;

  /// The folded position along this edge of the element at `offset` in memory.
  std::int64_t positionOf(std::int64_t offset) const;

  /// What a folded position adds to the offset in memory.
  std::int64_t offsetOf(std::int64_t position) const;

  /// How many positions in [0, end) share the set of `selected`, as far as this edge can tell.
  std::int64_t countBelow(std::int64_t end, std::int64_t selected,
                          Sharing sharing = Sharing::statistics) const;

  /// The share, in [0, 1], of a range that shares the set of `selected`, as far as this edge can tell. A set
  /// is a product over the plan's axes, so a cell's share is the product over the three edges.
  double fraction(const CubeRange& range, std::int64_t selected, Sharing sharing = Sharing::statistics) const;

  /// The longest unbroken run of positions around `selected` that share its set along this edge.
  CubeRange runAround(std::int64_t selected) const;

  /// The edge cut into at most `maxCells` ranges of one size where possible. Ranges end at the borders of
  /// groups, workers and rows wherever they are shorter than those. Groups are cut further where that gives
  /// equal cells, so that beside a norm without groups the cube has the same ones.
  std::vector<CubeRange> bins(int maxCells) const;

 private:
  struct Part {
    std::string label;
    std::int64_t extent;
    std::int64_t stride;  ///< in folded positions
    std::int64_t memoryStride;
    int source;  ///< the tensor's axis
    bool kept;
    bool parameter;

    bool splits(Sharing sharing) const { return sharing == Sharing::statistics ? kept : parameter; }
  };
  void add(const PlanAxis& axis);
  void fold();
  std::int64_t digit(const Part& part, std::int64_t position) const {
    return position / part.stride % part.extent;
  }

  std::vector<Part> parts_;
  std::string letters_;
  std::string reduced_ = "reduced";
  std::int64_t extent_ = 1;
};

/// The three edges of a plan's cube, indexed by CubeAxis.
std::array<CubeEdgeAxis, 3> cubeAxes(const ReductionPlan& plan);

/// One position along a spatial axis of the tensor that is unfolded into a row of cubes.
struct CubeSlice {
  int axis;  ///< index of the tensor's axis
  std::int64_t position;
};

/// The part of the tensor that one cube shows: all of it, or one slice.
class CubeFrame {
 public:
  CubeFrame() = default;
  explicit CubeFrame(const ReductionPlan& plan, const std::optional<CubeSlice>& slice = std::nullopt);

  const CubeEdgeAxis& operator[](std::size_t axis) const { return axes_[axis]; }
  const std::array<CubeEdgeAxis, 3>& axes() const { return axes_; }

  const Shape& shape() const { return shape_; }  ///< of the whole tensor
  std::int64_t base() const { return base_; }    ///< the offset in memory of the first element

  /// The offset in memory of the element at a folded position along each edge.
  std::int64_t offsetOf(const std::array<std::int64_t, 3>& positions) const;

  /// Whether the element at an offset is one of this part.
  bool holds(std::int64_t offset) const { return offset / stride_ % extent_ == position_; }

  /// Whether elements of this part can share with the element at an offset, as far as the slice can tell.
  bool canShare(std::int64_t offset, Sharing sharing) const;

 private:
  Shape shape_;
  std::array<CubeEdgeAxis, 3> axes_;
  std::int64_t base_ = 0;
  std::int64_t position_ = 0;
  std::int64_t extent_ = 1;
  std::int64_t stride_ = 1;
  bool kept_ = false;
  bool parameter_ = false;
};

/// `bins` with the borders of `run` cut in, so that the run is drawn by itself.
std::vector<CubeRange> cutOut(const std::vector<CubeRange>& bins, const CubeRange& run);

}  // namespace normscope
