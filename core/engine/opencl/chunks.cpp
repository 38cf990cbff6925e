#include "core/engine/opencl/chunks.h"

#include <algorithm>

namespace normscope {
namespace {

/// A set is measured and normalized by one work-item where it stays in the cache of one core meanwhile.
constexpr std::int64_t cachedBytes = 1 << 20;

/// Below this a tensor is in the cache anyhow, and one launch costs less than three.
constexpr std::int64_t smallTensorBytes = 1 << 18;

constexpr std::int64_t wholeChunkBytes = 16 << 20;
constexpr std::int64_t measuredChunkBytes = 8 << 20;

/// Moments of so many blocks are under way at most: 16 bytes each.
constexpr std::int64_t mostMoments = 1 << 20;

/// Elements of a block: on a CPU two passes over it stay in the first cache (runs; lanes: 64 sets at a time,
/// in the second). Other devices want many small pieces of work.
std::int64_t blockLimit(const Traversal& traversal, const Circumstances& on) {
  if (!on.isCpu) return 256;
  return traversal.lanes ? 512 : 4096;
}

std::int64_t bytesPerUnit(const Traversal& traversal, const Circumstances& on) {
  return traversal.elementsPerSet() * std::min(traversal.laneCount(), Traversal::unitLanes) *
         static_cast<std::int64_t>(on.bytesPerElement);
}

bool fitsWhole(const Traversal& traversal, const Circumstances& on) {
  if (!on.isCpu || !on.statisticsFromX || traversal.pieces > 1) return false;
  const bool small = traversal.total * static_cast<std::int64_t>(on.bytesPerElement) <= smallTensorBytes;
  const bool enoughUnits = traversal.unitCount() >= 4 * on.computeUnits;
  return small || (enoughUnits && bytesPerUnit(traversal, on) <= cachedBytes);
}

/// Units of a chunk. Where a unit alone exceeds the cache there is nothing to gain from small chunks, and the
/// units of a row, which interleave in memory, are better taken together.
std::int64_t unitsPerChunk(const Traversal& traversal, const Strategy& strategy, const Circumstances& on) {
  const std::int64_t target = strategy.whole ? wholeChunkBytes : measuredChunkBytes;
  const std::int64_t row = traversal.unitsPerRow();
  const std::int64_t rowBytes = row * bytesPerUnit(traversal, on);
  const std::int64_t momentsPerUnit =
      std::min(traversal.laneCount(), Traversal::unitLanes) * strategy.measure.blocks;
  const std::int64_t most = std::max<std::int64_t>(1, mostMoments / momentsPerUnit);
  if (row > most && traversal.pieces == 1) return most;
  return row * std::clamp<std::int64_t>(target / std::max<std::int64_t>(1, rowBytes), 1,
                                        std::max<std::int64_t>(1, most / row));
}

}  // namespace

Strategy strategyFor(const Traversals& traversals, const Circumstances& circumstances) {
  const Traversal& measured = traversals.measure;
  Strategy strategy;
  strategy.whole = fitsWhole(measured, circumstances);
  if (strategy.whole) {
    strategy.measure = blocksOf(measured, measured.elementsPerSet());
    strategy.normalize = blocksOf(traversals.normalize, measured.elementsPerSet());
  } else {
    strategy.measure = blocksOf(measured, blockLimit(measured, circumstances));
    strategy.normalize = blocksOf(traversals.normalize, blockLimit(measured, circumstances));
  }
  const std::int64_t units = measured.unitCount();
  const std::int64_t step = unitsPerChunk(measured, strategy, circumstances);
  for (std::int64_t first = 0; first < units; first += step) {
    const std::int64_t end = std::min(units, first + step);
    const std::int64_t firstSet = measured.firstSetOf(first);
    const std::int64_t endSet = end == units ? measured.setCount() : measured.firstSetOf(end);
    strategy.chunks.push_back({first, end - first, firstSet, endSet - firstSet});
  }
  return strategy;
}

}  // namespace normscope
