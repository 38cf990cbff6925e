#include "ui/cube/cube_geometry.h"

#include <algorithm>
#include <cmath>

#include "ui/cube/cube_labels.h"

namespace normscope {
namespace {

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

/// Finds the faces of a geometry whose grid and camera are set.
class FaceBuilder {
 public:
  FaceBuilder(CubeGeometry& geometry, std::array<std::vector<double>, 3> shares, bool revealHidden)
      : geometry_(geometry), shares_(std::move(shares)) {
    for (std::size_t axis = 0; axis < 3; ++axis) count_[axis] = static_cast<int>(shares_[axis].size());
    before_ = {regionBefore(0), regionBefore(1), regionBefore(2)};
    reveal_ = revealHidden;
    setLayers();
  }

  void build() {
    forEachCell([&](const std::array<int, 3>& at) {
      if (!isGlass(at)) addFaces(at, false);
    });
    forEachCell([&](const std::array<int, 3>& at) {
      if (isGlass(at)) addFaces(at, true);
    });
  }

 private:
  /// Farthest first: whatever hides a cell has no larger index from the far end on any axis, so any
  /// lexicographic order does.
  template <typename Visit>
  void forEachCell(Visit&& visit) const {
    for (int k = 0; k < count_[2]; ++k) {
      for (int i = 0; i < count_[0]; ++i) {
        for (int j = 0; j < count_[1]; ++j) visit({fromFar(0, i), fromFar(1, j), fromFar(2, k)});
      }
    }
  }

  void setLayers() {
    bool litBefore = false;
    for (int i = 0; i < count_[spaceAxis]; ++i) {
      const bool lit = shares_[spaceAxis][static_cast<std::size_t>(fromFar(spaceAxis, i))] > 0;
      const int last = layers_.empty() ? 0 : layers_.back();
      layers_.push_back(i > 0 && lit != litBefore ? last + 1 : last);
      litBefore = lit;
    }
    // One stripe, wherever it lies, hides nothing.
    const int runs = layers_.back() + 1;
    const bool one = runs < 3 || (runs == 3 && !litBefore);
    if (one) std::fill(layers_.begin(), layers_.end(), 0);
  }

  /// From a rank, counted from the far end, to an index, and back.
  int fromFar(std::size_t axis, int index) const {
    return geometry_.nearEnds[axis] == Near::low ? count_[axis] - 1 - index : index;
  }

  /// The indices, along one axis, of cells that can stand before a lit one.
  std::array<int, 2> regionBefore(std::size_t axis) const {
    const auto& share = shares_[axis];
    const auto lit = [](double value) { return value > 0; };
    const int first = static_cast<int>(std::find_if(share.begin(), share.end(), lit) - share.begin());
    const int last = static_cast<int>(share.rend() - std::find_if(share.rbegin(), share.rend(), lit)) - 1;
    const Near end = geometry_.nearEnds[axis];
    return {end == Near::low ? 0 : first, end == Near::high ? count_[axis] - 1 : last};
  }

  double fraction(const std::array<int, 3>& at) const {
    return shares_[0][static_cast<std::size_t>(at[0])] * shares_[1][static_cast<std::size_t>(at[1])] *
           shares_[2][static_cast<std::size_t>(at[2])];
  }

  /// Cells are cleared in a whole corner of the box, not one by one along the line of sight: what is left
  /// is a plain notch with the lit block standing in it.
  bool isGlass(const std::array<int, 3>& at) const {
    if (!reveal_) return false;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      if (at[axis] < before_[axis][0] || at[axis] > before_[axis][1]) return false;
    }
    return fraction(at) == 0;
  }

  void addFaces(const std::array<int, 3>& at, bool glass) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const Near end = geometry_.nearEnds[axis];
      if (end == Near::side) continue;
      std::array<int, 3> neighbour = at;
      neighbour[axis] += end == Near::low ? -1 : 1;
      const bool outer = neighbour[axis] < 0 || neighbour[axis] >= count_[axis];
      if (outer || (!glass && isGlass(neighbour))) addFace(at, axis, glass);
    }
  }

  void addFace(const std::array<int, 3>& at, std::size_t axis, bool glass) {
    const int plane = at[axis] + (geometry_.nearEnds[axis] == Near::low ? 0 : 1);
    const std::size_t b = axis == 0 ? 1 : 0;
    const std::size_t c = axis == 2 ? 1 : 2;
    std::array<int, 3> grid = at;
    grid[axis] = plane;
    const CubePoint corner = geometry_.corner(grid[0], grid[1], grid[2]);
    const CubePoint u = geometry_.steps[b];
    const CubePoint v = geometry_.steps[c];
    // Towards the viewer a solid cell has only cleared cells before it, so no solid face hides another; but
    // for a set striped along the space axis, whose stripes may hide what stands behind them: each
    // stripe and each gap has a layer.
    const int layer = glass ? layers_.back() + 1 : layers_[static_cast<std::size_t>(fromFar(2, at[2]))];
    geometry_.faces.push_back({{corner, corner + u, corner + u + v, corner + v},
                               orientationOf(axis),
                               static_cast<CubeAxis>(axis),
                               plane,
                               at,
                               fraction(at),
                               glass,
                               layer});
  }

  CubeOrientation orientationOf(std::size_t axis) const {
    if (axis == spaceAxis) return CubeOrientation::top;
    const double towards = geometry_.nearEnds[axis] == Near::low ? -1 : 1;
    return geometry_.steps[axis].x * towards > 0 ? CubeOrientation::right : CubeOrientation::left;
  }

  CubeGeometry& geometry_;
  std::array<std::vector<double>, 3> shares_;
  std::array<int, 3> count_{};
  std::array<std::array<int, 2>, 3> before_{};
  bool reveal_ = true;
  std::vector<int> layers_;  ///< of the cells along the space axis, farthest first
};

