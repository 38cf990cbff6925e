#pragma once

#include <optional>

#include "core/tensor/tensor.h"

namespace normscope::match {

/// A value as the dtype holds it; dtypes that are no floats leave it as it is.
double roundedTo(DType dtype, double value);

/// Half the distance between y and its neighbours in a narrow dtype: float16 or bfloat16.
double halfStep(double y, DType dtype);

/// The largest finite number.
double largestOf(DType dtype);

/// float16 or bfloat16 where that is the tensor's dtype or each of its values is such a number, float16
/// first; else nothing.
std::optional<DType> narrowDType(const Tensor& tensor);

/// Whether y's own dtype is so narrow that its bits tell candidates apart.
bool isJudgedByBits(const Tensor& y);

/// x as float32 numbers, each rounded to a narrow dtype.
Tensor roundedTo(DType dtype, const Tensor& x);

}  // namespace normscope::match
