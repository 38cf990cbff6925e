#pragma once

#include <memory>
#include <vector>

#include "core/engine/gradients.h"
#include "core/engine/opencl/backward_kernels.h"
#include "core/engine/opencl/chunks.h"
#include "core/engine/opencl/device_affine.h"
#include "core/engine/opencl/known_statistics.h"
#include "core/engine/opencl/workspace.h"
#include "core/engine/progress.h"
#include "core/norm/running_statistics.h"
#include "core/tensor/tensor.h"

namespace normscope {

/// The gradients of one normalization on a device; the plan must have elements, and the tensors must fit the
/// device's largest buffer.
///
/// dL/dx is made chunk by chunk, so that the second reading of x and dL/dy finds them in a cache where that
/// is possible. The sums over what shares a weight and a bias are made on the way where few parameters and a
/// simple traversal allow it (ParameterWay); else by one more reading, along a traversal of its own. Where
/// gradients.input has no elements, dL/dx is not made, only these sums.
class BackwardPass {
 public:
  BackwardPass(OpenClSession& session, DeviceWorkspace& workspace, const Tensor& x, const ReductionPlan& plan,
               const AffineParameters& affine, const Moments& moments, const Tensor& gradOutput,
               Gradients& gradients);
  ~BackwardPass() { session_.finishQuietly(); }
  BackwardPass(const BackwardPass&) = delete;
  BackwardPass& operator=(const BackwardPass&) = delete;

  void run(const Progress& progress);

 private:
  bool wantsInput() const { return gradients_.input.elementCount() > 0; }
  void fillWords(Walk& walk);
  void prepareRecords();
  void prepareOwnSums();
  const cl::Buffer& ownSums() const;
  BackwardWork workOf(const Chunk& chunk) const;
  void differentiate(const Chunk& chunk);
  void mergeOwnSums();
  void sumParameters();
  void mergeParameters(const Reals& sums);

  OpenClSession& session_;
  DeviceWorkspace& workspace_;
  const Tensor& x_;
  const ReductionPlan& plan_;
  const Moments& moments_;
  Gradients& gradients_;
  DeviceAffine affine_;
  std::unique_ptr<BackwardKernels> kernels_;
  Strategy strategy_;
  Walk sets_;
  ParameterWay way_ = ParameterWay::elsewhere;
  Walk parameters_;  ///< not of sumParameters() alone: kernels read its words until the device is done
  Reals rule_;
  cl::Buffer ruleBuffer_;
  KnownStatistics known_;
  cl::Buffer rows_;
  GradientTensors tensors_;
};

}  // namespace normscope
