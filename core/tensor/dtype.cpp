#include "core/tensor/dtype.h"

#include <cmath>

namespace normscope {

std::size_t sizeOf(DType dtype) {
  return visitDType(dtype, [](auto tag) { return sizeof(typename decltype(tag)::type); });
}

std::string_view nameOf(DType dtype) {
  switch (dtype) {
    case DType::float16:
      return "float16";
    case DType::bfloat16:
      return "bfloat16";
    case DType::float32:
      return "float32";
    case DType::float64:
      return "float64";
    case DType::int8:
      return "int8";
    case DType::int16:
      return "int16";
    case DType::int32:
      return "int32";
    case DType::int64:
      return "int64";
    case DType::uint8:
      return "uint8";
    case DType::uint16:
      return "uint16";
    case DType::uint32:
      return "uint32";
    case DType::uint64:
      return "uint64";
    case DType::boolean:
      break;
  }
  return "bool";
}

bool isFloating(DType dtype) {
  return dtype == DType::float16 || dtype == DType::bfloat16 || dtype == DType::float32 ||
         dtype == DType::float64;
}

DType resultDType(DType input) {
  return isFloating(input) ? input : DType::float32;
}

double unitRoundoff(DType dtype) {
  switch (resultDType(dtype)) {
    case DType::float16:
      return std::ldexp(1.0, -11);
    case DType::bfloat16:
      return std::ldexp(1.0, -8);
    case DType::float64:
      return std::ldexp(1.0, -53);
    default:
      return std::ldexp(1.0, -24);
  }
}

}  // namespace normscope
