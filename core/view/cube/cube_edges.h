#pragma once

#include <cstdint>
#include <vector>

#include "core/view/cube/cube_geometry.h"

namespace normscope {

enum class CubeEdgeKind {
  quiet,        ///< between cells that are not lit
  inner,        ///< inside a group of lit cells
  contour,      ///< where a group of lit cells ends
  glass,        ///< between cells that stand before something lit
  glassBorder,  ///< where those cells end, or the side of the box turns
};

/// A straight piece of the grid: neighbouring edges of one kind in one line are one edge.
struct CubeEdge {
  CubePoint from;
  CubePoint to;
  CubeEdgeKind kind;
  int layer;  ///< as CubeFace::layer; to be drawn after the faces of that layer
};

/// The edges of all faces, by layer. `groups` has one number per face: faces of one group are lit together,
/// -1 is not lit.
std::vector<CubeEdge> cubeEdges(const CubeGeometry& geometry, const std::vector<std::int64_t>& groups);

}  // namespace normscope
