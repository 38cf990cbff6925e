#include "core/view/maps/map_table.h"

#include <algorithm>
#include <cmath>

namespace normscope {
namespace {

MapAxis::Step stepOf(const Shape& shape, int axis) {
  return {shape.extent(axis), shape.strides()[static_cast<std::size_t>(axis)]};
}

MapAxis directionOf(const Shape& shape, AxisRole role, const std::vector<int>& spatial) {
  const auto tile = shape.layout().find(role);
  std::vector<MapAxis::Step> folded;
  for (const int axis : spatial) folded.push_back(stepOf(shape, axis));
  return {tile ? stepOf(shape, *tile) : MapAxis::Step(), std::move(folded)};
}

}  // namespace

MapAxis::MapAxis(const Step& tile, std::vector<Step> folded) : tile_(tile), folded_(std::move(folded)) {
  for (const Step& step : folded_) positions_ *= step.extent;
}

std::int64_t MapAxis::offsetOf(std::int64_t tile, std::int64_t position) const {
  std::int64_t offset = tile * tile_.stride;
  if (folded_.size() == 1) return offset + position * folded_.front().stride;
  for (std::size_t i = folded_.size(); i-- > 0;) {
    offset += position % folded_[i].extent * folded_[i].stride;
    position /= folded_[i].extent;
  }
  return offset;
}

std::int64_t MapAxis::partOf(std::int64_t offset) const {
  std::int64_t part = tile_.stride == 0 ? 0 : offset / tile_.stride % tile_.extent * tile_.stride;
  for (const Step& step : folded_) part += offset / step.stride % step.extent * step.stride;
  return part;
}

double MapAxis::gap() const {
  return positions() == 1 ? 0.15 : std::max(0.5, 0.07 * static_cast<double>(positions()));
}

double MapAxis::length() const {
  return tiles() == 0 ? 0 : static_cast<double>(tiles()) * pitch() - gap();
}

MapAxis::Place MapAxis::at(double place) const {
  const std::int64_t tile = tileNear(place);
  const auto position = static_cast<std::int64_t>(std::floor(place - startOf(tile)));
  if (place < 0 || tile >= tiles() || position >= positions() || position < 0) return {-1, 0};
  return {tile, position};
}

double MapAxis::placeOf(std::int64_t offset) const {
  const std::int64_t tile = tile_.stride == 0 ? 0 : offset / tile_.stride % tile_.extent;
  std::int64_t position = 0;
  for (const Step& step : folded_) position = position * step.extent + offset / step.stride % step.extent;
  return startOf(tile) + static_cast<double>(position);
}

std::int64_t MapAxis::tileNear(double place) const {
  return static_cast<std::int64_t>(std::floor(place / pitch()));
}

MapTable::MapTable(const Shape& shape) {
  std::vector<int> down;
  for (int i = 0; i < shape.rank(); ++i) {
    if (shape.axis(i).role() == AxisRole::spatial) down.push_back(i);
  }
  std::vector<int> across;
  if (!down.empty()) {
    across.push_back(down.back());
    down.pop_back();
  }
  rows = directionOf(shape, AxisRole::batch, down);
  columns = directionOf(shape, AxisRole::channel, across);
}

}  // namespace normscope
