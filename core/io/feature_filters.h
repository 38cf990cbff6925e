#pragma once

#include <array>
#include <cstddef>

namespace normscope {

/// A 5 by 5 filter with whole weights, so that its sums of whole numbers are the same on every machine;
/// `scale` brings its result on a picture of values from 0 to 1 to [0, 1] or [-1, 1].
struct FeatureFilter {
  static constexpr int size = 5;
  std::array<int, size * size> weights;
  int scale;
};

/// What the first layer of a small network might see.
inline constexpr std::array<FeatureFilter, 5> featureFilters = {{
    // blur: the binomial 1 4 6 4 1 both ways
    {{1, 4, 6, 4, 1, 4, 16, 24, 16, 4, 6, 24, 36, 24, 6, 4, 16, 24, 16, 4, 1, 4, 6, 4, 1}, 256},
    // Sobel, brightness that rises to the right
    {{0, 0, 0, 0, 0, 0, -1, 0, 1, 0, 0, -2, 0, 2, 0, 0, -1, 0, 1, 0, 0, 0, 0, 0, 0}, 4},
    // Sobel, brightness that rises downwards
    {{0, 0, 0, 0, 0, 0, -1, -2, -1, 0, 0, 0, 0, 0, 0, 0, 1, 2, 1, 0, 0, 0, 0, 0, 0}, 4},
    // Laplacian
    {{0, 0, 0, 0, 0, 0, -1, -1, -1, 0, 0, -1, 8, -1, 0, 0, -1, -1, -1, 0, 0, 0, 0, 0, 0}, 8},
    // stripes from the lower left to the upper right: a Gabor filter rounded to integers that add up to 0
    {{0, -3, -3, 0, 2, -3, -6, 3, 6, 0, -3, 3, 8, 3, -3, 0, 6, 3, -6, -3, 2, 0, -3, -3, 0}, 36},
}};

/// The sum of a filter about a place; `brightness(y, x)` answers a whole number, also beyond the border.
template <typename Brightness>
int filteredAt(const FeatureFilter& filter, int y, int x, Brightness&& brightness) {
  constexpr int size = FeatureFilter::size;
  int sum = 0;
  for (int i = 0; i < size * size; ++i) {
    const int weight = filter.weights[static_cast<std::size_t>(i)];
    if (weight != 0) sum += weight * brightness(y + i / size - size / 2, x + i % size - size / 2);
  }
  return sum;
}

}  // namespace normscope
