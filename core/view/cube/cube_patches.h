#pragma once

#include <vector>

#include "core/view/cube/cube_geometry.h"

namespace normscope {

/// A rectangle of neighbouring faces in one plane.
struct CubePatch {
  std::array<CubePoint, 4> corners;
  std::array<int, 2> sides{1, 1};  ///< faces from the first corner to the second, and to the last

  int faces() const { return sides[0] * sides[1]; }
};

/// The chosen faces of one layer, indices into geometry.faces, joined into few rectangles: what is drawn in
/// one colour is drawn faster, and without seams, in one piece.
std::vector<CubePatch> cubePatches(const CubeGeometry& geometry, const std::vector<std::size_t>& faces);

}  // namespace normscope
