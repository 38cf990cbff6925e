#pragma once

#include "core/engine/normalize.h"

namespace normscope {

/// What is asked of an engine for a norm in the window: without affine parameters, and with the layer's
/// running statistics where the norm has any.
NormalizeRequest requestOf(const Tensor& x, const Shape& shape, const NormSpec& spec,
                           const RunningStatistics& running);

}  // namespace normscope
