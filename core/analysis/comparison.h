#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/engine/normalize.h"
#include "core/engine/progress.h"
#include "core/tensor/tensor.h"

namespace normscope {

/// How far two tensors of one shape and dtype are apart, element by element. NaN in both at one place is no
/// difference, and neither is the same infinity; a value that is not finite on one side only, or not the
/// same, makes every figure infinite.
struct Distance {
  double l2 = 0;                   ///< square root of the sum of (b - a)²
  double maxAbs = 0;               ///< largest |b - a|
  double meanAbs = 0;              ///< mean of |b - a|; 0 for tensors without elements
  std::uint64_t maxUlp = 0;        ///< the most steps between numbers of the dtype that lead from a to b
  double maxValue = 0;             ///< largest |a| or |b| among the finite values
  std::int64_t apart = 0;          ///< elements that are not finite on one side only, or not the same
  std::optional<std::int64_t> at;  ///< where maxAbs is, in memory order (the first such); nothing if 0

  bool finite() const { return apart == 0; }
};

/// Measures b - a in double precision without a copy of either; ULP as numpy.testing.assert_array_max_ulp
/// counts them (NumPy 1.24), by the distance of the bit patterns in the order of the numbers. Integers count
/// in ones. Throws Error (nonsense) for tensors of different shapes or dtypes, Cancelled when progress says
/// so, and what Tensor::requireIntact() does.
Distance distanceOf(const Tensor& a, const Tensor& b, const Progress& progress = {});

/// b - a, rounded to their dtype (float32 for integers). Throws what distanceOf() throws.
Tensor differenceOf(const Tensor& a, const Tensor& b, const Progress& progress = {});

/// The largest |mean| / standard deviation of a result's sets, where both are finite and the latter is not 0:
/// how many of x's digits the subtraction of the mean takes.
double largestMeanToStd(const NormalizeResult& result);

/// What two computations of one y may differ by although they mean the same: 16·u·(1 + max|μ|/σ)·max|y|, with
/// u the unit roundoff of y's dtype.
double roundingBound(DType dtype, double meanToStd, double maxValue);

}  // namespace normscope
