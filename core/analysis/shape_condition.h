#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/norm/reduction_plan.h"

namespace normscope {

/// How a plan cuts one axis of the tensor: positions in one block stay together.
struct AxisCut {
  enum class Kind {
    whole,     ///< one block: a set, or a parameter, extends along the axis
    parts,     ///< as many blocks as there are groups or workers
    stripes,   ///< as many classes as there are groups: positions that differ by a multiple of their number
    positions  ///< each position is a block of its own
  };
  Kind kind = Kind::whole;
  std::int64_t parts = 1;  ///< for parts and stripes: how many
  std::string label;       ///< for parts and stripes: "G" or "K"

  bool isSplit() const { return kind == Kind::parts || kind == Kind::stripes; }

  /// Whether a position along the axis is in the block of position 0; `extent` is that of the axis.
  bool holds(std::int64_t position, std::int64_t extent) const;
};

/// How the axis with this index in the shape is cut by a flag of the plan's axes: &PlanAxis::kept for the
/// sets, &PlanAxis::parameter for weight and bias.
AxisCut cutOf(const ReductionPlan& plan, int axis, bool PlanAxis::*flag);

/// For which shapes of one layout something holds: for every one, for none, or only where some extents have
/// certain values. Tensors without elements are judged by the same rule.
class ShapeCondition {
 public:
  explicit ShapeCondition(const Layout& layout)
      : layout_(layout), required_(static_cast<std::size_t>(layout.rank())) {}

  /// Holds only where the axis is cut alike by both.
  void requireAlike(int axis, const AxisCut& a, const AxisCut& b);

  /// Holds only where every block has one position.
  void requirePositions(int axis, const AxisCut& cut);

  /// The extent is a multiple of this in every shape that is possible at all.
  void knownMultiple(int axis, std::int64_t factor);

  void requireNever() { never_ = true; }

  bool isNever() const { return never_; }
  bool isEvery() const;
  bool holdsFor(const Shape& shape) const;

  /// Both.
  ShapeCondition operator&&(const ShapeCondition& other) const;

  /// "for every shape", "for no shape", "only where N = 1 and H·W = 1", "only where C = G = 2", "for no
  /// shape: that would need G = 1"
  std::string text() const;

  /// The part after "only where"; empty for every and for no shape.
  std::string where() const;

 private:
  struct Extent {
    std::int64_t value;
    std::string label;  ///< of the parts that it must equal; empty for a plain 1
  };
  void requireExtent(int axis, std::int64_t value, const std::string& label);
  std::string joined(const std::vector<int>& axes) const;

  Layout layout_;
  std::vector<std::optional<Extent>> required_;
  bool never_ = false;
  std::string needed_;  ///< of the spec, where never_ comes from there: "G = 1"
};

}  // namespace normscope
