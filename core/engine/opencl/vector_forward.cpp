#include <algorithm>

#include "core/engine/opencl/forward_kernels.h"

namespace normscope {
namespace {

/// A work-item reads its first unit without writing another meanwhile: it is to have several.
constexpr std::int64_t leastUnits = 8;

/// A work-item takes whole sets, in vectors of 16: runs*.cl and lanes*.cl.
class VectorForward : public ForwardKernels {
 public:
  VectorForward(OpenClSession& session, DType dtype, bool streams)
      : session_(session), dtype_(dtype), streams_(streams) {}

  Strategy strategyFor(const Traversal& measured, const Circumstances& circumstances) override {
    return normscope::strategyFor(measured, circumstances);
  }

  void measure(const ForwardWork& work, std::int64_t firstBlock) override {
    const Chunk& chunk = work.chunk;
    const std::int64_t blocks = work.part.measure.blocks;
    if (work.part.traversals.measure.lanes) {
      session_.launch(kernels::lanes_moments, jobs(chunk.units * blocks), work.part.x,
                      work.part.measureBuffer, chunk.firstUnit, chunk.units, chunk.firstSet, chunk.sets,
                      firstBlock, work.blocks, work.moments);
    } else {
      session_.launch(kernels::runs_moments, jobs(chunk.sets * blocks), work.part.x, work.part.measureBuffer,
                      chunk.firstSet, chunk.sets, firstBlock, work.blocks, work.moments);
    }
  }

  cl::Event merge(const ForwardWork& work) override {
    const std::int64_t sets = work.chunk.sets / work.part.traversals.measure.pieces;
    LaunchOptions options = jobs((sets + 15) / 16);
    options.streams = false;
    return session_.launch(kernels::sets_merge, options, work.part.measureBuffer, work.blocks, work.moments,
                           work.records, work.chunk.sets, work.rule);
  }

  cl::Event apply(const ForwardWork& work, bool newestFirst) override {
    const Chunk& chunk = work.chunk;
    const ForwardPart& part = work.part;
    const std::int64_t blocks = part.normalize.blocks;
    if (part.traversals.normalize.lanes) {
      return session_.launch(kernels::lanes_apply, jobs(chunk.units * blocks), part.x, part.y,
                             part.normalizeBuffer, chunk.firstUnit, chunk.units, chunk.firstSet, chunk.sets,
                             work.records, work.affine.weight(), work.affine.bias(), newestFirst ? 1 : 0);
    }
    return session_.launch(kernels::runs_apply, jobs(chunk.sets * blocks), part.x, part.y,
                           part.normalizeBuffer, chunk.firstSet, chunk.sets, work.records,
                           work.affine.weight(), work.affine.bias(), newestFirst ? 1 : 0);
  }

  cl::Event whole(const ForwardWork& work) override {
    const Chunk& chunk = work.chunk;
    const ForwardPart& part = work.part;
    LaunchOptions options = units(chunk.units);
    options.writes = part.y() != nullptr;
    if (part.traversals.measure.lanes) {
      return session_.launch(kernels::lanes_whole, options, part.x, part.y, part.measureBuffer,
                             part.normalizeBuffer, chunk.firstUnit, chunk.units, chunk.firstSet, chunk.sets,
                             work.moments, work.records, work.affine.weight(), work.affine.bias(), work.rule);
    }
    return session_.launch(kernels::runs_whole, options, part.x, part.y, part.measureBuffer,
                           part.normalizeBuffer, chunk.firstUnit, chunk.units, chunk.firstSet, chunk.sets,
                           work.records, work.affine.weight(), work.affine.bias(), work.rule);
  }

 private:
  LaunchOptions jobs(std::int64_t count) const {
    return {dtype_, streams_, std::min(count, itemsPerComputeUnit * session_.computeUnits())};
  }

  LaunchOptions units(std::int64_t count) const {
    const std::int64_t perComputeUnit =
        std::clamp<std::int64_t>(count / (leastUnits * session_.computeUnits()), 1, itemsPerComputeUnit);
    return {dtype_, streams_, std::min(count, perComputeUnit * session_.computeUnits())};
  }

  OpenClSession& session_;
  DType dtype_;
  bool streams_;
};

}  // namespace

std::unique_ptr<ForwardKernels> vectorForwardKernels(OpenClSession& session, DType dtype, bool streams) {
  return std::make_unique<VectorForward>(session, dtype, streams);
}

}  // namespace normscope
