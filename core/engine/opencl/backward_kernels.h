#pragma once

#include <memory>
#include <vector>

#include "core/engine/opencl/chunks.h"
#include "core/engine/opencl/device_affine.h"
#include "core/engine/opencl/session.h"

namespace normscope {

/// Rows of kernels/parameter_sums.cl for a work-item.
constexpr std::int64_t ownRows = 4;

/// Rows of kernels/runs_parameters.cl and its like, for each block of each parameter.
constexpr std::int64_t parameterRows = 2;

/// A way through a tensor, as kernels read it.
struct Walk {
  Traversal traversal;
  Units units;
  Blocking blocking;
  TeamShape team;
  std::vector<std::int64_t> words;
  cl::Buffer buffer;
};

/// The tensors of a backward pass on the device.
struct GradientTensors {
  cl::Buffer x;
  cl::Buffer gradOutput;
  cl::Buffer to;  ///< dL/dx; null where it is not wanted
};

/// Where sums over parameters are made beside those of sets.
struct OwnParameterSums {
  ParameterWay way;
  const cl::Buffer& sums;
  std::int64_t parameters;
};

/// What kernels do at a time: a chunk of the sets, in one part.
struct BackwardWork {
  const GradientTensors& tensors;
  const Walk& walk;
  const Strategy& strategy;
  const Chunk& chunk;
  std::int64_t allSets;  ///< of all chunks
  std::int64_t blocks;   ///< of all parts that share the sets
  const cl::Buffer& records;
  const cl::Buffer& rows;
  const cl::Buffer& sums;
  const DeviceAffine& affine;
  const cl::Buffer& rule;
  OwnParameterSums own;

  bool wantsInput() const { return tensors.to() != nullptr; }
};

/// The kernels of a backward pass: those of one family. Nothing is waited for.
class BackwardKernels {
 public:
  virtual ~BackwardKernels() = default;

  /// How the sets of a traversal are taken. May build kernels, to know what they can.
  virtual Strategy strategyFor(const Traversal& traversal, const Circumstances& circumstances) = 0;

  /// How the sums over parameters are made.
  virtual ParameterWay wayFor(const Traversal& traversal, const Strategy& strategy,
                              std::int64_t parameters) const = 0;

  /// How many work-items have sums over parameters of their own.
  virtual std::int64_t ownersFor(ParameterWay way) const = 0;

  /// Sums of the part's blocks, which are those from `firstBlock` on.
  virtual void sum(const BackwardWork& work, std::int64_t firstBlock) = 0;

  /// Rows from the sums of `blocks` blocks a set, those of all parts.
  virtual void merge(const BackwardWork& work, std::int64_t blocks) = 0;

  /// dL/dx from the rows, and the sums over parameters by strips.
  virtual void apply(const BackwardWork& work) = 0;

  /// dL/dx and the sums over parameters that are made on the way, where the statistics were known before.
  virtual void known(const BackwardWork& work) = 0;

  /// All of it in one launch. Here and in known(), what is not wanted of dL/dx is not made.
  virtual void whole(const BackwardWork& work) = 0;

  /// How the sums over parameters are walked, where a reading of its own makes them: `walk` without its
  /// buffer.
  virtual Walk parameterWalk(const Traversal& traversal, std::int64_t elements) = 0;

  /// Sums over parameters from the records of `sets` sets.
  virtual cl::Event parameters(const GradientTensors& tensors, const Walk& walk, const cl::Buffer& records,
                               std::int64_t sets, const cl::Buffer& sums) = 0;
};

/// `streams`: dL/dx is written past the caches.
std::unique_ptr<BackwardKernels> vectorBackwardKernels(OpenClSession& session, DType dtype, bool streams);
std::unique_ptr<BackwardKernels> teamBackwardKernels(OpenClSession& session, DType dtype);

/// Those of the session's family.
std::unique_ptr<BackwardKernels> backwardKernelsOf(OpenClSession& session, DType dtype, bool streams);

}  // namespace normscope
