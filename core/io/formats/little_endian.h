#pragma once

#include <bit>
#include <cstddef>
#include <cstring>
#include <string_view>

namespace normscope {

static_assert(std::endian::native == std::endian::little, "files are read on little-endian machines");

/// A little-endian number of the file at a byte, which must be there with all of it.
template <typename Number>
Number littleEndian(std::string_view file, std::size_t at) {
  Number number;
  std::memcpy(&number, file.data() + at, sizeof(Number));
  return number;
}

}  // namespace normscope
