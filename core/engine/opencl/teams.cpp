#include "core/engine/opencl/teams.h"

#include <algorithm>
#include <bit>

#include "core/engine/opencl/reals.h"

namespace normscope {
namespace {

/// A work-item that has so many elements of a set is worth to be there.
constexpr std::int64_t fewElements = 4;

/// Above this a set gets more work-items than a small group has: its second reading is to come from a cache,
/// and the fewer groups are under way, the more of it they have each.
constexpr std::int64_t manyElements = 16;
constexpr std::int64_t smallGroup = 256;

/// Neighbouring sets of a group that a device reads as whole lines, whatever the dtype.
constexpr std::int64_t neighbours = 64;

/// Groups of a compute unit, so that some work while others wait for memory.
constexpr std::int64_t groupsPerComputeUnit = 8;

/// Elements of a block for a work-item: fewer are not worth the sums over the team. With more it would take
/// long where a GPU also draws a screen, and drivers stop what takes long; with some two thousand, Mesa's
/// llvmpipe was seen to lose a part of them.
constexpr std::int64_t leastElements = 8;
constexpr std::int64_t mostElements = 512;

/// The sets of a group are read again from a cache up to this size, if there are many groups, and up to the
/// smaller one anyhow: one launch costs less than three.
constexpr std::int64_t cachedBytes = 256 << 10;
constexpr std::int64_t smallBytes = 32 << 10;

std::int64_t powerOfTwoFor(std::int64_t least) {
  return static_cast<std::int64_t>(
      std::bit_ceil(static_cast<std::uint64_t>(std::max<std::int64_t>(1, least))));
}

std::int64_t partsOfSize(std::int64_t whole, std::int64_t size) {
  return (whole + size - 1) / size;
}

/// Elements per set of a block such that so many units keep a device busy.
std::int64_t blockLimitFor(const Traversal& traversal, const TeamShape& shape, std::int64_t units,
                           std::int64_t computeUnits) {
  const std::int64_t elements = std::max<std::int64_t>(1, traversal.elementsPerSet());
  const std::int64_t items = shape.group / shape.teams;
  const std::int64_t blocks =
      partsOfSize(groupsPerComputeUnit * computeUnits, std::max<std::int64_t>(1, units));
  return std::clamp(partsOfSize(elements, blocks), items * leastElements, items * mostElements);
}

/// A unit is the sets of the teams of a group.
Units unitsFor(const Traversal& traversal, const TeamShape& shape) {
  const std::int64_t row = traversal.rowSets();
  return {row, shape.teams, traversal.setCount() / row * partsOfSize(row, shape.teams)};
}

bool fitsWhole(const Traversal& traversal, const Strategy& strategy, const Circumstances& on) {
  if (!on.statisticsFromX || on.regions > 1 || traversal.pieces > 1) return false;
  const std::int64_t items = strategy.team.group / strategy.team.teams;
  if (traversal.elementsPerSet() > items * mostElements) return false;
  const std::int64_t unitBytes =
      std::min(strategy.units.sets, strategy.units.row) * traversal.elementsPerSet() * on.bytesPerElement;
  return unitBytes <= smallBytes || (unitBytes <= cachedBytes && strategy.units.count >= on.computeUnits);
}

/// Bytes of a chunk. What is in parts is brought to a device for every chunk.
std::int64_t chunkBytes(const Circumstances& on) {
  return on.regions > 1 ? on.mostBytes : std::min(largeChunkBytes, on.mostBytes);
}

/// Units of a chunk: whole rows, or such parts of one that no set of the plan is cut.
std::int64_t unitsPerTeamChunk(const Traversal& traversal, const Strategy& strategy,
                               const Circumstances& on) {
  const Units& units = strategy.units;
  const std::int64_t sets = std::min(units.sets, units.row);
  const std::int64_t unitBytes =
      std::max<std::int64_t>(1, sets * traversal.elementsPerSet() * on.bytesPerElement);
  const std::int64_t blocks = blocksOf(traversal, strategy.measureLimit).blocks * on.regions;
  const std::int64_t most = std::max<std::int64_t>(1, on.mostMoments / (sets * blocks));
  const std::int64_t wanted = std::clamp<std::int64_t>(chunkBytes(on) / unitBytes, 1, most);
  const std::int64_t row = traversal.lanes ? units.perRow() : 1;
  if (row <= wanted) return wanted / row * row;
  // So many units end where a set of the plan does.
  return partsOfSize(wanted, traversal.pieces) * traversal.pieces;
}

}  // namespace

TeamShape teamShapeFor(const Traversal& traversal, std::int64_t mostItems) {
  const std::int64_t elements = traversal.elementsPerSet();
  const std::int64_t wanted = std::min(mostItems, powerOfTwoFor(partsOfSize(elements, fewElements)));
  if (traversal.lanes) {
    const std::int64_t teams = std::min({mostItems, neighbours, powerOfTwoFor(traversal.rowSets())});
    const std::int64_t group = std::min(mostItems, std::max(teams, smallGroup));
    return {teams * std::min(wanted, group / teams), teams, true};
  }
  const std::int64_t group =
      std::clamp(powerOfTwoFor(elements / manyElements), std::min(smallGroup, mostItems), mostItems);
  const std::int64_t items = std::min(wanted, group);
  const std::int64_t teams = std::min(group / items, powerOfTwoFor(traversal.setCount()));
  return {items * teams, teams, false};
}

TeamShape mergeShapeFor(std::int64_t parts, std::int64_t mostItems) {
  const std::int64_t group = std::min(smallGroup, mostItems);
  return {group, group / std::min(group, powerOfTwoFor(parts)), false};
}

Strategy teamStrategyFor(const Traversal& traversal, const Circumstances& on, std::int64_t mostItems) {
  Strategy strategy;
  strategy.mostGroupItems = mostItems;
  strategy.team = teamShapeFor(traversal, mostItems);
  strategy.units = unitsFor(traversal, strategy.team);
  strategy.whole = fitsWhole(traversal, strategy, on);
  strategy.measureLimit =
      strategy.whole ? std::max<std::int64_t>(1, traversal.elementsPerSet())
                     : blockLimitFor(traversal, strategy.team, strategy.units.count, on.computeUnits);
  strategy.normalizeLimit = strategy.measureLimit;
  strategy.chunks = chunksOf(traversal, strategy.units, unitsPerTeamChunk(traversal, strategy, on));
  return strategy;
}

Strategy teamStrategyOn(OpenClSession& session, DType dtype, const Traversal& traversal,
                        const Circumstances& circumstances,
                        const std::function<std::vector<std::string_view>(const Strategy&)>& kernelsOf) {
  std::int64_t most = session.mostGroupItems(dtype);
  while (true) {
    const Strategy strategy = teamStrategyFor(traversal, circumstances, most);
    std::int64_t can = most;
    for (const std::string_view kernel : kernelsOf(strategy))
      can = std::min(can, session.groupItemsOf({std::string(kernel), dtype}, most));
    if (can == most) return strategy;
    most = can;
  }
}

Walk teamWalkFor(const Traversal& traversal, std::int64_t mostItems, std::int64_t computeUnits) {
  const TeamShape shape = teamShapeFor(traversal, mostItems);
  const Units units = unitsFor(traversal, shape);
  return {traversal, units, blocksOf(traversal, blockLimitFor(traversal, shape, units.count, computeUnits)),
          shape,     {},    {}};
}

LaunchOptions teamLaunch(DType dtype, const TeamShape& shape, std::int64_t jobs) {
  return {dtype, false, shape.group * jobs, shape.group};
}

Local teamScratch(DType dtype, const TeamShape& shape) {
  return {4 * static_cast<std::size_t>(shape.group) * Reals::sizeFor(dtype)};
}

}  // namespace normscope
