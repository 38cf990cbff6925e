#include <algorithm>

#include "core/engine/opencl/backward_kernels.h"
#include "core/engine/opencl/reals.h"

namespace normscope {
namespace {

/// Elements per set of a block, by how sets lie.
constexpr std::int64_t runBlock = 32768;
constexpr std::int64_t laneBlock = 256;

/// Sums of so many blocks of parameters are made at most.
constexpr std::int64_t mostSums = 1 << 22;

constexpr std::int64_t parameterLanes = 256;

/// The sums of one work-item over so many parameters still leave room in its cache.
constexpr std::int64_t mostOwnParameters = 4096;

/// Elements of a strip, as kernels/runs_gradient.cl has it.
constexpr std::int64_t stripLength = 4096;

/// A work-item takes whole sets, in vectors of 16: runs*.cl and lanes*.cl.
class VectorBackward : public BackwardKernels {
 public:
  VectorBackward(OpenClSession& session, DType dtype, bool streams)
      : session_(session), dtype_(dtype), streams_(streams) {}

  Strategy strategyFor(const Traversal& traversal, const Circumstances& circumstances) override {
    const bool strips = traversal.run.extent > mostOwnParameters && fitsStrips(traversal, circumstances);
    return strips ? stripStrategyFor(traversal, circumstances)
                  : normscope::strategyFor(traversal, circumstances);
  }

  ParameterWay wayFor(const Traversal& traversal, const Strategy& strategy,
                      std::int64_t parameters) const override {
    const std::int64_t fit = numbersOfABuffer() / ownRows;
    if (strategy.strips)
      return sharesElements(traversal) && parameters <= fit ? ParameterWay::byStrip : ParameterWay::elsewhere;
    const std::int64_t most = std::min(mostOwnParameters, fit / ownersFor(ParameterWay::byRun));
    return parameters <= most ? parameterWayOf(traversal, strategy.whole) : ParameterWay::elsewhere;
  }

  std::int64_t ownersFor(ParameterWay way) const override {
    return way == ParameterWay::byStrip ? 1 : mostItems();
  }

  void sum(const BackwardWork& work, std::int64_t firstBlock) override {
    const Chunk& chunk = work.chunk;
    const std::int64_t blocks = work.walk.blocking.blocks;
    if (work.walk.traversal.lanes) {
      session_.launch(kernels::lanes_gradient_sums, jobs(chunk.units * blocks), work.tensors.x,
                      work.tensors.gradOutput, work.walk.buffer, chunk.firstUnit, chunk.units, chunk.firstSet,
                      chunk.sets, work.allSets, firstBlock, work.blocks, work.records, work.affine.weight(),
                      work.rule, work.sums, wordOf(work.own.way), work.own.sums, work.own.parameters);
    } else {
      session_.launch(kernels::runs_gradient_sums, jobs(chunk.sets * blocks), work.tensors.x,
                      work.tensors.gradOutput, work.walk.buffer, chunk.firstSet, chunk.sets, work.allSets,
                      firstBlock, work.blocks, work.records, work.affine.weight(), work.rule, work.sums,
                      wordOf(work.own.way), work.own.sums, work.own.parameters);
    }
  }

  void merge(const BackwardWork& work, std::int64_t blocks) override {
    LaunchOptions options = jobs((work.chunk.sets / work.walk.traversal.pieces + 15) / 16);
    options.streams = false;
    session_.launch(kernels::sets_gradient, options, work.walk.buffer, blocks, work.sums, work.records,
                    work.rows, work.chunk.firstSet, work.chunk.sets, work.allSets, work.rule);
  }

  void apply(const BackwardWork& work) override {
    if (work.own.way == ParameterWay::byStrip) return applyStrips(work);
    const Chunk& chunk = work.chunk;
    const std::int64_t blocks = work.walk.blocking.blocks;
    if (work.walk.traversal.lanes) {
      session_.launch(kernels::lanes_backward, jobs(chunk.units * blocks), work.tensors.x,
                      work.tensors.gradOutput, work.tensors.to, work.walk.buffer, chunk.firstUnit,
                      chunk.units, work.allSets, work.records, work.rows, work.affine.weight());
    } else {
      session_.launch(kernels::runs_backward, jobs(chunk.sets * blocks), work.tensors.x,
                      work.tensors.gradOutput, work.tensors.to, work.walk.buffer, chunk.firstSet, chunk.sets,
                      work.allSets, work.records, work.rows, work.affine.weight());
    }
  }

