#include "core/engine/opencl/backward_pass.h"

#include <algorithm>

#include "core/engine/opencl/records.h"

namespace normscope {
namespace {

/// Numbers of kernels/gradient.cl for a set.
constexpr std::int64_t gradientRows = 4;

/// Numbers of kernels/gradient.cl for each block of a set.
constexpr std::int64_t sumRows = 5;

/// Elements per set of a block, by how sets lie.
constexpr std::int64_t runBlock = 32768;
constexpr std::int64_t laneBlock = 256;
constexpr std::int64_t acceleratorBlock = 256;

/// Sums of so many blocks of parameters are made at most.
constexpr std::int64_t mostSums = 1 << 22;

constexpr std::int64_t parameterLanes = 256;

/// Rows of kernels/parameter_sums.cl for a work-item.
constexpr std::int64_t ownRows = 4;

/// The sums of one work-item over so many parameters still leave room in its cache.
constexpr std::int64_t mostOwnParameters = 4096;

std::size_t bytesFor(std::int64_t numbers, DType dtype) {
  return static_cast<std::size_t>(numbers) * Reals::sizeFor(dtype);
}

}  // namespace

BackwardPass::BackwardPass(OpenClSession& session, DeviceWorkspace& workspace, const Tensor& x,
                           const ReductionPlan& plan, const AffineParameters& affine, const Moments& moments,
                           const Tensor& gradOutput, Gradients& gradients)
    : session_(session),
      workspace_(workspace),
      x_(x),
      plan_(plan),
      moments_(moments),
      gradients_(gradients),
      affine_(session, x.dtype(), plan, affine),
      rule_(x.dtype()) {
  const Region whole = regionsOf(plan, plan.shape().elementCount()).front().front();
  const Traversal traversal = traversalsOf(whole, plan.elementsPerSet(), affine_.varies()).normalize;
  // Two tensors are read.
  strategy_ = strategyFor(traversal, {2 * static_cast<std::int64_t>(sizeOf(x.dtype())),
                                      session.sharesMemory(), session.computeUnits(), plan.statisticsFromX(),
                                      1, plan.elementsPerSet(), session.launchBytes()});
  sets_ = walkOf(traversal, strategy_.units, strategy_.measureLimit, 0);
  if (session.sharesMemory() && affine_.varies() && plan.parameterCount() <= mostOwnParameters)
    way_ = parameterWayOf(traversal, strategy_.whole);
  rule_.push_back(plan.statisticsFromX() && plan.spec().subtractsMean() ? 1 : 0);
  rule_.push_back(plan.statisticsFromX() ? 1 : 0);
  ruleBuffer_ = session.input(rule_.data(), rule_.bytes());
  xBuffer_ = session.input(x.bytes(), x.byteCount());
  gradOutputBuffer_ = session.input(gradOutput.bytes(), gradOutput.byteCount());
  toBuffer_ = session.output(gradients.input.editBytes(), gradients.input.byteCount());
}

BackwardPass::Walk BackwardPass::walkOf(const Traversal& traversal, const Units& units,
                                        std::int64_t blockLimit, std::int64_t firstParameter) {
  Walk walk{traversal, units, blocksOf(traversal, blockLimit), {}, {}};
  walk.words = kernelWords(traversal, units, walk.blocking, firstParameter);
  walk.buffer = session_.input(walk.words.data(), walk.words.size() * sizeof(std::int64_t));
  return walk;
}

std::int64_t BackwardPass::items(std::int64_t jobs) const {
  return session_.sharesMemory() ? std::min(jobs, itemsPerComputeUnit * session_.computeUnits()) : jobs;
}

KernelVariant BackwardPass::variant(const Walk& walk, const char* step) const {
  return {std::string(walk.traversal.lanes ? "lanes_" : "runs_") + step, x_.dtype(),
          session_.streams(x_.byteCount())};
}

void BackwardPass::run(const Progress& progress) {
  prepareRecords();
  prepareOwnSums();
  std::int64_t most = 0;
  for (const Chunk& chunk : strategy_.chunks) most = std::max(most, chunk.sets);
  workspace_.reserveMoments(session_, bytesFor(sumRows * sets_.blocking.blocks * most, x_.dtype()));
  constexpr std::size_t underWay = 4;
  for (std::size_t i = 0; i < strategy_.chunks.size(); ++i) {
    progress.step(static_cast<double>(i) / static_cast<double>(strategy_.chunks.size()));
    if (i % underWay == underWay - 1) session_.finish();
    differentiate(strategy_.chunks[i]);
  }
  session_.fetch(toBuffer_, gradients_.input.editBytes(), gradients_.input.byteCount());
  progress.step(1);
  if (way_ == ParameterWay::elsewhere) {
    sumParameters();
  } else {
    mergeOwnSums();
  }
}

void BackwardPass::prepareRecords() {
  const std::int64_t all = sets_.traversal.setCount();
  rows_ = session_.scratch(bytesFor(gradientRows * all, x_.dtype()));
  SharedNumbers& records = workspace_.records[0];
  records.reserve(session_, x_.dtype(), recordRows * all);
  if (all >= manyRecords && session_.computesDouble()) {
    known_ = KnownStatistics(session_, moments_, plan_, x_.dtype());
    session_.launch({"sets_records", x_.dtype()}, items(all), known_.means, known_.variances, known_.rule,
                    cl_long{sets_.traversal.pieces}, cl_long{all}, records.buffer());
    return;
  }
  writeRecords(moments_, plan_, sets_.traversal, 0, all, records.host());
  session_.wait(records.upload(session_, recordRows * all));
}

void BackwardPass::prepareOwnSums() {
  if (way_ == ParameterWay::elsewhere) return;
  SharedNumbers& sums = workspace_.records[1];
  const std::int64_t count = ownRows * plan_.parameterCount() * itemsPerComputeUnit * session_.computeUnits();
  sums.reserve(session_, x_.dtype(), count);
  sums.clear(count);
  session_.wait(sums.upload(session_, count));
}

/// A reference: the bindings' copies release what they could not retain where a retain fails.
const cl::Buffer& BackwardPass::ownSums() const {
  return way_ == ParameterWay::elsewhere ? ruleBuffer_  // any: kernels do not touch it
                                         : workspace_.records[1].buffer();
}

void BackwardPass::differentiate(const Chunk& chunk) {
  const cl_long all = sets_.traversal.setCount();
  const cl_long blocks = sets_.blocking.blocks;
  const cl::Buffer& records = workspace_.records[0].buffer();
  const cl_long sets = chunk.sets;
  const cl_long firstSet = chunk.firstSet;
  const cl_long units = chunk.units;
  const cl_long firstUnit = chunk.firstUnit;
  if (strategy_.whole) {
    session_.launch(variant(sets_, "gradient_whole"), items(units), xBuffer_, gradOutputBuffer_, toBuffer_,
                    sets_.buffer, firstUnit, units, firstSet, sets, all, records, affine_.weight(),
                    ruleBuffer_, workspace_.moments, rows_, wayWord(), ownSums(), parameterWord());
    return;
  }
  if (plan_.statisticsFromX()) sumGradients(chunk, blocks);
  const std::int64_t jobs = (sets / sets_.traversal.pieces + 15) / 16;
  session_.launch({"sets_gradient", x_.dtype()}, items(jobs), sets_.buffer,
                  plan_.statisticsFromX() ? blocks : cl_long{0}, workspace_.moments, records, rows_, firstSet,
                  sets, all, ruleBuffer_);
  if (!plan_.statisticsFromX() && way_ != ParameterWay::elsewhere) {
    differentiateKnown(chunk);
  } else if (sets_.traversal.lanes) {
    session_.launch(variant(sets_, "backward"), items(units * blocks), xBuffer_, gradOutputBuffer_, toBuffer_,
                    sets_.buffer, firstUnit, units, all, records, rows_, affine_.weight());
  } else {
    session_.launch(variant(sets_, "backward"), items(sets * blocks), xBuffer_, gradOutputBuffer_, toBuffer_,
                    sets_.buffer, firstSet, sets, all, records, rows_, affine_.weight());
  }
}

void BackwardPass::sumGradients(const Chunk& chunk, cl_long blocks) {
  const cl_long all = sets_.traversal.setCount();
  const cl::Buffer& records = workspace_.records[0].buffer();
  if (sets_.traversal.lanes) {
    session_.launch(variant(sets_, "gradient_sums"), items(chunk.units * blocks), xBuffer_, gradOutputBuffer_,
                    sets_.buffer, cl_long{chunk.firstUnit}, cl_long{chunk.units}, cl_long{chunk.firstSet},
                    cl_long{chunk.sets}, all, records, affine_.weight(), ruleBuffer_, workspace_.moments,
                    wayWord(), ownSums(), parameterWord());
  } else {
    session_.launch(variant(sets_, "gradient_sums"), items(chunk.sets * blocks), xBuffer_, gradOutputBuffer_,
                    sets_.buffer, cl_long{chunk.firstSet}, cl_long{chunk.sets}, all, records,
                    affine_.weight(), ruleBuffer_, workspace_.moments, wayWord(), ownSums(), parameterWord());
  }
}

void BackwardPass::differentiateKnown(const Chunk& chunk) {
  const cl_long all = sets_.traversal.setCount();
  const cl_long blocks = sets_.blocking.blocks;
  const cl::Buffer& records = workspace_.records[0].buffer();
  if (sets_.traversal.lanes) {
    session_.launch(variant(sets_, "gradient_known"), items(chunk.units * blocks), xBuffer_,
                    gradOutputBuffer_, toBuffer_, sets_.buffer, cl_long{chunk.firstUnit},
                    cl_long{chunk.units}, cl_long{chunk.firstSet}, cl_long{chunk.sets}, all, records, rows_,
                    affine_.weight(), workspace_.moments, wayWord(), ownSums(), parameterWord());
  } else {
    session_.launch(variant(sets_, "gradient_known"), items(chunk.sets * blocks), xBuffer_, gradOutputBuffer_,
                    toBuffer_, sets_.buffer, cl_long{chunk.firstSet}, cl_long{chunk.sets}, all, records,
                    rows_, affine_.weight(), workspace_.moments, wayWord(), ownSums(), parameterWord());
  }
}

void BackwardPass::mergeOwnSums() {
  const auto parameters = static_cast<std::size_t>(plan_.parameterCount());
  const std::int64_t owners = itemsPerComputeUnit * session_.computeUnits();
  SharedNumbers& sums = workspace_.records[1];
  session_.wait(sums.fetch(session_, ownRows * plan_.parameterCount() * owners));
  gradients_.weight.assign(parameters, 0);
  gradients_.bias.assign(parameters, 0);
  sums.host().visit([&](const auto& values) {
    for (std::int64_t owner = 0; owner < owners; ++owner) {
      const auto* bias = values.data() + static_cast<std::size_t>(owner * ownRows) * parameters;
      const auto* weight = bias + 2 * parameters;
      for (std::size_t i = 0; i < parameters; ++i) {
        gradients_.bias[i] += static_cast<double>(bias[i]);
        gradients_.weight[i] += static_cast<double>(weight[i]);
      }
    }
  });
}

void BackwardPass::sumParameters() {
  const auto parameters = static_cast<std::size_t>(plan_.parameterCount());
  gradients_.weight.assign(parameters, 0);
  gradients_.bias.assign(parameters, 0);
  if (parameters == 0) return;
  const Region region = parameterRegionOf(plan_, sets_.traversal.pieces);
  const std::int64_t elements = plan_.shape().elementCount() / plan_.parameterCount();
  const Traversal traversal = traversalsOf(region, elements, true).normalize;
  const std::int64_t all = traversal.setCount();
  const std::int64_t block = !session_.sharesMemory() ? acceleratorBlock
                             : traversal.lanes        ? laneBlock
                                                      : runBlock;
  parameters_ = walkOf(traversal, Units::of(traversal, parameterLanes),
                       std::max(block, elements / std::max<std::int64_t>(1, mostSums / all)), 0);
  const Walk& walk = parameters_;
  const std::int64_t blocks = walk.blocking.blocks;
  SharedNumbers& sums = workspace_.records[1];
  sums.reserve(session_, x_.dtype(), 2 * blocks * all);
  const cl_long sets = sets_.traversal.setCount();
  if (traversal.lanes) {
    session_.launch(variant(walk, "parameters"), items(walk.units.count * blocks), xBuffer_,
                    gradOutputBuffer_, walk.buffer, cl_long{walk.units.count}, cl_long{all},
                    workspace_.records[0].buffer(), sets, sums.buffer());
  } else {
    session_.launch(variant(walk, "parameters"), items(all * blocks), xBuffer_, gradOutputBuffer_,
                    walk.buffer, cl_long{all}, workspace_.records[0].buffer(), sets, sums.buffer());
  }
  session_.wait(sums.fetch(session_, 2 * blocks * all));
  mergeParameters(sums.host());
}

void BackwardPass::mergeParameters(const Reals& sums) {
  const std::int64_t all = parameters_.traversal.setCount();
  const std::int64_t pieces = parameters_.traversal.pieces;
  sums.visit([&](const auto& values) {
    const auto* bias = values.data();
    const auto* weight = bias + parameters_.blocking.blocks * all;
    for (std::int64_t block = 0; block < parameters_.blocking.blocks; ++block) {
      for (std::int64_t fine = 0; fine < all; ++fine) {
        const auto parameter = static_cast<std::size_t>(fine / pieces);
        gradients_.bias[parameter] += static_cast<double>(*bias++);
        gradients_.weight[parameter] += static_cast<double>(*weight++);
      }
    }
  });
}

}  // namespace normscope
