#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/norm/reduction_plan.h"
#include "core/norm/running_statistics.h"

namespace normscope::lab {

/// A reduction plan with the set of every element written out, for tensors of one shape that are measured
/// again and again: too small for a device, too many for a walk over the plan each time.
struct SetTable {
  /// Throws Error (nonsense) where the tensor has 2^32 elements or more.
  explicit SetTable(const ReductionPlan& plan);

  ReductionPlan plan;
  std::vector<std::uint32_t> setOf;    ///< of every element, in memory order
  std::vector<std::uint32_t> firstOf;  ///< of every set, its first element in memory order
};

/// Mean and biased variance of every set of x, in two passes in double precision on x - x_0, with x_0 the
/// first element of the set, as the reference engine has it (core/engine/reference/formula.h): equal elements
/// give their value and 0 exactly. Where the plan does not subtract the mean: 0 and the mean square.
/// `moments` is sized here.
template <typename Scalar>
void measure(const SetTable& table, std::span<const Scalar> x, Moments& moments);

}  // namespace normscope::lab