  void known(const BackwardWork& work) override {
    const Chunk& chunk = work.chunk;
    const std::int64_t blocks = work.walk.blocking.blocks;
    const bool lanes = work.walk.traversal.lanes;
    LaunchOptions options = jobs((lanes ? chunk.units : chunk.sets) * blocks);
    options.writes = work.wantsInput();
    if (lanes) {
      session_.launch(kernels::lanes_gradient_known, options, work.tensors.x, work.tensors.gradOutput,
                      work.tensors.to, work.walk.buffer, chunk.firstUnit, chunk.units, work.allSets,
                      work.records, work.affine.weight(), wordOf(work.own.way), work.own.sums,
                      work.own.parameters);
    } else {
      session_.launch(kernels::runs_gradient_known, options, work.tensors.x, work.tensors.gradOutput,
                      work.tensors.to, work.walk.buffer, chunk.firstSet, chunk.sets, work.allSets,
                      work.records, work.affine.weight(), wordOf(work.own.way), work.own.sums,
                      work.own.parameters);
    }
  }

  void whole(const BackwardWork& work) override {
    const auto& kernel =
        work.walk.traversal.lanes ? kernels::lanes_gradient_whole : kernels::runs_gradient_whole;
    const Chunk& chunk = work.chunk;
    LaunchOptions options = jobs(chunk.units);
    options.writes = work.wantsInput();
    session_.launch(kernel, options, work.tensors.x, work.tensors.gradOutput, work.tensors.to,
                    work.walk.buffer, chunk.firstUnit, chunk.units, chunk.firstSet, chunk.sets, work.allSets,
                    work.records, work.affine.weight(), work.rule, work.sums, work.rows, wordOf(work.own.way),
                    work.own.sums, work.own.parameters);
  }

  Walk parameterWalk(const Traversal& traversal, std::int64_t elements) override {
    const std::int64_t block = traversal.lanes ? laneBlock : runBlock;
    const std::int64_t most = std::min(mostSums, numbersOfABuffer() / parameterRows);
    const std::int64_t limit =
        std::max(block, elements / std::max<std::int64_t>(1, most / traversal.setCount()));
    return {traversal, Units::of(traversal, parameterLanes), blocksOf(traversal, limit), {}, {}, {}};
  }

  cl::Event parameters(const GradientTensors& tensors, const Walk& walk, const cl::Buffer& records,
                       std::int64_t sets, const cl::Buffer& sums) override {
    const std::int64_t all = walk.traversal.setCount();
    const std::int64_t blocks = walk.blocking.blocks;
    if (walk.traversal.lanes) {
      return session_.launch(kernels::lanes_parameters, jobs(walk.units.count * blocks), tensors.x,
                             tensors.gradOutput, walk.buffer, walk.units.count, all, records, sets, sums);
    }
    return session_.launch(kernels::runs_parameters, jobs(all * blocks), tensors.x, tensors.gradOutput,
                           walk.buffer, all, records, sets, sums);
  }

 private:
  void applyStrips(const BackwardWork& work) {
    const std::int64_t length = work.walk.traversal.run.extent;
    LaunchOptions options = jobs((length + stripLength - 1) / stripLength);
    options.writes = work.wantsInput();
    session_.launch(kernels::runs_backward_strips, options, work.tensors.x, work.tensors.gradOutput,
                    work.tensors.to, work.walk.buffer, work.chunk.firstSet, work.chunk.sets, work.allSets,
                    work.records, work.rows, work.affine.weight(), work.own.sums, work.own.parameters);
  }

  std::int64_t numbersOfABuffer() const {
    return static_cast<std::int64_t>(session_.largestBuffer() / Reals::sizeFor(dtype_));
  }

  static Long wordOf(ParameterWay way) { return static_cast<Long>(way); }

  LaunchOptions jobs(std::int64_t count) const { return {dtype_, streams_, std::min(count, mostItems())}; }

  /// Fewer for a tensor so small that to clear and to add the sums of each takes as long as a part of it.
  std::int64_t mostItems() const {
    constexpr std::int64_t few = 8;
    return (streams_ ? itemsPerComputeUnit : few) * session_.computeUnits();
  }

  OpenClSession& session_;
  DType dtype_;
  bool streams_;
};

}  // namespace

std::unique_ptr<BackwardKernels> vectorBackwardKernels(OpenClSession& session, DType dtype, bool streams) {
  return std::make_unique<VectorBackward>(session, dtype, streams);
}

}  // namespace normscope
