#pragma once

#include <array>
#include <vector>

#include "core/view/cube/cube_geometry.h"

namespace normscope {

/// The share, in [0, 1], of every cell that belongs to one set: a product over the edges.
struct CubeShares {
  double whole = 1;  ///< 0 where the cube is a slice without any element of the set
  std::array<std::vector<double>, 3> along;

  double of(const std::array<int, 3>& at) const {
    return along[0][static_cast<std::size_t>(at[0])] * along[1][static_cast<std::size_t>(at[1])] *
           along[2][static_cast<std::size_t>(at[2])];
  }
};

/// Adds the faces to a geometry whose grid, camera and gap are set. With `revealHidden`, cells that stand
/// before one of `statistics` become glass.
void addFaces(CubeGeometry& geometry, const CubeShares& statistics, const CubeShares& parameters,
              bool revealHidden);

}  // namespace normscope
