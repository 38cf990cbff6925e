#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "core/error.h"

/// Defined once by each target, as libFuzzer wants it: reads `size` bytes that come from anywhere.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

namespace normscope::fuzz {

inline std::string_view textOf(const std::uint8_t* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

/// Ends the process, as a crash would, where what must hold does not.
inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

/// Calls `read`, which may throw Error, and nothing else; its line must be one, "WHAT: WHY; WHAT TO DO".
template <typename Read>
void mayRefuse(Read&& read) {
  try {
    read();
  } catch (const Error& error) {
    const std::string_view line = error.what();
    const auto why = line.find(": ");
    require(why != line.npos && line.find("; ", why) != line.npos,
            "an error that lacks one of its three parts");
    for (const char character : line)
      require(static_cast<unsigned char>(character) >= 32, "an error with a control character");
  }
}

}  // namespace normscope::fuzz