void setGrid(CubeGeometry& geometry, const CubeCamera& camera) {
  const auto directions = camera.directions();
  const auto lengths = edgeLengths(geometry.bins);
  geometry.nearEnds = camera.nearEnds();
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const CubePoint edge = directions[axis] * lengths[axis];
    geometry.steps[axis] = edge * (1.0 / static_cast<double>(geometry.cells[axis].size()));
    geometry.origin = geometry.origin - edge * 0.5;
    geometry.halfSize = geometry.halfSize + CubePoint{std::abs(edge.x), std::abs(edge.y)} * 0.5;
  }
  const double base = std::hypot(lengths[0], lengths[1]);
  const CubePoint drop = CubeCamera::paper().directions()[1];
  const CubePoint rise = CubeCamera::paper().directions()[2];
  geometry.halfSizeTurning = {base / 2, 0.53 * (-drop.y * (lengths[0] + lengths[1]) + rise.y * lengths[2])};
}

}  // namespace

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
  const auto axes = cubeAxes(plan);
  std::array<std::vector<double>, 3> shares;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const std::int64_t position = axes[axis].positionOf(selected);
    const CubeRange run = axes[axis].runAround(position);
    geometry.selected[axis] = position;
    geometry.bins[axis] = axes[axis].bins(options.maxCells);
    geometry.cells[axis] = cutOut(geometry.bins[axis], run);
    geometry.scales[axis] = scaleOf(geometry.bins[axis], geometry.cells[axis], run);
    for (const CubeRange& range : geometry.cells[axis]) {
      shares[axis].push_back(axes[axis].fraction(range, position));
    }
  }
  setGrid(geometry, camera);
  FaceBuilder(geometry, std::move(shares), options.revealHidden).build();
  geometry.labels = cubeLabels(geometry, axes);
  return geometry;
}

std::optional<CubeCell> cellAt(const CubeGeometry& geometry, const CubePoint& point) {
  if (geometry.empty()) return std::nullopt;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (geometry.nearEnds[axis] == Near::side) continue;
    const std::size_t b = axis == 0 ? 1 : 0;
    const std::size_t c = axis == 2 ? 1 : 2;
    std::array<int, 3> at{};
    const int last = static_cast<int>(geometry.cells[axis].size());
    const bool low = geometry.nearEnds[axis] == Near::low;
    at[axis] = low ? 0 : last - 1;
    const CubePoint from = point - geometry.origin - geometry.steps[axis] * (low ? 0 : last);
    const CubePoint u = geometry.steps[b];
    const CubePoint v = geometry.steps[c];
    const double area = u.x * v.y - u.y * v.x;
    const double along = std::floor((from.x * v.y - from.y * v.x) / area);
    const double across = std::floor((u.x * from.y - u.y * from.x) / area);
    if (along < 0 || across < 0 || along >= static_cast<double>(geometry.cells[b].size()) ||
        across >= static_cast<double>(geometry.cells[c].size())) {
      continue;
    }
    at[b] = static_cast<int>(along);
    at[c] = static_cast<int>(across);
    return geometry.cell(at);
  }
  return std::nullopt;
}

std::int64_t representativeOf(const ReductionPlan& plan, const CubeGeometry& geometry, const CubeCell& cell) {
  const auto axes = cubeAxes(plan);
  std::int64_t offset = 0;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const std::int64_t first = cell.ranges[axis].begin;
    const auto& bins = geometry.bins[axis];
    const auto bin =
        std::find_if(bins.begin(), bins.end(), [&](const CubeRange& range) { return range.contains(first); });
    const std::int64_t selected = geometry.selected[axis];
    offset += axes[axis].offsetOf(bin->contains(selected) ? selected : bin->begin);
  }
  return offset;
}

}  // namespace normscope
