#include "core/view/cube/cube_geometry.h"

#include <algorithm>
#include <cmath>

#include "core/view/cube/cube_faces.h"
#include "core/view/cube/cube_labels.h"

namespace normscope {
namespace {

/// How far a box opens, in lengths of its edge.
constexpr double gapLength = 0.6;

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

/// Where the box opens: before the first lit cell, as seen by the viewer.
CubeGap gapBefore(const CubeGeometry& geometry, CubeAxis axis, const std::vector<double>& shares,
                  const CubePoint& edge) {
  const Near end = geometry.nearEnds[axis];
  const auto lit = [](double share) { return share > 0; };
  const auto cells = static_cast<int>(shares.size());
  const int first = static_cast<int>(std::find_if(shares.begin(), shares.end(), lit) - shares.begin());
  const int last = static_cast<int>(shares.rend() - std::find_if(shares.rbegin(), shares.rend(), lit)) - 1;
  const bool none = end == Near::side || first > last || (end == Near::low ? first == 0 : last == cells - 1);
  if (none) return {};
  return {true, axis, end == Near::low ? first : last + 1,
          edge * (end == Near::low ? -gapLength : gapLength)};
}

void openBox(CubeGeometry& geometry, CubeAxis axis, const std::vector<double>& shares) {
  const CubePoint edge = geometry.steps[axis] * static_cast<double>(shares.size());
  geometry.gap = gapBefore(geometry, axis, shares, edge);
  if (!geometry.gap.open) return;
  const CubePoint shift = geometry.gap.shift;
  geometry.origin = geometry.origin - shift * 0.5;
  geometry.halfSize = geometry.halfSize + CubePoint{std::abs(shift.x), std::abs(shift.y)} * 0.5;
}

void setGrid(CubeGeometry& geometry, const CubeCamera& camera, std::optional<CubeAxis> openAlong) {
  const auto directions = camera.directions();
  auto lengths = edgeLengths(geometry.bins);
  geometry.nearEnds = camera.nearEnds();
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const CubePoint edge = directions[axis] * lengths[axis];
    geometry.steps[axis] = edge * (1.0 / static_cast<double>(geometry.cells[axis].size()));
    geometry.origin = geometry.origin - edge * 0.5;
    geometry.halfSize = geometry.halfSize + CubePoint{std::abs(edge.x), std::abs(edge.y)} * 0.5;
  }
  // Room for the gap, wherever it opens.
  if (openAlong) lengths[*openAlong] *= 1 + gapLength;
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
  return gap.open && isBeforeGap(at) ? gap.shift : CubePoint();
}

bool CubeGeometry::isBeforeGap(const std::array<int, 3>& at) const {
  if (!gap.open) return false;
  return nearEnds[gap.axis] == Near::low ? at[gap.axis] < gap.plane : at[gap.axis] >= gap.plane;
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
  setGrid(geometry, camera, options.openAlong);
  const CubeShares statistics = sharesOf(geometry, selected, Sharing::statistics);
  if (options.openAlong) openBox(geometry, *options.openAlong, statistics.along[*options.openAlong]);
  CubeShares parameters = sharesOf(geometry, selected, Sharing::parameters);
  if (plan.parameterCount() == 0) parameters.along[0].assign(parameters.along[0].size(), 0);
  addFaces(geometry, statistics, parameters, options.revealHidden && !options.openAlong);
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

/// The boxes of a geometry, nearest first: two where it is open.
std::vector<CubeBox> boxesOf(const CubeGeometry& geometry) {
  CubeBox whole{{0, 0, 0}, {}, {}};
  for (std::size_t axis = 0; axis < 3; ++axis)
    whole.high[axis] = static_cast<int>(geometry.cells[axis].size());
  if (!geometry.gap.open) return {whole};
  CubeBox front = whole;
  CubeBox back = whole;
  front.shift = geometry.gap.shift;
  const bool low = geometry.nearEnds[geometry.gap.axis] == Near::low;
  (low ? front.high : front.low)[geometry.gap.axis] = geometry.gap.plane;
  (low ? back.low : back.high)[geometry.gap.axis] = geometry.gap.plane;
  return {front, back};
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
