#pragma once

#include <memory>
#include <vector>

#include "core/engine/opencl/chunks.h"
#include "core/engine/opencl/device_affine.h"
#include "core/engine/opencl/session.h"

namespace normscope {

/// A region of a forward pass, with what kernels read of it.
struct ForwardPart {
  Region region;
  Traversals traversals;
  Blocking measure;
  Blocking normalize;
  std::vector<std::int64_t> measureWords;
  std::vector<std::int64_t> normalizeWords;
  cl::Buffer measureBuffer;
  cl::Buffer normalizeBuffer;
  cl::Buffer x;
  cl::Buffer y;
};

/// What kernels do at a time: a chunk of the sets, in one part.
struct ForwardWork {
  const ForwardPart& part;
  const Strategy& strategy;
  const Chunk& chunk;
  std::int64_t blocks;  ///< of all parts that share the sets
  const cl::Buffer& moments;
  const cl::Buffer& records;
  const DeviceAffine& affine;
  const cl::Buffer& rule;
};

/// The kernels of a forward pass: those of one family. Nothing is waited for; events are
/// those of the last launch.
class ForwardKernels {
 public:
  virtual ~ForwardKernels() = default;

  /// How the sets of a traversal are taken. May build kernels, to know what they can.
  virtual Strategy strategyFor(const Traversal& measured, const Circumstances& circumstances) = 0;

  /// Moments of the part's blocks, which are those from `firstBlock` on.
  virtual void measure(const ForwardWork& work, std::int64_t firstBlock) = 0;

  /// Records from the moments of all parts.
  virtual cl::Event merge(const ForwardWork& work) = 0;

  /// y from the records; what is `newestFirst` was measured just before.
  virtual cl::Event apply(const ForwardWork& work, bool newestFirst) = 0;

  /// Records and y in one launch; without the part's y, records.
  virtual cl::Event whole(const ForwardWork& work) = 0;
};

/// `streams`: y is written past the caches.
std::unique_ptr<ForwardKernels> vectorForwardKernels(OpenClSession& session, DType dtype, bool streams);
std::unique_ptr<ForwardKernels> teamForwardKernels(OpenClSession& session, DType dtype);

/// Those of the session's family.
std::unique_ptr<ForwardKernels> forwardKernelsOf(OpenClSession& session, DType dtype, bool streams);

}  // namespace normscope
