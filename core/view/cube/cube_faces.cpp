#include "core/view/cube/cube_faces.h"

#include <algorithm>

namespace normscope {
namespace {

/// Finds the faces of a geometry whose grid and camera are set.
class FaceBuilder {
 public:
  FaceBuilder(CubeGeometry& geometry, const CubeShares& statistics, const CubeShares& parameters,
              bool revealHidden)
      : geometry_(geometry), shares_(statistics.along), parameters_(parameters) {
    for (std::size_t axis = 0; axis < 3; ++axis) count_[axis] = static_cast<int>(shares_[axis].size());
    before_ = {regionBefore(0), regionBefore(1), regionBefore(2)};
    reveal_ = revealHidden && statistics.whole > 0;
    setLayers();
  }

  void build() {
    forEachCell([&](const std::array<int, 3>& at) {
      if (!isGlass(at) && geometry_.blockOf(at) == farthestBlock()) addFaces(at, false);
    });
    for (const CubeBlock block : {CubeBlock::set, CubeBlock::before}) {
      if (!geometry_.gap.open) break;
      forEachCell([&](const std::array<int, 3>& at) {
        if (geometry_.blockOf(at) == block) addFaces(at, geometry_.gap.glass && block == CubeBlock::before);
      });
    }
    forEachCell([&](const std::array<int, 3>& at) {
      if (isGlass(at)) addFaces(at, true);
    });
    // Those of one layer are drawn together.
    std::stable_sort(geometry_.faces.begin(), geometry_.faces.end(),
                     [](const CubeFace& a, const CubeFace& b) { return a.layer < b.layer; });
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

  CubeBlock farthestBlock() const { return geometry_.gap.open ? CubeBlock::behind : CubeBlock::set; }

  void setLayers() {
    for (std::size_t axis = 0; axis < 3; ++axis) layers_[axis] = layersAlong(axis);
  }

  /// A layer for each run of cells, lit or not, along an axis, by their ranks from the far end.
  std::vector<int> layersAlong(std::size_t axis) const {
    std::vector<int> layers;
    bool litBefore = false;
    for (int i = 0; i < count_[axis]; ++i) {
      const bool lit = shares_[axis][static_cast<std::size_t>(fromFar(axis, i))] > 0;
      const int last = layers.empty() ? 0 : layers.back();
      layers.push_back(i > 0 && lit != litBefore ? last + 1 : last);
      litBefore = lit;
    }
    // One stripe, wherever it lies, hides nothing.
    const int runs = layers.back() + 1;
    const bool one = runs < 3 || (runs == 3 && !litBefore);
    if (one) std::fill(layers.begin(), layers.end(), 0);
    return layers;
  }

  /// What hides a cell is no farther than it along any axis, and in another run along one of them.
  int layerOf(const std::array<int, 3>& at) const {
    int layer = 0;
    for (std::size_t axis = 0; axis < 3; ++axis)
      layer += layers_[axis][static_cast<std::size_t>(fromFar(axis, at[axis]))];
    return layer;
  }

  int nearestLayer() const { return layers_[0].back() + layers_[1].back() + layers_[2].back(); }

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
      const bool atGap = !outer && geometry_.blockOf(at) != geometry_.blockOf(neighbour);
      if (outer || atGap || (!glass && isGlass(neighbour))) addFace(at, axis, glass);
    }
  }

  void addFace(const std::array<int, 3>& at, std::size_t axis, bool glass) {
    const int plane = at[axis] + (geometry_.nearEnds[axis] == Near::low ? 0 : 1);
    const std::size_t b = axis == 0 ? 1 : 0;
    const std::size_t c = axis == 2 ? 1 : 2;
    std::array<int, 3> grid = at;
    grid[axis] = plane;
    const CubePoint corner = geometry_.corner(grid[0], grid[1], grid[2]) + geometry_.shiftOf(at);
    const CubePoint u = geometry_.steps[b];
    const CubePoint v = geometry_.steps[c];
    // Towards the viewer a solid cell has only cleared cells before it, so no solid face hides another; but
    // for a striped set, whose stripes may hide what stands behind them: each stripe and each gap has a
    // layer.
    int layer = glass ? nearestLayer() + 1 : layerOf(at);
    if (geometry_.gap.open) layer += static_cast<int>(geometry_.blockOf(at)) * (nearestLayer() + 2);
    geometry_.faces.push_back({{corner, corner + u, corner + u + v, corner + v},
                               orientationOf(axis),
                               static_cast<CubeAxis>(axis),
                               plane,
                               at,
                               fraction(at),
                               parameters_.of(at),
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
  const CubeShares& parameters_;
  std::array<int, 3> count_{};
  std::array<std::array<int, 2>, 3> before_{};
  bool reveal_ = true;
  std::array<std::vector<int>, 3> layers_;  ///< of the cells along each axis, farthest first
};

}  // namespace

void addFaces(CubeGeometry& geometry, const CubeShares& statistics, const CubeShares& parameters,
              bool revealHidden) {
  FaceBuilder(geometry, statistics, parameters, revealHidden).build();
}

}  // namespace normscope
