#pragma once

#include <array>
#include <vector>

#include "core/engine/opencl/chunks.h"
#include "core/engine/opencl/session.h"
#include "core/engine/opencl/traversal.h"
#include "core/engine/progress.h"
#include "core/norm/affine.h"
#include "core/norm/running_statistics.h"
#include "core/tensor/tensor.h"

namespace normscope {

/// One normalization on a device; the plan must have elements.
///
/// Sets go through in chunks, so that the second read of x finds it in the cache and a cancelled computation
/// stops soon. While the host merges the moments of one chunk, the device measures the next.
class ForwardPass {
 public:
  ForwardPass(OpenClSession& session, const Tensor& x, const ReductionPlan& plan,
              const AffineParameters& affine, Moments& moments, Tensor& y);
  ~ForwardPass() { session_.finishQuietly(); }
  ForwardPass(const ForwardPass&) = delete;
  ForwardPass& operator=(const ForwardPass&) = delete;

  void run(const Progress& progress);

 private:
  /// Two chunks are under way at a time, each in a slot of its own.
  struct Slot {
    std::vector<float> measured;
    std::vector<float> scalings;
    cl::Buffer measuredBuffer;
    cl::Buffer scalingsBuffer;
    cl::Event measuredRead;
    cl::Event scalingsWritten;
  };

  /// A buffer of one float per parameter, and the host's values behind it.
  struct Parameters {
    std::vector<float> values;
    cl::Buffer buffer;
  };

  void upload(Parameters& parameters, const std::optional<Tensor>& given, std::int64_t count, float absent);
  cl::Buffer upload(const std::vector<std::int64_t>& words);
  std::int64_t items(std::int64_t jobs) const;
  void measure(const Chunk& chunk, Slot& slot);
  void measureAndNormalize(const Chunk& chunk, Slot& slot);
  void prepareMeasured(const Chunk& chunk, Slot& slot);
  void merge(const Chunk& chunk, Slot& slot);
  void normalize(const Chunk& chunk, Slot& slot);

  OpenClSession& session_;
  const Tensor& x_;
  const ReductionPlan& plan_;
  Moments& moments_;
  Tensor& y_;
  Traversals traversals_;
  Strategy strategy_;
  std::vector<std::int64_t> measureWords_;
  std::vector<std::int64_t> normalizeWords_;
  std::array<Slot, 2> slots_;
  Parameters weight_;
  Parameters bias_;
  cl::Buffer xBuffer_;
  cl::Buffer yBuffer_;
  cl::Buffer measureTraversal_;
  cl::Buffer normalizeTraversal_;
};

}  // namespace normscope
