#pragma once

#include <optional>
#include <vector>

#include "core/tensor/shape.h"
#include "core/tensor/tensor.h"

namespace normscope {

/// For each axis of `to` the axis of `from` that plays its part: batch, channel, the others in their order.
/// Nothing where the two have not as many of each.
std::optional<std::vector<int>> axesOf(const Layout& from, const Layout& to);

/// The same extents for axes that play one part: [2, 3, 8, 8] as NCHW and [2, 8, 8, 3] as NHWC.
bool haveOneShape(const Shape& a, const Shape& b);

/// The tensor with its axes in another order: axis i is axes[i] of it.
Tensor reordered(const Tensor& tensor, const std::vector<int>& axes);

}  // namespace normscope
