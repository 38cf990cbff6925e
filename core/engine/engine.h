#pragma once

#include <string>

#include "core/engine/gradients.h"
#include "core/engine/progress.h"
#include "core/norm/affine.h"
#include "core/norm/reduction_plan.h"
#include "core/norm/running_statistics.h"
#include "core/tensor/tensor.h"

namespace normscope {

/// Something that can normalize a tensor according to a plan.
///
/// An engine computes in double precision or better than that its errors show in the result's dtype: whatever
/// the mean of x, the error of y stays at rounding. It never throws for NaN or Inf in x; they poison the set
/// they are in and no other.
class Engine {
 public:
  virtual ~Engine() = default;

  virtual std::string name() const = 0;    ///< "reference", "opencl"
  virtual std::string device() const = 0;  ///< what it runs on, for people

  /// Whether x of this dtype is computed here.
  virtual bool supports(DType dtype) const = 0;

  /// y = (x - mean) * rstd * weight + bias for every element, with `y` of x's shape and
  /// resultDType(x.dtype()); one of no elements is not wanted, and not made. Where the plan computes its
  /// statistics from x, they are written to `moments` (biased); otherwise `moments` holds one running pair
  /// per set and is only read. mean and rstd are those of scaleOf() in core/engine/scale.h. Throws Error
  /// (failed) when the device fails, Cancelled when progress says so.
  virtual void forward(const Tensor& x, const ReductionPlan& plan, const AffineParameters& affine,
                       Moments& moments, Tensor& y, const Progress& progress) = 0;

  /// The gradients of a loss with respect to x, weight and bias, from gradOutput, the one with respect to y
  /// (x's shape, resultDType(x.dtype())). `moments` are those that forward() made or read; gradients.input is
  /// allocated by the caller, or has no elements and is not made; weight and bias are sized here. With g =
  /// gradOutput * weight, xhat = (x - mean) * rstd and means over the set,
  ///
  ///     input_i = rstd * (g_i - mean(g)) - factor * xhat_i * mean(g * xhat)
  ///     weight  = sum of gradOutput * xhat,  bias = sum of gradOutput
  ///
  /// with rstd = scaleOf() and factor = varianceFactorOf() of core/engine/scale.h; mean(g) is absent where
  /// the mean is not subtracted, and in evaluation mode input = rstd * g. NaN and Inf poison the input
  /// gradient of their own set and the sums of their own parameters. Throws what forward() throws.
  virtual void backward(const Tensor& x, const ReductionPlan& plan, const AffineParameters& affine,
                        const Moments& moments, const Tensor& gradOutput, Gradients& gradients,
                        const Progress& progress) = 0;
};

}  // namespace normscope
