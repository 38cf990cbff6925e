#pragma once

#include <string>

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
  /// resultDType(x.dtype()). Where the plan computes its statistics from x, they are written to `moments`
  /// (biased); otherwise `moments` holds one running pair per set and is only read. mean and rstd are those
  /// of scaleOf() in core/engine/scale.h. Throws Error (failed) when the device fails, Cancelled when
  /// progress says so.
  virtual void forward(const Tensor& x, const ReductionPlan& plan, const AffineParameters& affine,
                       Moments& moments, Tensor& y, const Progress& progress) = 0;
};

}  // namespace normscope
