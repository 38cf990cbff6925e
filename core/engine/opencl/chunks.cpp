#include "core/engine/opencl/chunks.h"

#include <algorithm>

namespace normscope {
namespace {

/// What a unit of several sets may hold: it and the next one, which is read while it is written, are in the
/// nearest cache of one core, or little beyond.
constexpr std::int64_t cachedRunBytes = 32 << 10;

/// A unit so large is still measured and normalized by one work-item where there are enough of them: it is
/// in the cache that the cores share. Of lanes it may be larger, as narrower ones read memory in short
/// pieces.
constexpr std::int64_t sharedCacheBytes = 4 << 20;
constexpr std::int64_t sharedCacheBytesOfLanes = 8 << 20;

/// Below this a tensor is in the cache anyhow, and one launch costs less than three.
constexpr std::int64_t smallTensorBytes = 1 << 18;

/// A cancelled computation ends after the chunks under way. With whole units a chunk has nothing to gain from
/// being small; otherwise it is to be in the shared cache when it is read again.
constexpr std::int64_t wholeChunkBytes = 128 << 20;
constexpr std::int64_t measuredChunkBytes = 16 << 20;

/// Sums over a strip are read and written once for so many sets at least.
constexpr std::int64_t leastStripSets = 8;

/// Narrow units read memory in short pieces: they are taken only where wider ones would leave the cache.
constexpr std::int64_t narrowUnitLanes = 64;
constexpr std::int64_t mostUnitRuns = 16;

std::int64_t bytesPerSet(const Traversal& traversal, const Circumstances& on) {
  return traversal.elementsPerSet() * on.bytesPerElement;
}

std::int64_t mostUnitBytes(const Traversal& traversal, const Circumstances& on) {
  return std::min(on.mostUnitBytes, traversal.lanes ? sharedCacheBytesOfLanes : sharedCacheBytes);
}

/// Sets that one work-item takes together: as many as the cache holds, but not so many that cores are idle.
std::int64_t unitSets(const Traversal& traversal, const Circumstances& on) {
  const std::int64_t bytes = std::max<std::int64_t>(1, bytesPerSet(traversal, on));
  if (traversal.lanes) {
    const std::int64_t wide = std::min(mostUnitLanes, traversal.rowSets());
    const std::int64_t most = mostUnitBytes(traversal, on);
    const bool narrow = wide * bytes > most && narrowUnitLanes * bytes <= most;
    return narrow ? narrowUnitLanes : mostUnitLanes;
  }
  const std::int64_t shared = std::max<std::int64_t>(1, traversal.setCount() / (4 * on.computeUnits));
  return std::clamp<std::int64_t>(cachedRunBytes / bytes, 1, std::min(mostUnitRuns, shared));
}

bool fitsWhole(const Traversal& traversal, const Units& units, const Circumstances& on) {
  if (!on.statisticsFromX || on.regions > 1) return false;
  const std::int64_t tensorBytes = traversal.setCount() * bytesPerSet(traversal, on);
  const std::int64_t unitBytes = std::min(units.sets, units.row) * bytesPerSet(traversal, on);
  return tensorBytes <= smallTensorBytes ||
         (units.count >= 4 * on.computeUnits && unitBytes <= mostUnitBytes(traversal, on));
}

/// Elements per set of a block: a second pass over it, where one is needed, finds it in the cache.
std::int64_t blockLimit(const Traversal& traversal, const Units& units, const Circumstances& on) {
  const std::int64_t fine = traversal.lanes ? 65536 / std::min(units.sets, units.row) : 32768;
  const std::int64_t mostBlocks = std::max<std::int64_t>(1, on.mostMoments / std::min(units.sets, units.row));
  return std::max(fine, on.elementsPerSet / mostBlocks);
}

/// Elements per set of a block that is written: no more than one run where these are short, since the runs of
/// neighbouring sets, and so of the next block, lie between those of a set.
std::int64_t writtenAtOnce(const Traversal& traversal) {
  constexpr std::int64_t shortRun = 4096;
  constexpr std::int64_t least = 32;  // less is not worth to look for where it lies
  return traversal.run.extent > shortRun ? 32768 : std::max(least, traversal.run.extent);
}

/// What is measured is in the shared cache when it is read again; but neighbouring sets are taken together,
/// so that what is read at a time is more than a short run. Nothing is read again with known statistics.
std::int64_t chunkBytes(const Traversal& traversal, bool strips, const Circumstances& on) {
  if (!on.statisticsFromX) return largeChunkBytes;
  if (traversal.lanes) return measuredChunkBytes;
  const std::int64_t set = bytesPerSet(traversal, on);
  if (set * (strips ? leastStripSets : 1) > measuredChunkBytes) return largeChunkBytes;
  constexpr std::int64_t piece = 32 << 10;
  const std::int64_t run = traversal.run.extent * on.bytesPerElement;
  return std::clamp((piece + run - 1) / run * set, measuredChunkBytes, largeChunkBytes);
}

/// Units of a chunk: whole rows where a row is not too large, since its units interleave in memory.
std::int64_t unitsPerChunk(const Traversal& traversal, const Strategy& strategy, const Circumstances& on) {
  const std::int64_t wish = strategy.whole ? wholeChunkBytes : chunkBytes(traversal, strategy.strips, on);
  const std::int64_t target = std::min(wish, on.mostBytes);
  const std::int64_t unit = std::min(strategy.units.sets, strategy.units.row);
  const std::int64_t blocks = strategy.whole ? 1 : on.elementsPerSet / strategy.measureLimit + on.regions;
  const std::int64_t most = std::max<std::int64_t>(1, on.mostMoments / (unit * blocks));
  const std::int64_t wanted =
      std::max<std::int64_t>(1, target / std::max<std::int64_t>(1, unit * bytesPerSet(traversal, on)));
  const std::int64_t row = traversal.lanes ? strategy.units.perRow() : 1;
  if (row > most) return most;
  return row * std::clamp<std::int64_t>(wanted / row, 1, most / row);
}

bool varyAlong(const std::vector<MergedAxis>& axes) {
  return std::any_of(axes.begin(), axes.end(),
                     [](const MergedAxis& axis) { return axis.parameterStride != 0; });
}

}  // namespace

ParameterWay parameterWayOf(const Traversal& traversal, bool whole) {
  if (traversal.run.parameterStride == 0) {
    // Each run's sums go to its own parameter: with many very short runs a set, that would cost more than
    // reading anew.
    constexpr std::int64_t shortRun = 32;
    if (!traversal.lanes && traversal.runCount() > 1 && traversal.run.extent < shortRun)
      return ParameterWay::elsewhere;
    // Runs of a lane may differ from each other only where they are not lanes.
    return traversal.lanes && varyAlong(traversal.runAxes) ? ParameterWay::elsewhere : ParameterWay::byRun;
  }
  return sharesElements(traversal) && (whole || traversal.lanes) ? ParameterWay::byElement
                                                                 : ParameterWay::elsewhere;
}

bool sharesElements(const Traversal& traversal) {
  return traversal.runCount() == 1 && traversal.run.parameterStride == 1 && !varyAlong(traversal.setAxes);
}

Strategy strategyFor(const Traversal& traversal, const Circumstances& on) {
  Strategy strategy;
  strategy.units = Units::of(traversal, unitSets(traversal, on));
  strategy.whole = fitsWhole(traversal, strategy.units, on);
  const std::int64_t everything = std::max<std::int64_t>(1, traversal.elementsPerSet());
  strategy.measureLimit = strategy.whole ? everything : blockLimit(traversal, strategy.units, on);
  strategy.normalizeLimit =
      strategy.whole ? everything : std::min(strategy.measureLimit, writtenAtOnce(traversal));
  strategy.chunks = chunksOf(traversal, strategy.units, unitsPerChunk(traversal, strategy, on));
  return strategy;
}

bool fitsStrips(const Traversal& traversal, const Circumstances& on) {
  return on.statisticsFromX && !traversal.lanes && sharesElements(traversal);
}

Strategy stripStrategyFor(const Traversal& traversal, const Circumstances& on) {
  Strategy strategy;
  strategy.strips = true;
  strategy.units = Units::of(traversal, 1);
  strategy.measureLimit = strategy.normalizeLimit = blockLimit(traversal, strategy.units, on);
  strategy.chunks = chunksOf(traversal, strategy.units, unitsPerChunk(traversal, strategy, on));
  return strategy;
}

std::vector<Chunk> chunksOf(const Traversal& traversal, const Units& units, std::int64_t step) {
  std::vector<Chunk> chunks;
  for (std::int64_t first = 0; first < units.count; first += step) {
    const std::int64_t end = std::min(units.count, first + step);
    const std::int64_t firstSet = units.firstSetOf(first);
    const std::int64_t endSet = end == units.count ? traversal.setCount() : units.firstSetOf(end);
    chunks.push_back({first, end - first, firstSet, endSet - firstSet});
  }
  return chunks;
}

}  // namespace normscope
