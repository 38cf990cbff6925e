#include "core/engine/opencl/forward_pass.h"

#include <algorithm>
#include <array>

#include "core/engine/opencl/parts.h"

namespace normscope {
namespace {

/// Numbers of kernels/moments.cl for each block of a set.
constexpr std::int64_t momentRows = 6;

}  // namespace

ForwardPass::ForwardPass(OpenClSession& session, DeviceWorkspace& workspace, const Tensor& x,
                         const ReductionPlan& plan, const AffineParameters& affine, Moments& moments,
                         Tensor& y)
    : session_(session),
      workspace_(workspace),
      x_(x),
      plan_(plan),
      moments_(moments),
      y_(y),
      affine_(session, x.dtype(), plan, affine),
      rule_(scaleRule(plan, x.dtype())),
      pieces_(piecesOf(wholeRegionOf(plan), plan.elementsPerSet(), affine_.varies())),
      kernels_(forwardKernelsOf(session, x.dtype(), session.streams(x.byteCount()))) {
  if (plan.statisticsFromX()) {
    const auto sets = static_cast<std::size_t>(plan.setCount());
    moments = {ResultVector<double>(sets), ResultVector<double>(sets)};
  }
  ruleBuffer_ = session_.input(rule_.data(), rule_.bytes());
}

cl::Buffer ForwardPass::upload(const std::vector<std::int64_t>& words) {
  return session_.input(words.data(), words.size() * sizeof(std::int64_t));
}

ForwardPass::Group ForwardPass::groupOf(const RegionGroup& regions) {
  Group group;
  group.firstSet = regions.front().firstSet;
  for (const Region& region : regions) {
    ForwardPart part{region, traversalsOf(region, pieces_, affine_.varies()), {}, {}, {}, {}, {}, {}, {}, {}};
    if (group.parts.empty()) {
      group.strategy = kernels_->strategyFor(part.traversals.measure,
                                             circumstancesOf(session_, plan_, x_.dtype(), 1, regions.size()));
    }
    part.measure = blocksOf(part.traversals.measure, group.strategy.measureLimit);
    part.normalize = blocksOf(part.traversals.normalize, group.strategy.normalizeLimit);
    part.measureWords = kernelWords(part.traversals.measure, group.strategy.units, part.measure, 0);
    part.normalizeWords = kernelWords(part.traversals.normalize, group.strategy.units, part.normalize,
                                      affine_.varies() ? region.parameter : 0);
    group.blocks += part.measure.blocks;
    group.parts.push_back(std::move(part));
  }
  for (ForwardPart& part : group.parts) {
    part.measureBuffer = upload(part.measureWords);
    part.normalizeBuffer = upload(part.normalizeWords);
  }
  return group;
}

void ForwardPass::run(const Progress& progress) {
  for (const RegionGroup& regions : regionsOf(plan_, partElements(session_, x_))) {
    Group group = groupOf(regions);
    runGroup(group, progress);
  }
}

void ForwardPass::runGroup(Group& group, const Progress& progress) {
  const auto& chunks = group.strategy.chunks;
  const auto most = std::max_element(chunks.begin(), chunks.end(), [](const Chunk& a, const Chunk& b) {
                      return a.sets < b.sets;
                    })->sets;
  const auto size = static_cast<std::int64_t>(Reals::sizeFor(x_.dtype()));
  // A whole unit of runs keeps them to itself.
  const bool ownMoments = group.strategy.whole && !group.parts[0].traversals.measure.lanes;
  if (plan_.statisticsFromX() && !ownMoments)
    workspace_.moments.reserve(session_, static_cast<std::size_t>(momentRows * group.blocks * most * size));
  std::array slots = {Slot{workspace_.records[0], {}}, Slot{workspace_.records[1], {}}};
  for (Slot& slot : slots) slot.records.reserve(session_, x_.dtype(), recordRows * most);
  try {
    for (std::size_t i = 0; i < chunks.size(); ++i) {
      Slot& slot = slots[i % 2];
      collect(group, slot);
      progress.step(setsDone_ / static_cast<double>(plan_.setCount()));
      compute(group, chunks[i], slot);
    }
    // This waits for everything; the statistics are there then.
    for (ForwardPart& part : group.parts) close(part);
    collect(group, slots[chunks.size() % 2]);
    collect(group, slots[(chunks.size() + 1) % 2]);
    progress.step(setsDone_ / static_cast<double>(plan_.setCount()));
  } catch (...) {
    session_.finishQuietly();  // before the slots go, which it may still write to
    throw;
  }
}

void ForwardPass::open(ForwardPart& part) {
  if (part.x() == nullptr) part.x = openInput(session_, workspace_.x, x_, part.region);
}

void ForwardPass::openToWrite(ForwardPart& part, bool isBegun) {
  open(part);
  if (wantsY() && part.y() == nullptr) part.y = outputPart(session_, y_, part.region, isBegun);
}

void ForwardPass::close(ForwardPart& part) {
  if (part.y() != nullptr) fetchPart(session_, part.y, y_, part.region);
  if (part.x() != nullptr) closeInput(session_, workspace_.x, x_, part.region, std::move(part.x));
  part.y = {};
}

ForwardWork ForwardPass::workOf(const ForwardPart& part, const Group& group, const Chunk& chunk,
                                const Slot& slot) const {
  return {part,    group.strategy, chunk, group.blocks, workspace_.moments.buffer(), slot.records.buffer(),
          affine_, ruleBuffer_};
}

void ForwardPass::compute(Group& group, const Chunk& chunk, Slot& slot) {
  slot.chunk = &chunk;
  const bool isBegun = &chunk != &group.strategy.chunks.front();
  if (group.strategy.whole) {
    ForwardPart& only = group.parts[0];
    openToWrite(only, isBegun);
    slot.done = slot.records.fetch(session_, recordRows * chunk.sets,
                                   kernels_->whole(workOf(only, group, chunk, slot)));
    return;
  }
  if (plan_.statisticsFromX()) {
    measure(group, chunk, slot);
  } else {
    takeKnown(group, chunk, slot);
  }
  if (!wantsY()) return;
  // What was measured last is still in the cache.
  for (auto part = group.parts.rbegin(); part != group.parts.rend(); ++part) {
    openToWrite(*part, isBegun);
    cl::Event written = kernels_->apply(workOf(*part, group, chunk, slot), plan_.statisticsFromX());
    // The host writes the next records where these were read.
    if (!plan_.statisticsFromX()) slot.done = std::move(written);
    if (keepsParts(session_, group.parts.size())) continue;
    session_.finish();
    close(*part);
  }
}

void ForwardPass::measure(Group& group, const Chunk& chunk, Slot& slot) {
  std::int64_t firstBlock = 0;
  for (ForwardPart& part : group.parts) {
    open(part);
    kernels_->measure(workOf(part, group, chunk, slot), firstBlock);
    firstBlock += part.measure.blocks;
    if (keepsParts(session_, group.parts.size())) continue;
    session_.finish();
    close(part);
  }
  slot.done = slot.records.fetch(session_, recordRows * chunk.sets,
                                 kernels_->merge(workOf(group.parts[0], group, chunk, slot)));
}

void ForwardPass::takeKnown(const Group& group, const Chunk& chunk, Slot& slot) {
  const Traversal& traversal = group.parts[0].traversals.measure;
  writeRecords(moments_, plan_, traversal.pieces, group.firstSet * traversal.pieces + chunk.firstSet,
               chunk.sets, slot.records.host());
  slot.records.upload(session_, recordRows * chunk.sets);
}

void ForwardPass::collect(const Group& group, Slot& slot) {
  if (slot.chunk == nullptr) return;
  const Chunk& chunk = *slot.chunk;
  slot.chunk = nullptr;
  session_.wait(slot.done);
  setsDone_ += static_cast<double>(chunk.sets / group.parts[0].traversals.measure.pieces);
  if (!plan_.statisticsFromX()) return;
  const Traversal& traversal = group.parts[0].traversals.measure;
  readRecords(slot.records.host(), traversal, group.firstSet * traversal.pieces + chunk.firstSet, chunk.sets,
              moments_);
}

}  // namespace normscope
