#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/analysis/shape_condition.h"
#include "core/norm/reduction_plan.h"

namespace normscope {

/// Two elements that share a set, by their coordinates in the tensor, in one of two plans only.
struct SharedInOne {
  Extents element;  ///< the first element whose sets differ. (If any differ, that of the first element does.)
  Extents partner;  ///< the first element that shares its set in one plan only
  bool inFirst;     ///< in which
};

/// Whether two norms are the same function of x, weight and bias: decided from their plans, without a number
/// computed.
struct Equivalence {
  bool sameSets;           ///< the same elements share one mean and one variance
  bool sameNormalization;  ///< y is the same with weight 1 and bias 0
  bool sameParameters;     ///< both without, or the same elements share one weight and bias, and both have a
                           ///< bias or none
  bool sameFunction;       ///< sameNormalization and sameParameters

  std::optional<SharedInOne> difference;  ///< where the sets differ
  std::vector<std::string> arithmetic;    ///< what differs beside the sets: "eps 1e-5 against 0.001"
  std::optional<std::string> running;     ///< a difference in what the layer keeps, which y does not show

  ShapeCondition setsFor;           ///< for which shapes of this layout the sets are the same
  ShapeCondition normalizationFor;  ///< and y with weight 1 and bias 0
  ShapeCondition functionFor;       ///< and the function
};

/// Sets are compared as sets of elements, by how each axis is cut; eps, its place, the estimator, the mean
/// and the source of the statistics as far as they matter: where every set has one element and the mean is
/// subtracted, y is the bias whatever eps is; in evaluation mode the estimator has no part; eps = 0 has no
/// place. Conditions keep both specs and the layout and let the extents vary. Throws Error (nonsense) for
/// plans of different shapes or layouts.
Equivalence equivalenceOf(const ReductionPlan& a, const ReductionPlan& b);

/// The same as a sentence about `a` and `b`.
std::string equivalenceText(const ReductionPlan& a, const ReductionPlan& b, const Equivalence& equivalence,
                            const NormNames& names = {});

}  // namespace normscope
