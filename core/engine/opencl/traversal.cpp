#include "core/engine/opencl/traversal.h"

#include <algorithm>
#include <numeric>

namespace normscope {
namespace {

/// Contiguous runs below this length cost more to find than to read.
constexpr std::int64_t shortRun = 64;

/// Sets of a unit, where these have to be whole vectors and whole sets of the plan.
constexpr std::int64_t mostStep = 256;

using Axes = std::vector<MergedAxis>;

std::int64_t partsOf(std::int64_t whole, std::int64_t part) {
  return (whole + part - 1) / part;
}

/// The axes without those of extent 1, neighbours taken together where one stride leads through both.
Axes simplified(const Axes& axes, bool withParameters) {
  Axes simple;
  for (MergedAxis axis : axes) {
    if (axis.extent == 1) continue;
    if (!withParameters) axis.parameterStride = 0;
    const bool continues = !simple.empty() && simple.back().stride == axis.stride * axis.extent &&
                           simple.back().parameterStride == axis.parameterStride * axis.extent;
    if (continues) {
      simple.back() = {simple.back().extent * axis.extent, axis.stride, axis.parameterStride};
    } else {
      simple.push_back(axis);
    }
  }
  return simple;
}

Traversal arranged(const Axes& kept, Axes reduced) {
  Traversal traversal;
  traversal.setAxes = kept;
  traversal.lanes = !kept.empty() && kept.back().stride == 1;
  if (!reduced.empty()) {
    traversal.run = reduced.back();
    reduced.pop_back();
  }
  traversal.runAxes = std::move(reduced);
  return traversal;
}

}  // namespace

std::int64_t piecesOf(const Region& whole, std::int64_t elementsPerSet, bool withParameters) {
  const Axes measured = simplified(whole.reduced, false);
  // Too few lie side by side for vectors, and the set has many more elsewhere.
  if (measured.empty() || measured.back().stride != 1 || measured.back().extent >= shortRun) return 1;
  const std::int64_t extent = measured.back().extent;
  if (std::lcm(std::int64_t{16}, extent) > mostStep || elementsPerSet / extent < 4) return 1;
  // Both traversals must have the short axis as one; parameters on a part of it would cut it.
  return simplified(whole.reduced, withParameters).back().extent == extent ? extent : 1;
}

Traversals traversalsOf(const Region& region, std::int64_t pieces, bool withParameters) {
  Axes kept = simplified(region.kept, withParameters);
  Axes measured = simplified(region.reduced, false);
  Axes normalized = simplified(region.reduced, withParameters);
  if (pieces > 1) {
    kept.push_back(normalized.back());
    kept = simplified(kept, withParameters);
    measured.pop_back();
    normalized.pop_back();
  }
  Traversals both = {arranged(kept, measured), arranged(kept, normalized)};
  both.measure.pieces = both.normalize.pieces = pieces;
  return both;
}

std::int64_t Traversal::setCount() const {
  return positionsOf(setAxes);
}

std::int64_t Traversal::runCount() const {
  return positionsOf(runAxes);
}

Units Units::of(const Traversal& traversal, std::int64_t most) {
  const std::int64_t row = traversal.rowSets();
  const std::int64_t step = traversal.lanes ? std::lcm(std::int64_t{16}, traversal.pieces) : 1;
  const std::int64_t unitsPerRow = partsOf(row, std::max(most / step, std::int64_t{1}) * step);
  const std::int64_t sets = partsOf(partsOf(row, unitsPerRow), step) * step;
  return {row, sets, traversal.setCount() / row * partsOf(row, sets)};
}

Blocking blocksOf(const Traversal& traversal, std::int64_t limit) {
  const std::int64_t length = traversal.run.extent;
  const std::int64_t runs = traversal.runCount();
  if (length <= limit) {
    const std::int64_t runsPerBlock = std::min(runs, limit / length);
    return {partsOf(runs, runsPerBlock), runsPerBlock, 1, length};
  }
  // Even pieces, of whole vectors.
  const std::int64_t pieceLength = partsOf(partsOf(length, partsOf(length, limit)), 64) * 64;
  const std::int64_t pieces = partsOf(length, pieceLength);
  return {runs * pieces, 1, pieces, pieceLength};
}

std::vector<std::int64_t> kernelWords(const Traversal& traversal, const Units& units,
                                      const Blocking& blocking, std::int64_t firstParameter) {
  std::vector<std::int64_t> words = {traversal.runCount(),
                                     traversal.run.extent,
                                     traversal.run.stride,
                                     traversal.run.parameterStride,
                                     blocking.blocks,
                                     blocking.runsPerBlock,
                                     blocking.runPieces,
                                     blocking.pieceLength,
                                     units.row,
                                     units.sets,
                                     traversal.pieces,
                                     traversal.lanes ? traversal.setAxes.back().parameterStride : 0,
                                     firstParameter,
                                     static_cast<std::int64_t>(traversal.setAxes.size()),
                                     static_cast<std::int64_t>(traversal.runAxes.size())};
  for (const auto& axes : {traversal.setAxes, traversal.runAxes}) {
    for (const MergedAxis& axis : axes)
      words.insert(words.end(), {axis.extent, axis.stride, axis.parameterStride});
  }
  return words;
}

}  // namespace normscope
