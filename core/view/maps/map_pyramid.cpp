#include "core/view/maps/map_pyramid.h"

#include <algorithm>

namespace normscope {
namespace {

constexpr std::int64_t mostPictured = std::int64_t{1} << 26;

std::int64_t blocks(std::int64_t positions, int exponent) {
  return (positions + (std::int64_t{1} << exponent) - 1) >> exponent;
}

MapPyramid::Level emptyLevel(const MapTable& table, int exponent) {
  MapPyramid::Level level{
      exponent, blocks(table.rows.positions(), exponent), blocks(table.columns.positions(), exponent), {}};
  level.values.resize(
      static_cast<std::size_t>(table.rows.tiles() * table.columns.tiles() * level.rows * level.columns));
  return level;
}

/// The mean of a block of one map of the tensor.
template <typename Stored>
double blockMean(std::span<const Stored> values, const MapTable& table, std::int64_t n, std::int64_t c,
                 std::int64_t row, std::int64_t column, int exponent) {
  const std::int64_t lastRow = std::min((row + 1) << exponent, table.rows.positions());
  const std::int64_t lastColumn = std::min((column + 1) << exponent, table.columns.positions());
  double sum = 0;
  for (std::int64_t h = row << exponent; h < lastRow; ++h) {
    const std::int64_t start = table.rows.offsetOf(n, h);
    for (std::int64_t w = column << exponent; w < lastColumn; ++w) {
      sum += static_cast<double>(values[static_cast<std::size_t>(start + table.columns.offsetOf(c, w))]);
    }
  }
  const std::int64_t count = (lastRow - (row << exponent)) * (lastColumn - (column << exponent));
  return sum / static_cast<double>(count);
}

MapPyramid::Level firstLevel(const Tensor& tensor, const MapTable& table, int exponent,
                             const Progress& progress) {
  MapPyramid::Level level = emptyLevel(table, exponent);
  visitDType(tensor.dtype(), [&](auto tag) {
    using Stored = typename decltype(tag)::type;
    const auto values = tensor.values<Stored>();
    std::size_t at = 0;
    for (std::int64_t n = 0; n < table.rows.tiles(); ++n) {
      for (std::int64_t c = 0; c < table.columns.tiles(); ++c) {
        if (c % 64 == 0) {
          progress.step(static_cast<double>(at) / static_cast<double>(level.values.size()));
        }
        for (std::int64_t row = 0; row < level.rows; ++row) {
          for (std::int64_t column = 0; column < level.columns; ++column) {
            level.values[at++] =
                static_cast<float>(blockMean<Stored>(values, table, n, c, row, column, exponent));
          }
        }
      }
    }
  });
  return level;
}

/// How many positions a block of a level covers along a direction that has `positions`.
double covered(std::int64_t block, int exponent, std::int64_t positions) {
  const std::int64_t first = block << exponent;
  return static_cast<double>(std::min((block + 1) << exponent, positions) - first);
}

/// The mean of the up to four blocks below, each with the weight of what it covers.
float meanBelow(const MapPyramid::Level& fine, const float* map, const MapTable& table, std::int64_t row,
                std::int64_t column) {
  double sum = 0;
  double weight = 0;
  for (std::int64_t r = 2 * row; r < std::min(2 * row + 2, fine.rows); ++r) {
    for (std::int64_t c = 2 * column; c < std::min(2 * column + 2, fine.columns); ++c) {
      const double here = covered(r, fine.exponent, table.rows.positions()) *
                          covered(c, fine.exponent, table.columns.positions());
      sum += here * static_cast<double>(map[r * fine.columns + c]);
      weight += here;
    }
  }
  return static_cast<float>(sum / weight);
}

MapPyramid::Level coarser(const MapPyramid::Level& fine, const MapTable& table) {
  MapPyramid::Level level = emptyLevel(table, fine.exponent + 1);
  const std::int64_t maps = table.rows.tiles() * table.columns.tiles();
  std::size_t at = 0;
  for (std::int64_t map = 0; map < maps; ++map) {
    const float* below = fine.values.data() + map * fine.rows * fine.columns;
    for (std::int64_t row = 0; row < level.rows; ++row) {
      for (std::int64_t column = 0; column < level.columns; ++column) {
        level.values[at++] = meanBelow(fine, below, table, row, column);
      }
    }
  }
  return level;
}

}  // namespace

std::shared_ptr<const MapPyramid> MapPyramid::build(const Tensor& tensor, const MapTable& table,
                                                    const Progress& progress) {
  auto pyramid = std::make_shared<MapPyramid>();
  pyramid->table_ = table;
  const std::int64_t rows = table.rows.positions();
  const std::int64_t columns = table.columns.positions();
  const std::int64_t maps = table.rows.tiles() * table.columns.tiles();
  if (tensor.elementCount() == 0 || (rows == 1 && columns == 1)) return pyramid;
  int exponent = 1;
  while (maps * blocks(rows, exponent) * blocks(columns, exponent) > mostPictured &&
         (blocks(rows, exponent) > 1 || blocks(columns, exponent) > 1)) {
    ++exponent;
  }
  pyramid->levels_.push_back(firstLevel(tensor, table, exponent, progress));
  while (pyramid->levels_.back().rows > 1 || pyramid->levels_.back().columns > 1) {
    progress.step(1);
    pyramid->levels_.push_back(coarser(pyramid->levels_.back(), table));
  }
  tensor.requireIntact();
  return pyramid;
}

const MapPyramid::Level* MapPyramid::levelFor(int exponent) const {
  if (exponent <= 0 || levels_.empty()) return nullptr;
  for (const Level& level : levels_) {
    if (level.exponent >= exponent) return &level;
  }
  return &levels_.back();
}

}  // namespace normscope
