#include "core/engine/opencl/backward_pass.h"

#include <algorithm>

#include "core/engine/opencl/parts.h"
#include "core/engine/opencl/records.h"

namespace normscope {
namespace {

/// Numbers of kernels/gradient.cl for a set.
constexpr std::int64_t gradientRows = 4;

/// Numbers of kernels/gradient.cl for each block of a set.
constexpr std::int64_t sumRows = 5;

std::size_t bytesFor(std::int64_t numbers, DType dtype) {
  return static_cast<std::size_t>(numbers) * Reals::sizeFor(dtype);
}

std::int64_t parameterCountOf(const Region& region) {
  std::int64_t count = 1;
  for (const auto& axes : {region.kept, region.reduced}) {
    for (const MergedAxis& axis : axes) count *= axis.parameterStride != 0 ? axis.extent : 1;
  }
  return count;
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
      gradOutput_(gradOutput),
      gradients_(gradients),
      affine_(session, x.dtype(), plan, affine),
      kernels_(backwardKernelsOf(session, x.dtype(), session.streams(x.byteCount()))),
      rule_(x.dtype()),
      pieces_(piecesOf(wholeRegionOf(plan), plan.elementsPerSet(), affine_.varies())) {
  rule_.push_back(plan.statisticsFromX() && plan.spec().subtractsMean() ? 1 : 0);
  rule_.push_back(plan.statisticsFromX() ? 1 : 0);
  ruleBuffer_ = session.input(rule_.data(), rule_.bytes());
}

/// Whether the numbers of its sets and parameters fit the largest buffer too.
bool BackwardPass::fits(const RegionGroup& regions) const {
  std::int64_t numbers = recordRows * regions.front().setCount() * pieces_;
  for (const Region& region : regions) numbers = std::max(numbers, parameterRows * parameterCountOf(region));
  return bytesFor(numbers, x_.dtype()) <= session_.largestBuffer();
}

std::vector<RegionGroup> BackwardPass::regionsThatFit() const {
  for (std::int64_t limit = partElements(session_, x_);; limit = (limit + 1) / 2) {
    std::vector<RegionGroup> groups = regionsOf(plan_, limit);
    const bool fit =
        std::all_of(groups.begin(), groups.end(), [&](const auto& group) { return fits(group); });
    if (fit || limit == 1) return groups;
  }
}

BackwardPass::Group BackwardPass::groupOf(const RegionGroup& regions) {
  Group group;
  group.firstSet = regions.front().firstSet;
  group.sets = regions.front().setCount() * pieces_;
  for (const Region& region : regions) {
    const Traversal traversal = traversalsOf(region, pieces_, affine_.varies()).normalize;
    if (group.parts.empty()) {
      // Two tensors are read.
      group.strategy =
          kernels_->strategyFor(traversal, circumstancesOf(session_, plan_, x_.dtype(), 2, regions.size()));
    }
    const Strategy& strategy = group.strategy;
    Part part{region,
              {traversal, strategy.units, blocksOf(traversal, strategy.measureLimit), strategy.team, {}, {}},
              ParameterWay::elsewhere,
              {},
              {}};
    if (affine_.varies()) part.way = kernels_->wayFor(traversal, strategy, plan_.parameterCount());
    group.blocks += part.sets.blocking.blocks;
    group.parts.push_back(std::move(part));
  }
  for (Part& part : group.parts) fillWords(part.sets, affine_.varies() ? part.region.parameter : 0);
  return group;
}

void BackwardPass::fillWords(Walk& walk, std::int64_t firstParameter) {
  walk.words = kernelWords(walk.traversal, walk.units, walk.blocking, firstParameter);
  walk.buffer = session_.input(walk.words.data(), walk.words.size() * sizeof(std::int64_t));
}

void BackwardPass::run(const Progress& progress) {
  gradients_.weight.assign(static_cast<std::size_t>(plan_.parameterCount()), 0);
  gradients_.bias = gradients_.weight;
  const std::vector<RegionGroup> groups = regionsThatFit();
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const auto fraction = [&](std::size_t done) {
      return static_cast<double>(done) / static_cast<double>(groups.size());
    };
    Group group = groupOf(groups[i]);
    runGroup(group, progress.part(fraction(i), fraction(i + 1)));
  }
  progress.step(1);
  if (owners_ > 0) mergeOwnSums();
}

void BackwardPass::runGroup(Group& group, const Progress& progress) {
  constexpr std::size_t underWay = 4;
  const auto& chunks = group.strategy.chunks;
  std::int64_t most = 0;
  for (const Chunk& chunk : chunks) most = std::max(most, chunk.sets);
  try {
    prepareRecords(group);
    for (const Part& part : group.parts) {
      if (part.way != ParameterWay::elsewhere) prepareOwnSums(kernels_->ownersFor(part.way));
    }
    workspace_.moments.reserve(session_, bytesFor(sumRows * group.blocks * most, x_.dtype()));
    for (std::size_t i = 0; i < chunks.size(); ++i) {
      progress.step(static_cast<double>(i) / static_cast<double>(chunks.size()));
      if (i % underWay == underWay - 1) session_.finish();
      differentiate(group, chunks[i]);
    }
    for (Part& part : group.parts) {
      if (!part.isFinished) finishPart(part, group);
    }
    if (!wantsInput()) session_.finish();  // dL/dx is waited for; sums on the way are read later
  } catch (...) {
    session_.finishQuietly();  // before the parts go, whose words kernels may still read
    throw;
  }
}

void BackwardPass::prepareRecords(const Group& group) {
  workspace_.rows.reserve(session_, bytesFor(gradientRows * group.sets, x_.dtype()));
  SharedNumbers& records = workspace_.records[0];
  records.reserve(session_, x_.dtype(), recordRows * group.sets);
  if (group.sets >= manyRecords && session_.computesDouble() && session_.family() == KernelFamily::vectors) {
    known_ = KnownStatistics(session_, moments_, group.firstSet, group.sets / pieces_, plan_, x_.dtype());
    const std::int64_t sets = group.sets / pieces_;
    const std::int64_t items = std::min(sets, itemsPerComputeUnit * session_.computeUnits());
    session_.launch(kernels::sets_records, {x_.dtype(), false, items}, known_.means, known_.variances,
                    known_.rule, pieces_, sets, records.buffer());
    return;
  }
  writeRecords(moments_, plan_, pieces_, group.firstSet * pieces_, group.sets, records.host());
  session_.wait(records.upload(session_, recordRows * group.sets));
}

/// Those of all groups, which are made alike: how depends on the number of parameters.
void BackwardPass::prepareOwnSums(std::int64_t owners) {
  if (owners_ > 0) return;
  SharedNumbers& sums = workspace_.records[1];
  const std::int64_t count = ownRows * plan_.parameterCount() * owners;
  sums.reserve(session_, x_.dtype(), count);
  sums.clear(count);
  session_.wait(sums.upload(session_, count));
  owners_ = owners;
}

/// References: the bindings' copies release what they could not retain where a retain fails.
BackwardWork BackwardPass::workOf(const Part& part, const Group& group, const Chunk& chunk) const {
  const bool own = part.way != ParameterWay::elsewhere;
  // Without sums of their own kernels touch no such buffer: any will do.
  const cl::Buffer& sums = own ? workspace_.records[1].buffer() : ruleBuffer_;
  return {part.tensors,
          part.sets,
          group.strategy,
          chunk,
          group.sets,
          group.blocks,
          workspace_.records[0].buffer(),
          workspace_.rows.buffer(),
          workspace_.moments.buffer(),
          affine_,
          ruleBuffer_,
          {part.way, sums, own ? plan_.parameterCount() : 0}};
}

void BackwardPass::open(Part& part) {
  if (part.tensors.x() == nullptr) part.tensors.x = openInput(session_, workspace_.x, x_, part.region);
  if (part.tensors.gradOutput() == nullptr)
    part.tensors.gradOutput = inputPart(session_, gradOutput_, part.region);
}

void BackwardPass::openToWrite(Part& part, bool isBegun) {
  open(part);
  if (wantsInput() && part.tensors.to() == nullptr)
    part.tensors.to = outputPart(session_, gradients_.input, part.region, isBegun);
}

void BackwardPass::close(Part& part) {
  if (part.tensors.to() != nullptr) fetchPart(session_, part.tensors.to, gradients_.input, part.region);
  if (part.tensors.x() != nullptr)
    closeInput(session_, workspace_.x, x_, part.region, std::move(part.tensors.x));
  part.tensors = {};
}

/// Where nobody wants dL/dx, only what makes sums on the way.
void BackwardPass::differentiate(Group& group, const Chunk& chunk) {
  const bool isBegun = &chunk != &group.strategy.chunks.front();
  const bool isLast = &chunk == &group.strategy.chunks.back();
  const auto sumsOnTheWay = [](const Part& part) { return part.way != ParameterWay::elsewhere; };
  if (!wantsInput() && std::none_of(group.parts.begin(), group.parts.end(), sumsOnTheWay)) return;
  if (group.strategy.whole) {
    openToWrite(group.parts[0], isBegun);
    return kernels_->whole(workOf(group.parts[0], group, chunk));
  }
  // Strips make their sums beside dL/dx, from the records alone.
  if (plan_.statisticsFromX() && (wantsInput() || !group.strategy.strips)) {
    sum(group, chunk);
    if (!wantsInput()) return;
    kernels_->merge(workOf(group.parts[0], group, chunk), group.blocks);
  }
  // What was summed last is still in the cache.
  for (auto part = group.parts.rbegin(); part != group.parts.rend(); ++part) {
    if (!wantsInput() && part->way == ParameterWay::elsewhere) continue;
    openToWrite(*part, isBegun);
    const BackwardWork work = workOf(*part, group, chunk);
    if (plan_.statisticsFromX()) {
      kernels_->apply(work);
    } else {
      kernels_->known(work);
    }
    if (keepsParts(session_, group.parts.size())) continue;
    if (isLast) {
      finishPart(*part, group);
    } else {
      close(*part);
    }
  }
}

void BackwardPass::sum(Group& group, const Chunk& chunk) {
  std::int64_t firstBlock = 0;
  for (Part& part : group.parts) {
    open(part);
    kernels_->sum(workOf(part, group, chunk), firstBlock);
    firstBlock += part.sets.blocking.blocks;
    if (keepsParts(session_, group.parts.size())) continue;
    session_.finish();
    close(part);
  }
}

/// All chunks have been through.
void BackwardPass::finishPart(Part& part, const Group& group) {
  const cl::Event summed = sumParameters(part, group);
  close(part);
  part.isFinished = true;
  if (summed() == nullptr) return;
  session_.wait(summed);
  mergeParameters(part, workspace_.parameterSums.host());
}

/// Nothing where they are made on the way, or there are none.
cl::Event BackwardPass::sumParameters(Part& part, const Group& group) {
  if (part.way != ParameterWay::elsewhere || plan_.parameterCount() == 0) return {};
  const Region region = parameterRegionOf(part.region, pieces_);
  const std::int64_t elements = part.region.elements / parameterCountOf(part.region);
  const Traversal traversal = traversalsOf(region, piecesOf(region, elements, true), true).normalize;
  open(part);
  part.parameters = kernels_->parameterWalk(traversal, elements);
  fillWords(part.parameters, 0);
  const std::int64_t count = parameterRows * part.parameters.blocking.blocks * traversal.setCount();
  SharedNumbers& sums = workspace_.parameterSums;
  sums.reserve(session_, x_.dtype(), count);
  return sums.fetch(session_, count,
                    kernels_->parameters(part.tensors, part.parameters, workspace_.records[0].buffer(),
                                         group.sets, sums.buffer()));
}

void BackwardPass::mergeParameters(const Part& part, const Reals& sums) {
  const std::int64_t all = part.parameters.traversal.setCount();
  const std::int64_t pieces = part.parameters.traversal.pieces;
  const std::vector<std::int64_t> numbers = parametersOf(part.region);
  sums.visit([&](const auto& values) {
    const auto* bias = values.data();
    const auto* weight = bias + part.parameters.blocking.blocks * all;
    for (std::int64_t block = 0; block < part.parameters.blocking.blocks; ++block) {
      for (std::int64_t fine = 0; fine < all; ++fine) {
        const auto parameter = static_cast<std::size_t>(numbers[static_cast<std::size_t>(fine / pieces)]);
        gradients_.bias[parameter] += static_cast<double>(*bias++);
        gradients_.weight[parameter] += static_cast<double>(*weight++);
      }
    }
  });
}

void BackwardPass::mergeOwnSums() {
  const auto parameters = static_cast<std::size_t>(plan_.parameterCount());
  SharedNumbers& sums = workspace_.records[1];
  session_.wait(sums.fetch(session_, ownRows * plan_.parameterCount() * owners_, {}));
  sums.host().visit([&](const auto& values) {
    for (std::int64_t owner = 0; owner < owners_; ++owner) {
      const auto* bias = values.data() + static_cast<std::size_t>(owner * ownRows) * parameters;
      const auto* weight = bias + 2 * parameters;
      for (std::size_t i = 0; i < parameters; ++i) {
        gradients_.bias[i] += static_cast<double>(bias[i]);
        gradients_.weight[i] += static_cast<double>(weight[i]);
      }
    }
  });
}

}  // namespace normscope
