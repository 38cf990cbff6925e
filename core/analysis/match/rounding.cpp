#include "core/analysis/match/rounding.h"

#include <algorithm>
#include <cmath>

namespace normscope::match {
namespace {

/// Bits of the significand, the hidden one included, and the exponent of the smallest normal number.
struct Format {
  int digits;
  int least;
};

Format formatOf(DType dtype) {
  return dtype == DType::float16 ? Format{11, -14} : Format{8, -126};
}

bool isExact(const Tensor& tensor, DType dtype) {
  return visitDType(tensor.dtype(), [&](auto tag) {
    const auto values = tensor.values<typename decltype(tag)::type>();
    return std::all_of(values.begin(), values.end(), [&](auto stored) {
      const auto value = static_cast<double>(stored);
      return std::isnan(value) || roundedTo(dtype, value) == value;
    });
  });
}

}  // namespace

double roundedTo(DType dtype, double value) {
  switch (dtype) {
    case DType::float16:
      return static_cast<double>(static_cast<Eigen::half>(static_cast<float>(value)));
    case DType::bfloat16:
      return static_cast<double>(static_cast<Eigen::bfloat16>(static_cast<float>(value)));
    case DType::float32:
      return static_cast<double>(static_cast<float>(value));
    default:
      return value;
  }
}

double halfStep(double y, DType dtype) {
  const Format format = formatOf(dtype);
  if (y == 0) return std::ldexp(1.0, format.least - format.digits);
  return std::ldexp(1.0, std::max(std::ilogb(y), format.least) - format.digits);
}

double largestOf(DType dtype) {
  return dtype == DType::float16 ? 65504 : std::ldexp(255.0 / 128, 127);
}

std::optional<DType> narrowDType(const Tensor& tensor) {
  for (const DType dtype : {DType::float16, DType::bfloat16}) {
    if (tensor.dtype() == dtype) return dtype;
  }
  for (const DType dtype : {DType::float16, DType::bfloat16}) {
    if (isExact(tensor, dtype)) return dtype;
  }
  return std::nullopt;
}

bool isJudgedByBits(const Tensor& y) {
  return y.dtype() == DType::float16 || y.dtype() == DType::bfloat16;
}

Tensor roundedTo(DType dtype, const Tensor& x) {
  Tensor rounded = Tensor::allocate(DType::float32, x.extents());
  const auto out = rounded.edit<float>();
  visitDType(x.dtype(), [&](auto tag) {
    const auto in = x.values<typename decltype(tag)::type>();
    for (std::size_t i = 0; i < in.size(); ++i)
      out[i] = static_cast<float>(roundedTo(dtype, static_cast<double>(in[i])));
  });
  return rounded;
}

}  // namespace normscope::match
