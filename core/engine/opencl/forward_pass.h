#pragma once

#include <memory>
#include <vector>

#include "core/engine/opencl/chunks.h"
#include "core/engine/opencl/device_affine.h"
#include "core/engine/opencl/forward_kernels.h"
#include "core/engine/opencl/reals.h"
#include "core/engine/opencl/records.h"
#include "core/engine/opencl/session.h"
#include "core/engine/opencl/workspace.h"
#include "core/engine/progress.h"
#include "core/norm/affine.h"
#include "core/norm/running_statistics.h"
#include "core/tensor/tensor.h"

namespace normscope {

/// One normalization on a device; the plan must have elements.
///
/// A tensor that is larger than the device's largest buffer goes through in regions. Within these, sets go
/// through in chunks, so that the second read of x finds it in a cache where that is possible, and a
/// cancelled computation stops soon. The host reads the statistics of one chunk while the device computes the
/// next. Where y has no elements, only the statistics are made.
class ForwardPass {
 public:
  ForwardPass(OpenClSession& session, DeviceWorkspace& workspace, const Tensor& x, const ReductionPlan& plan,
              const AffineParameters& affine, Moments& moments, Tensor& y);
  ~ForwardPass() { session_.finishQuietly(); }
  ForwardPass(const ForwardPass&) = delete;
  ForwardPass& operator=(const ForwardPass&) = delete;

  void run(const Progress& progress);

 private:
  bool wantsY() const { return y_.elementCount() > 0; }

  /// Records of two chunks are under way at a time.
  struct Slot {
    SharedNumbers& records;
    cl::Event done;
    const Chunk* chunk = nullptr;
  };

  /// A group of regions that share their sets.
  struct Group {
    std::vector<ForwardPart> parts;
    Strategy strategy;
    std::int64_t firstSet = 0;  ///< of the plan's
    std::int64_t blocks = 0;    ///< of all parts
  };

  cl::Buffer upload(const std::vector<std::int64_t>& words);
  Group groupOf(const RegionGroup& regions);
  void runGroup(Group& group, const Progress& progress);
  void open(ForwardPart& part);
  void openToWrite(ForwardPart& part, bool isBegun);
  void close(ForwardPart& part);
  void compute(Group& group, const Chunk& chunk, Slot& slot);
  void measure(Group& group, const Chunk& chunk, Slot& slot);
  void takeKnown(const Group& group, const Chunk& chunk, Slot& slot);
  ForwardWork workOf(const ForwardPart& part, const Group& group, const Chunk& chunk, const Slot& slot) const;
  void collect(const Group& group, Slot& slot);

  OpenClSession& session_;
  DeviceWorkspace& workspace_;
  const Tensor& x_;
  const ReductionPlan& plan_;
  Moments& moments_;
  Tensor& y_;
  DeviceAffine affine_;
  Reals rule_;
  cl::Buffer ruleBuffer_;
  std::int64_t pieces_;
  std::unique_ptr<ForwardKernels> kernels_;
  double setsDone_ = 0;
};

}  // namespace normscope
