#include "core/engine/opencl/forward_pass.h"

#include <algorithm>

namespace normscope {
namespace {

/// A work-item reads its first unit without writing another meanwhile: it is to have several.
constexpr std::int64_t leastUnits = 8;

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
      rule_(scaleRule(plan, x.dtype())) {
  if (plan.statisticsFromX()) {
    const auto sets = static_cast<std::size_t>(plan.setCount());
    moments = {std::vector<double>(sets), std::vector<double>(sets)};
  }
  ruleBuffer_ = session_.input(rule_.data(), rule_.bytes());
}

cl::Buffer ForwardPass::upload(const std::vector<std::int64_t>& words) {
  return session_.input(words.data(), words.size() * sizeof(std::int64_t));
}

std::int64_t ForwardPass::items(std::int64_t jobs) const {
  return session_.sharesMemory() ? std::min(jobs, itemsPerComputeUnit * session_.computeUnits()) : jobs;
}

std::int64_t ForwardPass::itemsOfUnits(std::int64_t units) const {
  const std::int64_t perComputeUnit =
      std::clamp<std::int64_t>(units / (leastUnits * session_.computeUnits()), 1, itemsPerComputeUnit);
  return std::min(units, perComputeUnit * session_.computeUnits());
}

KernelVariant ForwardPass::variant(const char* family, const char* step) const {
  return {std::string(family) + "_" + step, x_.dtype(), session_.streams(y_.byteCount())};
}

ForwardPass::Group ForwardPass::groupOf(const RegionGroup& regions) {
  Group group;
  group.firstSet = regions.front().firstSet;
  for (const Region& region : regions) {
    Part part{
        region, traversalsOf(region, plan_.elementsPerSet(), affine_.varies()), {}, {}, {}, {}, {}, {}, {},
        {}};
    if (group.parts.empty()) {
      group.strategy = strategyFor(
          part.traversals.measure,
          {static_cast<std::int64_t>(sizeOf(x_.dtype())), session_.sharesMemory(), session_.computeUnits(),
           plan_.statisticsFromX(), static_cast<std::int64_t>(regions.size()), plan_.elementsPerSet(),
           session_.launchBytes()});
    }
    part.measure = blocksOf(part.traversals.measure, group.strategy.measureLimit);
    part.normalize = blocksOf(part.traversals.normalize, group.strategy.normalizeLimit);
    part.measureWords = kernelWords(part.traversals.measure, group.strategy.units, part.measure, 0);
    part.normalizeWords = kernelWords(part.traversals.normalize, group.strategy.units, part.normalize,
                                      affine_.varies() ? region.parameter : 0);
    group.blocks += part.measure.blocks;
    group.parts.push_back(std::move(part));
  }
  for (Part& part : group.parts) {
    part.measureBuffer = upload(part.measureWords);
    part.normalizeBuffer = upload(part.normalizeWords);
  }
  return group;
}

void ForwardPass::run(const Progress& progress) {
  const auto limit = static_cast<std::int64_t>(session_.largestBuffer() / sizeOf(x_.dtype()));
  for (const RegionGroup& regions : regionsOf(plan_, limit)) {
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
    workspace_.reserveMoments(session_, static_cast<std::size_t>(momentRows * group.blocks * most * size));
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
    for (Part& part : group.parts) close(part, true);
    collect(group, slots[chunks.size() % 2]);
    collect(group, slots[(chunks.size() + 1) % 2]);
    progress.step(setsDone_ / static_cast<double>(plan_.setCount()));
  } catch (...) {
    session_.finishQuietly();  // before the slots go, which it may still write to
    throw;
  }
}

void ForwardPass::open(Part& part, bool writes) {
  const std::size_t size = sizeOf(x_.dtype());
  const std::size_t offset = static_cast<std::size_t>(part.region.offset) * size;
  const std::size_t bytes = static_cast<std::size_t>(part.region.elements) * size;
  if (part.x() == nullptr) part.x = session_.input(x_.bytes() + offset, bytes);
  if (writes && part.y() == nullptr) part.y = session_.output(y_.editBytes() + offset, bytes);
}

void ForwardPass::close(Part& part, bool written) {
  const std::size_t size = sizeOf(x_.dtype());
  if (written && part.y() != nullptr) {
    session_.fetch(part.y, y_.editBytes() + static_cast<std::size_t>(part.region.offset) * size,
                   static_cast<std::size_t>(part.region.elements) * size);
  }
  part.x = {};
  part.y = {};
}

void ForwardPass::compute(Group& group, const Chunk& chunk, Slot& slot) {
  slot.chunk = &chunk;
  // Buffers over host memory cost nothing to keep; elsewhere there is room for one region at a time.
  const bool keep = session_.sharesMemory() || group.parts.size() == 1;
  if (group.strategy.whole) {
    open(group.parts[0], true);
    whole(group.parts[0], chunk, slot);
    return;
  }
  if (plan_.statisticsFromX()) {
    std::int64_t firstBlock = 0;
    for (Part& part : group.parts) {
      open(part, false);
      measure(part, group, chunk, firstBlock);
      firstBlock += part.measure.blocks;
      if (!keep) session_.finish();
      if (!keep) close(part, false);
    }
    merge(group.parts[0], group, chunk, slot);
  } else {
    writeRecords(moments_, plan_, group.parts[0].traversals.measure,
                 group.firstSet * group.parts[0].traversals.measure.pieces + chunk.firstSet, chunk.sets,
                 slot.records.host());
    slot.records.upload(session_, recordRows * chunk.sets);
  }
  // What was measured last is still in the cache.
  for (auto part = group.parts.rbegin(); part != group.parts.rend(); ++part) {
    open(*part, true);
    normalize(*part, chunk, slot);
    if (!keep) session_.finish();
    if (!keep) close(*part, true);
  }
}

void ForwardPass::measure(Part& part, const Group& group, const Chunk& chunk, std::int64_t firstBlock) {
  const cl_long blocks = part.measure.blocks;
  if (part.traversals.measure.lanes) {
    session_.launch(variant("lanes", "moments"), items(chunk.units * blocks), part.x, part.measureBuffer,
                    cl_long{chunk.firstUnit}, cl_long{chunk.units}, cl_long{chunk.firstSet},
                    cl_long{chunk.sets}, cl_long{firstBlock}, cl_long{group.blocks}, workspace_.moments);
  } else {
    session_.launch(variant("runs", "moments"), items(chunk.sets * blocks), part.x, part.measureBuffer,
                    cl_long{chunk.firstSet}, cl_long{chunk.sets}, cl_long{firstBlock}, cl_long{group.blocks},
                    workspace_.moments);
  }
}

void ForwardPass::merge(Part& part, const Group& group, const Chunk& chunk, Slot& slot) {
  const std::int64_t jobs = (chunk.sets / part.traversals.measure.pieces + 15) / 16;
  session_.launch({"sets_merge", x_.dtype()}, items(jobs), part.measureBuffer, cl_long{group.blocks},
                  workspace_.moments, slot.records.buffer(), cl_long{chunk.sets}, ruleBuffer_);
  slot.done = slot.records.fetch(session_, recordRows * chunk.sets);
}

void ForwardPass::whole(Part& part, const Chunk& chunk, Slot& slot) {
  const bool lanes = part.traversals.measure.lanes;
  const std::int64_t workItems = itemsOfUnits(chunk.units);
  if (lanes) {
    session_.launch(variant("lanes", "whole"), workItems, part.x, part.y, part.measureBuffer,
                    part.normalizeBuffer, cl_long{chunk.firstUnit}, cl_long{chunk.units},
                    cl_long{chunk.firstSet}, cl_long{chunk.sets}, workspace_.moments, slot.records.buffer(),
                    affine_.weight(), affine_.bias(), ruleBuffer_);
  } else {
    session_.launch(variant("runs", "whole"), workItems, part.x, part.y, part.measureBuffer,
                    part.normalizeBuffer, cl_long{chunk.firstUnit}, cl_long{chunk.units},
                    cl_long{chunk.firstSet}, cl_long{chunk.sets}, slot.records.buffer(), affine_.weight(),
                    affine_.bias(), ruleBuffer_);
  }
  slot.done = slot.records.fetch(session_, recordRows * chunk.sets);
}

void ForwardPass::normalize(Part& part, const Chunk& chunk, Slot& slot) {
  const std::int64_t blocks = part.normalize.blocks;
  const cl_int newestFirst = plan_.statisticsFromX() ? 1 : 0;
  cl::Event written;
  if (part.traversals.normalize.lanes) {
    written = session_.launch(variant("lanes", "apply"), items(chunk.units * blocks), part.x, part.y,
                              part.normalizeBuffer, cl_long{chunk.firstUnit}, cl_long{chunk.units},
                              cl_long{chunk.firstSet}, cl_long{chunk.sets}, slot.records.buffer(),
                              affine_.weight(), affine_.bias(), newestFirst);
  } else {
    written = session_.launch(variant("runs", "apply"), items(chunk.sets * blocks), part.x, part.y,
                              part.normalizeBuffer, cl_long{chunk.firstSet}, cl_long{chunk.sets},
                              slot.records.buffer(), affine_.weight(), affine_.bias(), newestFirst);
  }
  // The host writes the next records where these were read.
  if (!plan_.statisticsFromX()) slot.done = std::move(written);
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
