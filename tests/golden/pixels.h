#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/tensor/shape.h"

namespace normscope {

/// A picture of a file.
struct Pixels {
  Extents extents;  ///< [1, channels, rows, columns]
  std::vector<std::uint8_t> values;
};

/// The part of values that differ by more than what another version of a font or of a rasterizer makes of an
/// edge.
double partThatDiffers(const Pixels& a, const Pixels& b);

/// A test fails where more than a part of `actual` is not as in the picture of that name in tests/golden, and
/// says what to do then.
void expectGolden(const std::filesystem::path& actual, const std::filesystem::path& sourceFolder,
                  double allowed);

}  // namespace normscope
