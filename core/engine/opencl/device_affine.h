#pragma once

#include "core/engine/opencl/reals.h"
#include "core/engine/opencl/session.h"
#include "core/norm/affine.h"
#include "core/norm/reduction_plan.h"

namespace normscope {

/// Weight and bias in the type that kernels compute in, one number a parameter; one of each for all elements,
/// 1 and 0, where the plan or its caller has none.
class DeviceAffine {
 public:
  /// `given` must outlive it. Throws Error (failed) where they are larger than the device's largest buffer.
  DeviceAffine(OpenClSession& session, DType dtype, const ReductionPlan& plan, const AffineParameters& given);

  bool varies() const { return varies_; }  ///< there is one of each for every parameter of the plan
  const cl::Buffer& weight() const { return weightBuffer_; }
  const cl::Buffer& bias() const { return biasBuffer_; }

 private:
  cl::Buffer upload(OpenClSession& session, DType dtype, const std::optional<Tensor>& given,
                    std::int64_t count, double absent, Reals& values) const;

  bool varies_;
  Reals weight_;
  Reals bias_;
  cl::Buffer weightBuffer_;
  cl::Buffer biasBuffer_;
};

}  // namespace normscope
