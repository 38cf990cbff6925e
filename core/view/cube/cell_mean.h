#pragma once

#include <array>

#include "core/tensor/tensor.h"
#include "core/view/cube/cube_geometry.h"

namespace normscope {

/// The mean of x over the elements that a cell stands for, in double. Throws Error (nonsense) where `frame`
/// is of a plan for other extents than x has.
double meanOfCell(const Tensor& x, const CubeFrame& frame, const CubeCell& cell);

}  // namespace normscope
