#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/norm/norm_spec.h"
#include "core/tensor/shape.h"

namespace normscope {

/// An axis of the tensor, or one of the two parts into which groups split the channel axis (G, C/G) and
/// workers the batch axis (K, N/K).
struct PlanAxis {
  std::string label;  ///< "N", "C", "G", "C/G", ...
  AxisRole role;
  int source;  ///< index of the tensor's axis
  std::int64_t extent;
  std::int64_t stride;  ///< elements between neighbours
  bool kept;            ///< each position has statistics of its own; otherwise a set extends along the axis
  bool parameter;       ///< each position has a weight and a bias of its own
};

/// Neighbouring plan axes of one kind (kept or not, parameter or not) taken together: what loops and kernels
/// walk.
struct MergedAxis {
  std::int64_t extent;
  std::int64_t stride;
  std::int64_t parameterStride;  ///< 0 where weight and bias do not depend on the axis
};

/// How many positions the axes have together: the product of their extents.
std::int64_t positionsOf(const std::vector<MergedAxis>& axes);

/// Which elements share one mean and one variance, and which share one weight and bias. Engines, the cube,
/// plots and texts all read this object, so that what is highlighted is what is computed.
///
/// Sets are numbered row-major over the kept axes, elements within a set row-major over the others,
/// parameters row-major over the parameter axes; "row-major" is memory order throughout.
class ReductionPlan {
 public:
  const Shape& shape() const { return shape_; }
  const NormSpec& spec() const { return spec_; }
  const std::vector<PlanAxis>& axes() const { return axes_; }

  /// False in evaluation mode: then a set is what shares one running pair, and nothing is reduced.
  bool statisticsFromX() const { return !spec_.usesRunningStatistics(); }

  std::int64_t setCount() const { return setCount_; }
  std::int64_t elementsPerSet() const { return elementsPerSet_; }

  Extents statisticsShape() const;               ///< the kept axes: [N, G]
  Extents statisticsShapeKeepDims() const;       ///< one extent per axis after splitting: [N, G, 1, 1, 1]
  std::string statisticsAxes() const;            ///< "[N, G]"
  std::vector<std::string> reducedAxes() const;  ///< labels: {"C/G", "H", "W"}; none in evaluation mode

  std::optional<Extents> parameterShape() const;  ///< shape of weight and bias; nothing with affine=none
  std::string parameterAxes() const;              ///< "[C]"
  std::int64_t parameterCount() const { return parameterCount_; }  ///< 0 with affine=none

  std::int64_t setOf(std::int64_t offset) const;  ///< the set of the element at a position in memory
  std::int64_t parameterOf(
      std::int64_t offset) const;  ///< the index of its weight and bias; 0 with affine=none

  /// The positions of a set along the kept axes, in the order of statisticsShape().
  Extents setIndex(std::int64_t set) const;

  /// Position in memory of element k of a set.
  std::int64_t elementOf(std::int64_t set, std::int64_t k) const;

  /// Which element of its set the element at a position in memory is: the inverse of elementOf().
  std::int64_t numberInSet(std::int64_t offset) const;

  const std::vector<MergedAxis>& mergedKept() const { return mergedKept_; }
  const std::vector<MergedAxis>& mergedReduced() const { return mergedReduced_; }

  /// Calls run(offset, parameter, length, stride, parameterStride) for the pieces of a set in order: element
  /// i of a piece lies at offset + i * stride and uses parameter + i * parameterStride.
  template <typename Run>
  void forEachRun(std::int64_t set, Run&& run) const;

 private:
  friend ReductionPlan plan(const Shape& shape, const NormSpec& spec);
  ReductionPlan(const Shape& shape, const NormSpec& spec) : shape_(shape), spec_(spec) {}

  struct Start {
    std::int64_t offset = 0;
    std::int64_t parameter = 0;
  };
  Start startOf(std::int64_t set) const;
  void count();
  void merge();

  Shape shape_;
  NormSpec spec_;
  std::vector<PlanAxis> axes_;
  std::vector<MergedAxis> mergedKept_;
  std::vector<MergedAxis> mergedReduced_;
  std::int64_t setCount_ = 1;
  std::int64_t elementsPerSet_ = 1;
  std::int64_t parameterCount_ = 0;
};

/// Forms the plan. Throws Error (nonsense) where the layout lacks an axis that the norm needs, or groups or
/// workers do not divide their axis.
ReductionPlan plan(const Shape& shape, const NormSpec& spec);

/// The numbers from 1 to n that divide n: the possible groups of n channels. Empty for n = 0. Takes sqrt(n)
/// steps.
std::vector<std::int64_t> divisorsOf(std::int64_t n);

template <typename Run>
void ReductionPlan::forEachRun(std::int64_t set, Run&& run) const {
  if (elementsPerSet_ == 0 || setCount_ == 0) return;
  const Start start = startOf(set);
  if (mergedReduced_.empty()) {
    run(start.offset, start.parameter, std::int64_t{1}, std::int64_t{1}, std::int64_t{0});
    return;
  }
  const MergedAxis& inner = mergedReduced_.back();
  const std::size_t outerAxes = mergedReduced_.size() - 1;
  Extents at(outerAxes, 0);
  std::int64_t offset = start.offset;
  std::int64_t parameter = start.parameter;
  while (true) {
    run(offset, parameter, inner.extent, inner.stride, inner.parameterStride);
    std::size_t axis = outerAxes;
    while (axis > 0) {
      const MergedAxis& outer = mergedReduced_[axis - 1];
      offset += outer.stride;
      parameter += outer.parameterStride;
      if (++at[axis - 1] < outer.extent) break;
      offset -= outer.stride * outer.extent;
      parameter -= outer.parameterStride * outer.extent;
      at[axis - 1] = 0;
      --axis;
    }
    if (axis == 0) return;
  }
}

}  // namespace normscope
