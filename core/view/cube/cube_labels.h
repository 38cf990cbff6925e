#pragma once

#include <array>
#include <vector>

#include "core/view/cube/cube_geometry.h"

namespace normscope {

/// The names of the axes, each beside the edge of the box where a reader looks for it: the lower front edges
/// for batch and channel, the left edge for space. Axes that the layout lacks, or that are seen end on, have
/// none.
std::vector<CubeLabel> cubeLabels(const CubeGeometry& geometry);

}  // namespace normscope
