#include "core/io/photo_features.h"

#include <algorithm>
#include <cassert>
#include <cstring>

#include "core/io/feature_filters.h"
#include "core/io/npy.h"

namespace normscope {
namespace embedded {
extern const std::string_view catPhoto;
}

namespace {

constexpr int colours = 3;
constexpr int tileSize = 48;

constexpr std::size_t featureChannels = colours + featureFilters.size();

class Photo {
 public:
  Photo() : pixels_(decode()) {
    assert(pixels_.dtype() == DType::uint8 && pixels_.extents().size() == 3);
    height_ = static_cast<int>(pixels_.extents()[0]);
    width_ = static_cast<int>(pixels_.extents()[1]);
  }

  int rowsOfTiles() const { return height_ / tileSize; }
  int columnsOfTiles() const { return width_ / tileSize; }

  /// Beyond the border the border's own pixel is repeated.
  int colour(int y, int x, int c) const {
    const int row = std::clamp(y, 0, height_ - 1);
    const int column = std::clamp(x, 0, width_ - 1);
    return pixels_.values<std::uint8_t>()[static_cast<std::size_t>((row * width_ + column) * colours + c)];
  }

  /// 0 to 255 * 256, by the weights of ITU-R BT.601.
  int brightness(int y, int x) const {
    return 77 * colour(y, x, 0) + 150 * colour(y, x, 1) + 29 * colour(y, x, 2);
  }

  float filtered(int y, int x, const FeatureFilter& filter) const {
    const int sum = filteredAt(filter, y, x, [this](int row, int column) { return brightness(row, column); });
    return static_cast<float>(static_cast<double>(sum) / (255.0 * 256.0 * filter.scale));
  }

  float feature(int y, int x, std::size_t channel) const {
    if (channel >= colours) return filtered(y, x, featureFilters[channel - colours]);
    return static_cast<float>(colour(y, x, static_cast<int>(channel)) / 255.0);
  }

 private:
  static Tensor decode() {
    const std::shared_ptr<Buffer> copy = Buffer::allocate(embedded::catPhoto.size());
    std::memcpy(copy->data(), embedded::catPhoto.data(), embedded::catPhoto.size());
    return decodeNpy(copy, "sample 'photo'");
  }

  Tensor pixels_;
  int height_ = 0;
  int width_ = 0;
};

}  // namespace

Tensor photoFeatures() {
  const Photo photo;
  const int tiles = photo.rowsOfTiles() * photo.columnsOfTiles();
  Tensor tensor = Tensor::allocate(DType::float32, {tiles, featureChannels, tileSize, tileSize});
  auto out = tensor.edit<float>().begin();
  for (int tile = 0; tile < tiles; ++tile) {
    const int top = tile / photo.columnsOfTiles() * tileSize;
    const int left = tile % photo.columnsOfTiles() * tileSize;
    for (std::size_t channel = 0; channel < featureChannels; ++channel) {
      for (int y = 0; y < tileSize; ++y) {
        for (int x = 0; x < tileSize; ++x) *out++ = photo.feature(top + y, left + x, channel);
      }
    }
  }
  return tensor;
}

}  // namespace normscope
