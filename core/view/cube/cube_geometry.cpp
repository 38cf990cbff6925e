#include "core/view/cube/cube_geometry.h"

#include <algorithm>
#include <cmath>

#include "core/view/cube/cube_faces.h"
#include "core/view/cube/cube_labels.h"

namespace normscope {
namespace {

/// How far the parts of an open box are apart at least, and how far the one before the set moves at most.
constexpr double leastGap = 0.3;
constexpr double mostGap = 1.4;

/// Relative lengths of the edges, the longest 1: cells are cubes, but no edge gets so short that its cells
/// are hard to see.
std::array<double, 3> edgeLengths(const std::array<std::vector<CubeRange>, 3>& bins) {
  std::size_t most = 1;
  for (const auto& ranges : bins) most = std::max(most, ranges.size());
  std::array<double, 3> lengths{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double share = static_cast<double>(bins[axis].size()) / static_cast<double>(most);
    lengths[axis] = std::max(share, bins[axis].size() == 1 ? 0.25 : 0.4);
  }
  return lengths;
}

CubeScale scaleOf(const std::vector<CubeRange>& bins, const std::vector<CubeRange>& cells,
                  const CubeRange& run) {
  CubeScale scale;
  for (const CubeRange& bin : bins) {
    scale.equal = scale.equal && bin.size() == bins.front().size();
    scale.positionsPerCell = std::max(scale.positionsPerCell, bin.size());
  }
  if (cells.size() != bins.size()) scale.drawnAlone = run;
  return scale;
}

double dot(const CubePoint& a, const CubePoint& b) {
  return a.x * b.x + a.y * b.y;
}

/// How far, in units of `direction`, the block before a gap moves until it hides none of the lit cells in the
/// plane of the gap. Blocks are seen as polygons whose sides run along the three edges: two of them are apart
/// where they are so across one of these.
double wayOff(const CubeGeometry& geometry, std::size_t axis, const std::array<CubeRange, 3>& lit,
              const CubePoint& direction) {
  double way = 1e9;
  for (std::size_t across = 0; across < 3; ++across) {
    const CubePoint& side = geometry.steps[across];
    const CubePoint normal = {side.y, -side.x};
    for (const double sign : {1.0, -1.0}) {
      const double perWay = sign * dot(direction, normal);
      if (perWay < 1e-9) continue;
      double far = 0;   // the farthest corner of the lit cells across this side, from their common corner
      double near = 0;  // the nearest of the block; both begin in the plane of the gap
      for (std::size_t each = 0; each < 3; ++each) {
        const double step = sign * dot(geometry.steps[each], normal);
        const auto cells = static_cast<double>(geometry.cells[each].size());
        if (each == axis) {
          near += std::min(0.0, cells * perWay);
        } else {
          far += std::max(step * static_cast<double>(lit[each].begin),
                          step * static_cast<double>(lit[each].end));
          near += std::min(0.0, step * cells);
        }
      }
      way = std::min(way, (far - near) / perWay);
    }
  }
  return way;
}

/// The cells, from the first to the last, that are lit as far as one edge can tell; empty where none is.
CubeRange litCells(const std::vector<double>& shares) {
  const auto lit = [](double share) { return share > 0; };
  const auto first = std::find_if(shares.begin(), shares.end(), lit) - shares.begin();
  const auto last = shares.rend() - std::find_if(shares.rbegin(), shares.rend(), lit);
  return first < last ? CubeRange{first, last} : CubeRange{0, 0};
}

/// Where and how far the box opens around the lit cells.
CubeGap gapAround(const CubeGeometry& geometry, CubeAxis axis, const CubeShares& shares) {
  std::array<CubeRange, 3> lit{};
  for (std::size_t each = 0; each < 3; ++each) lit[each] = litCells(shares.along[each]);
  const Near end = geometry.nearEnds[axis];
  const auto cells = static_cast<std::int64_t>(geometry.cells[axis].size());
  if (end == Near::side || lit[axis].size() == 0 || lit[axis].size() == cells) return {};
  const double towards = end == Near::low ? -1 : 1;
  const double length = geometry.lengths[axis];
  const CubePoint unit = geometry.steps[axis] * (towards * static_cast<double>(cells) / length);
  CubeGap gap{true, axis, static_cast<int>(lit[axis].begin), static_cast<int>(lit[axis].end), {}, {}, false};
  if (end == Near::low ? gap.low > 0 : gap.high < cells) {
    const double way = wayOff(geometry, axis, lit, unit) + 0.04;
    gap.glass = way > mostGap;
    gap.before = unit * (gap.glass ? leastGap : std::max(way, leastGap));
  }
  if (end == Near::low ? gap.high < cells : gap.low > 0) gap.behind = unit * -leastGap;
  return gap;
}

void openBox(CubeGeometry& geometry, CubeAxis axis, const CubeShares& shares) {
  geometry.gap = gapAround(geometry, axis, shares);
  if (!geometry.gap.open) return;
  const CubePoint apart = geometry.gap.before - geometry.gap.behind;
  geometry.origin = geometry.origin - (geometry.gap.before + geometry.gap.behind) * 0.5;
  geometry.halfSize = geometry.halfSize + CubePoint{std::abs(apart.x), std::abs(apart.y)} * 0.5;
}

void setGrid(CubeGeometry& geometry, const CubeCamera& camera, std::optional<CubeAxis> openAlong) {
  const auto directions = camera.directions();
  auto lengths = geometry.lengths = edgeLengths(geometry.bins);
  geometry.nearEnds = camera.nearEnds();
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const CubePoint edge = directions[axis] * lengths[axis];
    geometry.steps[axis] = edge * (1.0 / static_cast<double>(geometry.cells[axis].size()));
    geometry.origin = geometry.origin - edge * 0.5;
    geometry.halfSize = geometry.halfSize + CubePoint{std::abs(edge.x), std::abs(edge.y)} * 0.5;
  }
  // Room for the gaps, wherever it opens.
  if (openAlong) lengths[*openAlong] += 2 * leastGap;
  const double base = std::hypot(lengths[0], lengths[1]);
  const CubePoint drop = CubeCamera::paper().directions()[1];
  const CubePoint rise = CubeCamera::paper().directions()[2];
  geometry.halfSizeTurning = {base / 2, 0.53 * (-drop.y * (lengths[0] + lengths[1]) + rise.y * lengths[2])};
}

void setCells(CubeGeometry& geometry, std::size_t axis, std::int64_t selected, const CubeOptions& options) {
  const CubeEdgeAxis& edge = geometry.frame[axis];
  const std::int64_t position = edge.positionOf(selected);
  const CubeRange run = edge.runAround(position);
  geometry.selected[axis] = position;
  geometry.bins[axis] = edge.bins(options.maxCells);
  geometry.cells[axis] = options.cutOutSelection ? cutOut(geometry.bins[axis], run) : geometry.bins[axis];
  geometry.scales[axis] = scaleOf(geometry.bins[axis], geometry.cells[axis], run);
}

/// Which part of each cell belongs to the set of the selected element.
CubeShares sharesOf(const CubeGeometry& geometry, std::int64_t selected, Sharing sharing) {
  CubeShares shares;
  shares.whole = geometry.frame.canShare(selected, sharing) ? 1 : 0;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    for (const CubeRange& range : geometry.cells[axis]) {
      shares.along[axis].push_back(shares.whole *
                                   geometry.frame[axis].fraction(range, geometry.selected[axis], sharing));
    }
  }
  return shares;
}

}  // namespace

