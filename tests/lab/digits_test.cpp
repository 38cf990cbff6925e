#include "core/io/digits.h"

#include <gtest/gtest.h>

#include <array>

namespace normscope {
namespace digits_test {

/// The first picture of the set, a zero, as its file has it.
TEST(Digits, AreThoseOfTheFile) {
  const Tensor pictures = digitPictures();
  const std::array<int, 16> firstRows = {0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0};
  for (std::size_t i = 0; i < firstRows.size(); ++i)
    EXPECT_EQ(pictures.at(static_cast<std::int64_t>(i)), firstRows[i]) << i;
  const auto labels = digitLabels();
  ASSERT_EQ(labels.size(), 1797U);
  for (std::size_t i = 0; i < 10; ++i) EXPECT_EQ(labels[i], i);
  std::array<int, 10> counts{};
  for (const std::uint8_t label : labels) ++counts.at(label);
  EXPECT_EQ(counts, (std::array<int, 10>{178, 182, 177, 183, 181, 182, 181, 179, 174, 180}));
  double brightest = 0;
  for (std::int64_t i = 0; i < pictures.elementCount(); ++i) brightest = std::max(brightest, pictures.at(i));
  EXPECT_EQ(brightest, brightestDigit);
}

TEST(Digits, HaveTheirPicturesAsTheFirstFeature) {
  const Tensor pictures = digitPictures();
  const Tensor features = digitFeatures();
  for (std::int64_t sample : {0, 1, 1796}) {
    for (std::int64_t i = 0; i < 64; ++i)
      EXPECT_EQ(features.at(sample * 6 * 64 + i), pictures.at(sample * 64 + i) / 16);
  }
  // Sobel to the right at [0, 3, 3, 3], by its definition.
  const auto at = [&](int y, int x) { return pictures.at(y * 8 + x) / 16; };
  double right = 0;
  for (int d = -1; d <= 1; ++d) right += (2 - std::abs(d)) * (at(3 + d, 4) - at(3 + d, 2));
  EXPECT_NEAR(features.at(2 * 64 + 3 * 8 + 3), right / 4, 1e-6);
}

}  // namespace digits_test
}  // namespace normscope
