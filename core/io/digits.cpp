#include "core/io/digits.h"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "core/io/feature_filters.h"
#include "core/io/npy.h"

namespace normscope {
namespace embedded {
extern const std::string_view digits;
}

namespace {

constexpr int digitPixels = digitSide * digitSide;

/// The file as it is: a row a picture, its 64 pixels and its label.
Tensor digitRows() {
  const std::shared_ptr<Buffer> copy = Buffer::allocate(embedded::digits.size());
  std::memcpy(copy->data(), embedded::digits.data(), embedded::digits.size());
  return decodeNpy(copy, "sample 'digits'");
}

/// Writes all feature maps of one picture.
float* writeFeatures(const std::uint8_t* pixels, float* out) {
  const auto brightness = [&](int y, int x) {
    const bool inside = y >= 0 && x >= 0 && y < digitSide && x < digitSide;
    return inside ? static_cast<int>(pixels[y * digitSide + x]) : 0;
  };
  for (int i = 0; i < digitPixels; ++i) *out++ = static_cast<float>(pixels[i] / double{brightestDigit});
  for (const FeatureFilter& filter : featureFilters) {
    for (int i = 0; i < digitPixels; ++i) {
      const int sum = filteredAt(filter, i / digitSide, i % digitSide, brightness);
      *out++ = static_cast<float>(static_cast<double>(sum) / (double{brightestDigit} * filter.scale));
    }
  }
  return out;
}

}  // namespace

Tensor digitPictures() {
  const Tensor rows = digitRows();
  Tensor pictures = Tensor::allocate(DType::uint8, {digitCount, 1, digitSide, digitSide});
  const std::uint8_t* from = rows.values<std::uint8_t>().data();
  std::uint8_t* to = pictures.edit<std::uint8_t>().data();
  for (int i = 0; i < digitCount; ++i)
    std::copy_n(from + i * (digitPixels + 1), digitPixels, to + i * digitPixels);
  return pictures;
}

std::vector<std::uint8_t> digitLabels() {
  const Tensor rows = digitRows();
  std::vector<std::uint8_t> labels;
  for (int i = 0; i < digitCount; ++i)
    labels.push_back(
        rows.values<std::uint8_t>()[static_cast<std::size_t>(i * (digitPixels + 1) + digitPixels)]);
  return labels;
}

Tensor digitFeatures() {
  const Tensor pictures = digitPictures();
  Tensor features =
      Tensor::allocate(DType::float32, {digitCount, 1 + featureFilters.size(), digitSide, digitSide});
  float* out = features.edit<float>().data();
  for (int i = 0; i < digitCount; ++i)
    out = writeFeatures(pictures.values<std::uint8_t>().data() + i * digitPixels, out);
  return features;
}

}  // namespace normscope
