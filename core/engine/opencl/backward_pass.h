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

/// The gradients of one normalization on a device; the plan must have elements.
///
/// Tensors that are larger than the device's largest buffer go through in regions, as in a forward pass.
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
  /// A region of the tensors.
  struct Part {
    Region region;
    Walk sets;
    ParameterWay way = ParameterWay::elsewhere;
    Walk parameters;  ///< where their sums are made elsewhere
    GradientTensors tensors;
    bool isFinished = false;
  };

  /// A group of regions that share their sets.
  struct Group {
    std::vector<Part> parts;
    Strategy strategy;
    std::int64_t firstSet = 0;  ///< of the plan's
    std::int64_t sets = 0;      ///< finer ones
    std::int64_t blocks = 0;    ///< of all parts
  };

  bool wantsInput() const { return gradients_.input.elementCount() > 0; }
  bool fits(const RegionGroup& regions) const;
  std::vector<RegionGroup> regionsThatFit() const;
  Group groupOf(const RegionGroup& regions);
  void fillWords(Walk& walk, std::int64_t firstParameter);
  void runGroup(Group& group, const Progress& progress);
  void prepareRecords(const Group& group);
  void prepareOwnSums(std::int64_t owners);
  BackwardWork workOf(const Part& part, const Group& group, const Chunk& chunk) const;
  void open(Part& part);
  void openToWrite(Part& part, bool isBegun);
  void close(Part& part);
  void differentiate(Group& group, const Chunk& chunk);
  void sum(Group& group, const Chunk& chunk);
  void finishPart(Part& part, const Group& group);
  cl::Event sumParameters(Part& part, const Group& group);
  void mergeParameters(const Part& part, const Reals& sums);
  void mergeOwnSums();

  OpenClSession& session_;
  DeviceWorkspace& workspace_;
  const Tensor& x_;
  const ReductionPlan& plan_;
  const Moments& moments_;
  const Tensor& gradOutput_;
  Gradients& gradients_;
  DeviceAffine affine_;
  std::unique_ptr<BackwardKernels> kernels_;
  Reals rule_;
  cl::Buffer ruleBuffer_;
  std::int64_t pieces_;
  KnownStatistics known_;
  std::int64_t owners_ = 0;  ///< of sums over parameters that are made on the way
};

}  // namespace normscope