CubePoint CubeGeometry::shiftOf(const std::array<int, 3>& at) const {
  if (!gap.open) return {};
  const CubeBlock block = blockOf(at);
  return block == CubeBlock::before ? gap.before : block == CubeBlock::behind ? gap.behind : CubePoint();
}

CubeBlock CubeGeometry::blockOf(const std::array<int, 3>& at) const {
  if (!gap.open) return CubeBlock::set;
  const int cell = at[gap.axis];
  if (cell >= gap.low && cell < gap.high) return CubeBlock::set;
  return (cell < gap.low) == (nearEnds[gap.axis] == Near::low) ? CubeBlock::before : CubeBlock::behind;
}

std::array<int, 3> CubeGeometry::selectedCell() const {
  std::array<int, 3> at{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const auto& ranges = cells[axis];
    const auto found = std::find_if(ranges.begin(), ranges.end(),
                                    [&](const CubeRange& range) { return range.contains(selected[axis]); });
    at[axis] = static_cast<int>(found - ranges.begin());
  }
  return at;
}

CubeCell CubeGeometry::cell(const std::array<int, 3>& at) const {
  CubeCell found{at, {}};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    found.ranges[axis] = cells[axis][static_cast<std::size_t>(at[axis])];
  }
  return found;
}

CubeGeometry cubeGeometry(const ReductionPlan& plan, std::int64_t selected, const CubeCamera& camera,
                          const CubeOptions& options) {
  CubeGeometry geometry;
  if (plan.shape().elementCount() == 0) return geometry;
  geometry.frame = CubeFrame(plan, options.slice);
  for (std::size_t axis = 0; axis < 3; ++axis) setCells(geometry, axis, selected, options);
  geometry.holdsSelected = geometry.frame.holds(selected);
  setGrid(geometry, camera, options.openAlong);
  const CubeShares statistics = sharesOf(geometry, selected, Sharing::statistics);
  if (options.openAlong) openBox(geometry, *options.openAlong, statistics);
  CubeShares parameters = sharesOf(geometry, selected, Sharing::parameters);
  if (plan.parameterCount() == 0) parameters.along[0].assign(parameters.along[0].size(), 0);
  geometry.gap.glass = geometry.gap.glass && options.revealHidden;
  addFaces(geometry, statistics, parameters, options.revealHidden && !geometry.gap.open);
  geometry.labels = cubeLabels(geometry);
  return geometry;
}

