#pragma once

#include <cstdint>
#include <vector>

#include "core/tensor/shape.h"

namespace normscope {

/// One direction of the table of feature maps: tiles (samples down, channels across), each with the same
/// positions. Offsets in memory along the two directions add up.
class MapAxis {
 public:
  MapAxis() = default;

  /// An axis of the tensor, or one of several that are folded.
  struct Step {
    std::int64_t extent = 1;
    std::int64_t stride = 0;

    bool operator==(const Step&) const = default;
  };
  MapAxis(const Step& tile, std::vector<Step> folded);

  std::int64_t tiles() const { return tile_.extent; }
  std::int64_t positions() const { return positions_; }  ///< in one tile
  std::int64_t offsetOf(std::int64_t tile, std::int64_t position) const;

  /// The part of an element's offset that this direction makes up.
  std::int64_t partOf(std::int64_t offset) const;

  double gap() const;     ///< between tiles, in positions
  double length() const;  ///< of the whole direction, in positions

  /// Where a tile begins, in positions.
  double startOf(std::int64_t tile) const { return static_cast<double>(tile) * pitch(); }

  /// What lies at a place given in positions.
  struct Place {
    std::int64_t tile;  ///< -1: nothing, outside or in a gap
    std::int64_t position;
  };
  Place at(double place) const;

  /// Where an element lies, in positions.
  double placeOf(std::int64_t offset) const;

  /// The tile at a place, or the one before a gap.
  std::int64_t tileNear(double place) const;

  bool operator==(const MapAxis&) const = default;

 private:
  double pitch() const { return static_cast<double>(positions()) + gap(); }

  Step tile_;
  std::vector<Step> folded_;
  std::int64_t positions_ = 1;
};

/// A tensor as a table of pictures: a row of the table per sample, a column per channel, in each field the
/// H × W picture; further spatial axes are folded into its height, and a sequence is a picture of one row.
class MapTable {
 public:
  MapTable() = default;
  explicit MapTable(const Shape& shape);

  /// Where an element lies in the table: x across, y down, in positions.
  struct Point {
    double x;
    double y;
  };
  Point placeOf(std::int64_t offset) const { return {columns.placeOf(offset), rows.placeOf(offset)}; }

  /// Width and height of the table, in positions.
  Point size() const { return {columns.length(), rows.length()}; }

  /// Whether both read a tensor in the same way; one of another layout does not.
  bool operator==(const MapTable&) const = default;

  MapAxis rows;
  MapAxis columns;
};

}  // namespace normscope
