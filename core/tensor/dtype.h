#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace normscope {

/// What one element of a tensor is. Names are NumPy's and PyTorch's.
enum class DType {
  float16,
  bfloat16,
  float32,
  float64,
  int8,
  int16,
  int32,
  int64,
  uint8,
  uint16,
  uint32,
  uint64,
  boolean,
};

/// Bytes of one element.
std::size_t sizeOf(DType dtype);

/// "float32", "bool", ...
std::string_view nameOf(DType dtype);

bool isFloating(DType dtype);

/// The dtype of a normalized tensor: that of the input where it is a floating type, else float32.
DType resultDType(DType input);

/// Half the distance between 1 and the next number: 2^-24 for float32. For integers that of float32, the
/// result's dtype.
double unitRoundoff(DType dtype);

template <typename T>
struct TypeTag {
  using type = T;
};

/// Calls visitor(TypeTag<T>) with the C++ type that stores `dtype`; a bool is stored as one byte,
/// std::uint8_t.
template <typename Visitor>
decltype(auto) visitDType(DType dtype, Visitor&& visitor) {
  switch (dtype) {
    case DType::float16:
      return visitor(TypeTag<Eigen::half>{});
    case DType::bfloat16:
      return visitor(TypeTag<Eigen::bfloat16>{});
    case DType::float32:
      return visitor(TypeTag<float>{});
    case DType::float64:
      return visitor(TypeTag<double>{});
    case DType::int8:
      return visitor(TypeTag<std::int8_t>{});
    case DType::int16:
      return visitor(TypeTag<std::int16_t>{});
    case DType::int32:
      return visitor(TypeTag<std::int32_t>{});
    case DType::int64:
      return visitor(TypeTag<std::int64_t>{});
    case DType::uint8:
      return visitor(TypeTag<std::uint8_t>{});
    case DType::uint16:
      return visitor(TypeTag<std::uint16_t>{});
    case DType::uint32:
      return visitor(TypeTag<std::uint32_t>{});
    case DType::uint64:
      return visitor(TypeTag<std::uint64_t>{});
    case DType::boolean:
      break;
  }
  return visitor(TypeTag<std::uint8_t>{});
}

}  // namespace normscope
