#include "core/engine/opencl/backward_pass.h"

#include <algorithm>

#include "core/engine/opencl/records.h"

namespace normscope {
namespace {

/// Numbers of kernels/gradient.cl for a set.
constexpr std::int64_t gradientRows = 4;

/// Numbers of kernels/gradient.cl for each block of a set.
constexpr std::int64_t sumRows = 5;

/// Rows of kernels/parameter_sums.cl for a work-item.
constexpr std::int64_t ownRows = 4;

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
      kernels_(backwardKernelsOf(session, x.dtype(), session.streams(x.byteCount()))),
      rule_(x.dtype()) {
  const Region whole = regionsOf(plan, plan.shape().elementCount()).front().front();
  const Traversal traversal = traversalsOf(whole, plan.elementsPerSet(), affine_.varies()).normalize;
  // Two tensors are read.
  strategy_ = kernels_->strategyFor(
      traversal, {2 * static_cast<std::int64_t>(sizeOf(x.dtype())), session.computeUnits(),
                  plan.statisticsFromX(), 1, plan.elementsPerSet(), session.launchBytes()});
  sets_ = {traversal, strategy_.units, blocksOf(traversal, strategy_.measureLimit), strategy_.team, {}, {}};
  fillWords(sets_);
  if (affine_.varies()) way_ = kernels_->wayFor(traversal, strategy_.whole, plan.parameterCount());
  rule_.push_back(plan.statisticsFromX() && plan.spec().subtractsMean() ? 1 : 0);
  rule_.push_back(plan.statisticsFromX() ? 1 : 0);
  ruleBuffer_ = session.input(rule_.data(), rule_.bytes());
  tensors_.x = session.input(x.bytes(), x.byteCount());
  tensors_.gradOutput = session.input(gradOutput.bytes(), gradOutput.byteCount());
  if (wantsInput()) tensors_.to = session.output(gradients.input.editBytes(), gradients.input.byteCount());
}

void BackwardPass::fillWords(Walk& walk) {
  walk.words = kernelWords(walk.traversal, walk.units, walk.blocking, 0);
  walk.buffer = session_.input(walk.words.data(), walk.words.size() * sizeof(std::int64_t));
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
  if (wantsInput()) session_.fetch(tensors_.to, gradients_.input.editBytes(), gradients_.input.byteCount());
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
  if (all >= manyRecords && session_.computesDouble() && session_.family() == KernelFamily::vectors) {
    known_ = KnownStatistics(session_, moments_, plan_, x_.dtype());
    const std::int64_t items = std::min(all, itemsPerComputeUnit * session_.computeUnits());
    session_.launch(kernels::sets_records, {x_.dtype(), false, items}, known_.means, known_.variances,
                    known_.rule, sets_.traversal.pieces, all, records.buffer());
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

BackwardWork BackwardPass::workOf(const Chunk& chunk) const {
  return {tensors_,
          sets_,
          strategy_,
          chunk,
          workspace_.records[0].buffer(),
          rows_,
          workspace_.moments,
          affine_,
          ruleBuffer_,
          {way_, ownSums(), way_ == ParameterWay::elsewhere ? 0 : plan_.parameterCount()}};
}

void BackwardPass::differentiate(const Chunk& chunk) {
  if (!wantsInput() && way_ == ParameterWay::elsewhere) return;
  const BackwardWork work = workOf(chunk);
  if (strategy_.whole) return kernels_->whole(work);
  if (plan_.statisticsFromX()) kernels_->sum(work);
  if (plan_.statisticsFromX() && !wantsInput()) return;
  kernels_->merge(work, plan_.statisticsFromX() ? sets_.blocking.blocks : 0);
  if (plan_.statisticsFromX() || way_ == ParameterWay::elsewhere) {
    kernels_->apply(work);
  } else {
    kernels_->known(work);
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
  parameters_ = kernels_->parameterWalk(traversal, elements);
  fillWords(parameters_);
  const std::int64_t all = traversal.setCount();
  const std::int64_t blocks = parameters_.blocking.blocks;
  SharedNumbers& sums = workspace_.records[1];
  sums.reserve(session_, x_.dtype(), 2 * blocks * all);
  kernels_->parameters(tensors_, parameters_, workspace_.records[0].buffer(), sets_.traversal.setCount(),
                       sums.buffer());
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
