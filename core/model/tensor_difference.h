#pragma once

#include <optional>
#include <string>

#include "core/tensor/tensor.h"

namespace normscope {

/// How `b` differs from `a`, of the same extents, in words: "it is 2 times as large", "the largest difference
/// is 0.3, at [0, 1]: 0.5 and 0.2". Nothing where they agree to half of the digits of the narrower dtype: to
/// √u of the largest |a|, with u its unit roundoff, and are not finite in the same places. Throws what
/// Tensor::requireIntact() does.
std::optional<std::string> differenceInWords(const Tensor& a, const Tensor& b);

}  // namespace normscope
