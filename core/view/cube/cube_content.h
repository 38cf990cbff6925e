#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/view/cube/cube_geometry.h"

namespace normscope {

enum class CubeShow {
  set,     ///< the set of the selected element, in the strong colour
  sets,    ///< every set in its own colour
  values,  ///< a value per cell, in a diverging map centred at zero
};

/// What the cells of the cube show.
struct CubeContent {
  CubeShow show = CubeShow::set;
  /// For `values`; nothing while it is not known yet. NaN and infinite values are marked.
  std::function<std::optional<double>(const CubeGeometry&, const CubeCell&)> value;
  double limit = 0;         ///< the value that has the full colour; 0: the largest magnitude drawn
  std::string valueName;    ///< "mean of x in each cell": for the legend
  std::string title;        ///< instead of the norm's name
  std::string subtitle;     ///< and instead of its sets
  bool ownScale = false;    ///< `limit` is not shared with other cubes
  bool parameters = false;  ///< the cells that have the selected element's weight and bias are marked

  CubeContent() = default;
  CubeContent(CubeShow what) : show(what) {}
};

/// The set that a whole cell lies in, or -1 where it holds several.
std::int64_t setOfCell(const ReductionPlan& plan, const CubeGeometry& geometry, const CubeCell& cell);

}  // namespace normscope