namespace {

/// A box of cells [low, high) along each axis, drawn `shift` away from its place in the grid.
struct CubeBox {
  std::array<int, 3> low;
  std::array<int, 3> high;
  CubePoint shift;
};

/// The boxes of a geometry, nearest first: up to three where it is open.
std::vector<CubeBox> boxesOf(const CubeGeometry& geometry) {
  CubeBox whole{{0, 0, 0}, {}, {}};
  for (std::size_t axis = 0; axis < 3; ++axis)
    whole.high[axis] = static_cast<int>(geometry.cells[axis].size());
  const CubeGap& gap = geometry.gap;
  if (!gap.open) return {whole};
  std::vector<CubeBox> boxes;
  const auto add = [&](int low, int high) {
    if (low >= high) return;
    CubeBox box = whole;
    box.low[gap.axis] = low;
    box.high[gap.axis] = high;
    box.shift = geometry.shiftOf(box.low);
    boxes.push_back(box);
  };
  add(0, gap.low);
  add(gap.low, gap.high);
  add(gap.high, whole.high[gap.axis]);
  if (geometry.nearEnds[gap.axis] == Near::high) std::reverse(boxes.begin(), boxes.end());
  return boxes;
}

std::optional<std::array<int, 3>> cellOfBox(const CubeGeometry& geometry, const CubeBox& box,
                                            const CubePoint& point) {
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (geometry.nearEnds[axis] == Near::side) continue;
    const std::size_t b = axis == 0 ? 1 : 0;
    const std::size_t c = axis == 2 ? 1 : 2;
    const bool low = geometry.nearEnds[axis] == Near::low;
    const CubePoint from =
        point - box.shift - geometry.origin - geometry.steps[axis] * (low ? box.low[axis] : box.high[axis]);
    const CubePoint u = geometry.steps[b];
    const CubePoint v = geometry.steps[c];
    const double area = u.x * v.y - u.y * v.x;
    const double along = std::floor((from.x * v.y - from.y * v.x) / area);
    const double across = std::floor((u.x * from.y - u.y * from.x) / area);
    if (along < box.low[b] || across < box.low[c] || along >= box.high[b] || across >= box.high[c]) continue;
    std::array<int, 3> at{};
    at[axis] = low ? box.low[axis] : box.high[axis] - 1;
    at[b] = static_cast<int>(along);
    at[c] = static_cast<int>(across);
    return at;
  }
  return std::nullopt;
}

}  // namespace

std::optional<CubeCell> cellAt(const CubeGeometry& geometry, const CubePoint& point) {
  if (geometry.empty()) return std::nullopt;
  for (const CubeBox& box : boxesOf(geometry)) {
    if (const auto at = cellOfBox(geometry, box, point)) return geometry.cell(*at);
  }
  return std::nullopt;
}

std::int64_t representativeOf(const CubeGeometry& geometry, const CubeCell& cell) {
  std::array<std::int64_t, 3> positions{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const std::int64_t first = cell.ranges[axis].begin;
    const auto& bins = geometry.bins[axis];
    const auto bin =
        std::find_if(bins.begin(), bins.end(), [&](const CubeRange& range) { return range.contains(first); });
    const std::int64_t selected = geometry.selected[axis];
    positions[axis] = bin->contains(selected) ? selected : bin->begin;
  }
  return geometry.frame.offsetOf(positions);
}

}  // namespace normscope
