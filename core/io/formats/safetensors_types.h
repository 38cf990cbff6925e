#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "core/io/formats/stored_data.h"

namespace normscope {

/// A dtype of the .safetensors format.
struct SafetensorsType {
  std::string_view name;
  std::size_t size;
  std::optional<StoredType> type;  ///< nothing: it is not read
};

/// All that the format has.
inline constexpr std::array<SafetensorsType, 19> safetensorsTypes = {{
    {"F64", 8, StoredType{DType::float64}},
    {"F32", 4, StoredType{DType::float32}},
    {"F16", 2, StoredType{DType::float16}},
    {"BF16", 2, StoredType{DType::bfloat16}},
    {"F8_E4M3", 1, StoredType{DType::float32, Encoding::float8e4m3fn}},
    {"F8_E5M2", 1, StoredType{DType::float32, Encoding::float8e5m2}},
    {"I64", 8, StoredType{DType::int64}},
    {"I32", 4, StoredType{DType::int32}},
    {"I16", 2, StoredType{DType::int16}},
    {"I8", 1, StoredType{DType::int8}},
    {"U64", 8, StoredType{DType::uint64}},
    {"U32", 4, StoredType{DType::uint32}},
    {"U16", 2, StoredType{DType::uint16}},
    {"U8", 1, StoredType{DType::uint8}},
    {"BOOL", 1, StoredType{DType::boolean}},
    {"C64", 8, std::nullopt},
    {"F8_E8M0", 1, std::nullopt},
    {"F8_E4M3FNUZ", 1, std::nullopt},
    {"F8_E5M2FNUZ", 1, std::nullopt},
}};

}  // namespace normscope
