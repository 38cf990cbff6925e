#pragma once

#include "core/norm/norm_spec.h"
#include "core/tensor/shape.h"

namespace normscope {

/// The spec, changed as little as possible so that it fits a new shape: groups and workers become the largest
/// number below that divides, reduced axes that are gone are dropped. Unchanged where no small change helps;
/// then plan() says why.
NormSpec adaptedTo(const Shape& shape, NormSpec spec);

}  // namespace normscope
