#pragma once

#include <functional>

#include "ui/cube/cube_geometry.h"

namespace normscope {

enum class CubeShow {
  set,     ///< the set of the selected element, in the strong colour
  sets,    ///< every set in its own colour
  values,  ///< a value per cell, in a diverging map centred at zero
};

/// What the cells of the cube show.
struct CubeContent {
  CubeShow show = CubeShow::set;
  std::function<double(const CubeCell&)> value;  ///< for `values`; NaN and infinite values are marked
  double limit = 0;  ///< the value that has the full colour; 0: the largest magnitude drawn

  CubeContent() = default;
  CubeContent(CubeShow what) : show(what) {}
};

/// The set that a whole cell lies in, or -1 where it holds several.
std::int64_t setOfCell(const ReductionPlan& plan, const std::array<CubeEdgeAxis, 3>& axes,
                       const CubeCell& cell);

}  // namespace normscope
