#include "core/view/cube/cube_edges.h"

#include <array>

namespace normscope {
namespace {

/// The grid lines of one layer. Every unit edge of the grid has a slot, numbered so that the slots of one
/// line follow each other.
class LayerEdges {
 public:
  /// All faces of a layer lie in one block of an open box.
  LayerEdges(const CubeGeometry& geometry, const CubeFace& first)
      : geometry_(geometry), layer_(first.layer), shift_(geometry.shiftOf(first.cell)) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      planes_[axis] = static_cast<int>(geometry.cells[axis].size()) + 1;
    }
    slots_.resize(3 * static_cast<std::size_t>(planes_[0]) * static_cast<std::size_t>(planes_[1]) *
                  static_cast<std::size_t>(planes_[2]));
  }

  void add(const CubeFace& face, std::int64_t group) {
    std::array<int, 3> corner = face.cell;
    const auto normal = static_cast<std::size_t>(face.normal);
    corner[normal] = face.plane;
    for (std::size_t along = 0; along < 3; ++along) {
      if (along == normal) continue;
      const std::size_t across = 3 - along - normal;
      mark(along, corner, group, face);
      std::array<int, 3> opposite = corner;
      ++opposite[across];
      mark(along, opposite, group, face);
    }
  }

  void collect(std::vector<CubeEdge>& edges) const {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const std::size_t b = axis == 0 ? 1 : 0;
      const std::size_t c = axis == 2 ? 1 : 2;
      std::array<int, 3> at{};
      for (at[b] = 0; at[b] < planes_[b]; ++at[b]) {
        for (at[c] = 0; at[c] < planes_[c]; ++at[c]) collectLine(axis, at, edges);
      }
    }
  }

 private:
  struct Slot {
    std::int64_t group = -1;
    CubeAxis normal = batchAxis;
    bool used = false;
    bool differs = false;
    bool shared = false;
    bool turns = false;
    bool glass = false;
  };

  std::size_t slotOf(std::size_t axis, const std::array<int, 3>& at) const {
    std::size_t index = axis;
    for (std::size_t i = 0; i < 3; ++i) {
      index = index * static_cast<std::size_t>(planes_[i]) + static_cast<std::size_t>(at[i]);
    }
    return index;
  }

  void mark(std::size_t axis, const std::array<int, 3>& at, std::int64_t group, const CubeFace& face) {
    Slot& slot = slots_[slotOf(axis, at)];
    if (slot.used) {
      slot.shared = true;
      slot.differs = slot.differs || slot.group != group;
      slot.turns = slot.turns || slot.normal != face.normal;
      return;
    }
    slot = {group, face.normal, true, false, false, false, face.glass};
  }

  static CubeEdgeKind kindOf(const Slot& slot) {
    if (slot.glass) {
      return slot.shared && !slot.turns ? CubeEdgeKind::glass : CubeEdgeKind::glassBorder;
    }
    if (slot.differs || (!slot.shared && slot.group >= 0)) return CubeEdgeKind::contour;
    return slot.group >= 0 ? CubeEdgeKind::inner : CubeEdgeKind::quiet;
  }

  void collectLine(std::size_t axis, std::array<int, 3> at, std::vector<CubeEdge>& edges) const {
    bool open = false;
    for (int i = 0; i + 1 < planes_[axis]; ++i) {
      at[axis] = i;
      const Slot& slot = slots_[slotOf(axis, at)];
      if (!slot.used) {
        open = false;
        continue;
      }
      const CubePoint from = geometry_.corner(at[0], at[1], at[2]) + shift_;
      const CubePoint to = from + geometry_.steps[axis];
      const CubeEdgeKind kind = kindOf(slot);
      if (open && edges.back().kind == kind) {
        edges.back().to = to;
      } else {
        edges.push_back({from, to, kind, layer_});
        open = true;
      }
    }
  }

  const CubeGeometry& geometry_;
  int layer_;
  CubePoint shift_;
  std::array<int, 3> planes_{};
  std::vector<Slot> slots_;
};

}  // namespace

std::vector<CubeEdge> cubeEdges(const CubeGeometry& geometry, const std::vector<std::int64_t>& groups) {
  std::vector<CubeEdge> edges;
  const auto& faces = geometry.faces;
  for (std::size_t i = 0; i < faces.size();) {
    const int layer = faces[i].layer;
    LayerEdges lines(geometry, faces[i]);
    for (; i < faces.size() && faces[i].layer == layer; ++i) lines.add(faces[i], groups[i]);
    lines.collect(edges);
  }
  return edges;
}

}  // namespace normscope
