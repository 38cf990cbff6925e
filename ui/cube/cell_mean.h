#pragma once

#include <array>

#include "core/tensor/tensor.h"
#include "ui/cube/cube_geometry.h"

namespace normscope {

/// The mean of x over the elements that a cell stands for, in double; `axes` are cubeAxes() of a plan of x's
/// shape.
double meanOfCell(const Tensor& x, const std::array<CubeEdgeAxis, 3>& axes, const CubeCell& cell);

}  // namespace normscope
