#include "core/engine/opencl/traversal.h"

#include <algorithm>

namespace normscope {
namespace {

/// Contiguous runs below this length leave most of a vector empty.
constexpr std::int64_t shortRun = 16;

using Axes = std::vector<MergedAxis>;

std::int64_t product(const Axes& axes) {
  std::int64_t count = 1;
  for (const MergedAxis& axis : axes) count *= axis.extent;
  return count;
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

Traversal arranged(const Axes& kept, Axes reduced, std::int64_t total) {
  Traversal traversal;
  traversal.setAxes = kept;
  traversal.total = total;
  traversal.lanes = !kept.empty() && kept.back().stride == 1;
  if (!reduced.empty()) {
    traversal.run = reduced.back();
    reduced.pop_back();
  }
  traversal.runAxes = std::move(reduced);
  return traversal;
}

/// How many innermost elements of a set lie side by side where they are too few for vectors and the set has
/// many more elsewhere; else 1.
std::int64_t piecesOf(const Axes& reduced) {
  if (reduced.size() < 2 || reduced.back().stride != 1 || reduced.back().extent >= shortRun) return 1;
  const std::int64_t extent = reduced.back().extent;
  return product(reduced) / extent >= 4 ? extent : 1;
}

}  // namespace

Traversals traversalsOf(const ReductionPlan& plan, bool withParameters) {
  Axes kept = simplified(plan.mergedKept(), withParameters);
  Axes measured = simplified(plan.mergedReduced(), false);
  Axes normalized = simplified(plan.mergedReduced(), withParameters);
  const std::int64_t pieces = piecesOf(measured);
  // Both must have the short axis as one; parameters on a part of it would cut it.
  const bool cut = pieces > 1 && normalized.back().extent == pieces;
  if (cut) {
    kept.push_back(normalized.back());
    kept = simplified(kept, withParameters);
    measured.pop_back();
    normalized.pop_back();
  }
  const std::int64_t total = plan.shape().elementCount();
  Traversals both = {arranged(kept, measured, total), arranged(kept, normalized, total)};
  both.measure.pieces = both.normalize.pieces = cut ? pieces : 1;
  return both;
}

std::int64_t Traversal::setCount() const {
  return product(setAxes);
}

std::int64_t Traversal::runCount() const {
  return product(runAxes);
}

std::int64_t Traversal::unitsPerRow() const {
  return (laneCount() + unitLanes - 1) / unitLanes;
}

std::int64_t Traversal::unitCount() const {
  return setCount() / laneCount() * unitsPerRow();
}

std::int64_t Traversal::firstSetOf(std::int64_t unit) const {
  return unit / unitsPerRow() * laneCount() + unit % unitsPerRow() * unitLanes;
}

std::int64_t Blocking::elementsOf(const Traversal& traversal, std::int64_t block) const {
  if (pieces > 1) return std::min(pieceLength, traversal.run.extent - block % pieces * pieceLength);
  return std::min(runsPerBlock, traversal.runCount() - block * runsPerBlock) * traversal.run.extent;
}

Blocking blocksOf(const Traversal& traversal, std::int64_t limit) {
  const std::int64_t length = traversal.run.extent;
  const std::int64_t runs = traversal.runCount();
  const auto parts = [](std::int64_t whole, std::int64_t part) { return (whole + part - 1) / part; };
  if (length <= limit) {
    const std::int64_t runsPerBlock = std::min(runs, limit / length);
    return {parts(runs, runsPerBlock), runsPerBlock, 1, length};
  }
  // Even pieces, of whole vectors.
  const std::int64_t pieceLength = parts(parts(length, parts(length, limit)), 64) * 64;
  const std::int64_t pieces = parts(length, pieceLength);
  return {runs * pieces, 1, pieces, pieceLength};
}

std::vector<std::int64_t> kernelWords(const Traversal& traversal, const Blocking& blocking) {
  std::vector<std::int64_t> words = {traversal.runCount(),
                                     traversal.run.extent,
                                     traversal.run.stride,
                                     traversal.run.parameterStride,
                                     blocking.blocks,
                                     blocking.runsPerBlock,
                                     blocking.pieces,
                                     blocking.pieceLength,
                                     traversal.laneCount(),
                                     traversal.lanes ? traversal.setAxes.back().parameterStride : 0,
                                     traversal.total,
                                     static_cast<std::int64_t>(traversal.setAxes.size()),
                                     static_cast<std::int64_t>(traversal.runAxes.size())};
  for (const auto& axes : {traversal.setAxes, traversal.runAxes}) {
    for (const MergedAxis& axis : axes)
      words.insert(words.end(), {axis.extent, axis.stride, axis.parameterStride});
  }
  return words;
}

}  // namespace normscope
