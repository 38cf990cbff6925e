#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/tensor/shape.h"

namespace normscope {

/// A tensor in the header of a .safetensors file, as it stands there; offsets count from the end of the
/// header.
struct SafetensorsItem {
  std::string name;
  std::string dtype;
  Extents extents;
  std::uint64_t begin = 0, end = 0;
};

/// The header.
struct SafetensorsHeader {
  std::vector<SafetensorsItem> items;           ///< in its order
  std::size_t size = 0;                         ///< of length and header: where the data begins
  std::map<std::string, std::string> metadata;  ///< the texts of __metadata__
};

/// Reads the header of `file`, the bytes of the whole file. Nothing of a size that it declares is allocated.
/// Throws Error (failed, on `subject`) that names the place; dtypes and offsets are not held to anything.
SafetensorsHeader parseSafetensorsHeader(std::string_view file, const std::string& subject);

/// Where text stops to be UTF-8; its size where it does not.
std::size_t validUtf8(std::string_view text);

/// What to do about a .safetensors file that is refused.
inline constexpr const char* saveSafetensorsAgain = "save it again with safetensors";

}  // namespace normscope
