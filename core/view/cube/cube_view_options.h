#pragma once

#include <optional>

#include "core/view/cube/cube_axis.h"

namespace normscope {

/// How sets that lie inside the box are made visible.
enum class CubeReveal {
  glass,   ///< what stands before the lit set becomes an outline
  opened,  ///< the box opens along an axis around the set; where the set takes up that whole axis, as glass
  closed,  ///< only the surface is seen
};

/// What a view of cubes shows besides the sets.
struct CubeViewOptions {
  CubeReveal reveal = CubeReveal::glass;
  CubeAxis openAlong = batchAxis;  ///< where opened
  std::optional<char> unfold;      ///< a spatial axis unfolded into a row of cubes
  bool axes = false;               ///< reduced and kept axes tagged on the edges

  bool operator==(const CubeViewOptions&) const = default;
};

}  // namespace normscope
