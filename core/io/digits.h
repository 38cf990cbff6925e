#pragma once

#include <cstdint>
#include <vector>

#include "core/tensor/tensor.h"

namespace normscope {

/// The "Optical recognition of handwritten digits" of the UCI Machine Learning Repository (Alpaydin and
/// Kaynak 1998, CC BY 4.0; resources/samples/README.md): 1797 pictures of 8 by 8 pixels, each 0 to 16,
/// written by 13 people.
inline constexpr int digitCount = 1797;
inline constexpr int digitSide = 8;
inline constexpr int digitClasses = 10;
inline constexpr int brightestDigit = 16;

/// uint8 of shape [1797, 1, 8, 8].
Tensor digitPictures();

/// Which digit each picture shows, 0 to 9.
std::vector<std::uint8_t> digitLabels();

/// Feature maps of the digits, float32 of shape [1797, 6, 8, 8]: the picture (0 to 1) and the filters of
/// core/io/feature_filters.h of it, with 0 beyond its border.
Tensor digitFeatures();

}  // namespace normscope
