#include "ui/draw/maps/map_painter.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace normscope {
namespace {

constexpr int steps = 255;          // of the colour map; odd, so that zero has a step of its own
constexpr double paleness = 0.62;   // of what is not in the set
constexpr double leastOutline = 3;  // pixels
constexpr int mostOutlines = 4000;

/// Colours by value, for what is in the set and what is not; the last is for values that are not finite.
struct Palette {
  std::array<std::array<QRgb, steps + 1>, 2> colors{};

  explicit Palette(const Theme& theme) {
    for (int i = 0; i <= steps; ++i) {
      const QColor color = i == steps ? theme.notANumber : theme.diverging(2.0 * i / (steps - 1) - 1);
      colors[1][static_cast<std::size_t>(i)] = color.rgb();
      colors[0][static_cast<std::size_t>(i)] =
          i == steps ? color.rgb() : mixed(color, theme.background, paleness).rgb();
    }
  }

  static std::size_t indexOf(double value, double factor) {
    if (!std::isfinite(value)) return steps;
    const double at = (value * factor + 1) * 0.5 * (steps - 1) + 0.5;
    return static_cast<std::size_t>(std::clamp(at, 0.0, static_cast<double>(steps - 1)));
  }
};

/// One pixel row or column of the view.
struct Line {
  std::int64_t offset = -1;  ///< in the values that are read; -1: nothing is there
  std::int64_t set = 0;      ///< what it adds to the number of the set
  bool member = false;       ///< as far as this direction can tell
  MapAxis::Place place{};
};

/// The pixel rows, or columns, of a view: `pixels` of them, `origin` and `scale` in pixels. Set numbers are
/// sums over the axes, and so over the two directions.
class Lines {
 public:
  Lines(const MapAxis& axis, const ReductionPlan& plan, std::int64_t selectedPart, double origin,
        double scale, int pixels)
      : lines_(static_cast<std::size_t>(pixels)) {
    const std::int64_t wanted = plan.setOf(selectedPart);
    for (int i = 0; i < pixels; ++i) {
      const MapAxis::Place place = axis.at((i + 0.5 - origin) / scale);
      if (place.tile < 0) continue;
      const std::int64_t offset = axis.offsetOf(place.tile, place.position);
      const std::int64_t set = plan.setOf(offset);
      lines_[static_cast<std::size_t>(i)] = {offset, set, set == wanted, place};
    }
  }

  /// Offsets into a level of the pyramid instead of the tensor.
  void readLevel(int exponent, std::int64_t tileStride, std::int64_t stride) {
    for (Line& line : lines_) {
      if (line.offset >= 0)
        line.offset = line.place.tile * tileStride + (line.place.position >> exponent) * stride;
    }
  }

  const std::vector<Line>& all() const { return lines_; }

 private:
  std::vector<Line> lines_;
};

template <typename ColorOf>
void fillImage(QImage& image, const Lines& rows, const Lines& columns, QRgb nothing, ColorOf&& colorOf) {
  for (int y = 0; y < image.height(); ++y) {
    auto* out = reinterpret_cast<QRgb*>(image.scanLine(y));
    const Line& row = rows.all()[static_cast<std::size_t>(y)];
    if (row.offset < 0) {
      std::fill(out, out + image.width(), nothing);
      continue;
    }
    for (const Line& column : columns.all()) *out++ = column.offset < 0 ? nothing : colorOf(row, column);
  }
}

/// Every set in its own colour; the lit one stands out.
void fillSets(QImage& image, const Lines& rows, const Lines& columns, const ReductionPlan& plan,
              const Theme& theme) {
  const std::int64_t count = plan.setCount();
  std::vector<QRgb> colors(static_cast<std::size_t>(std::min<std::int64_t>(count, 1 << 12)));
  for (std::size_t i = 0; i < colors.size(); ++i) {
    const auto set = static_cast<std::int64_t>(static_cast<double>(i) * static_cast<double>(count) /
                                               static_cast<double>(colors.size()));
    colors[i] = theme.setColor(set, count).rgb();
  }
  const double share =
      static_cast<double>(colors.size()) / static_cast<double>(std::max<std::int64_t>(count, 1));
  fillImage(image, rows, columns, theme.background.rgb(), [&](const Line& row, const Line& column) {
    return colors[static_cast<std::size_t>(static_cast<double>(row.set + column.set) * share)];
  });
}

template <typename Value>
void fillValues(QImage& image, const Lines& rows, const Lines& columns, const Value* values, double limit,
                const Theme& theme) {
  const Palette palette(theme);
  const double factor = limit > 0 ? 1 / limit : 0;
  fillImage(image, rows, columns, theme.background.rgb(), [&](const Line& row, const Line& column) {
    const auto value = static_cast<double>(values[row.offset + column.offset]);
    return palette.colors[row.member && column.member ? 1 : 0][Palette::indexOf(value, factor)];
  });
}

/// Neighbouring positions that belong to the set, in the view.
struct Run {
  double from;
  double to;
};

/// The runs of members along one direction of the view, joined over gaps: a set that goes on in the next tile
/// has one outline. Where positions are smaller than pixels, as far as pixels can tell.
std::vector<Run> runsOf(const MapAxis& axis, const ReductionPlan& plan, std::int64_t selectedPart,
                        double origin, double scale, double length) {
  std::vector<Run> runs;
  const std::int64_t wanted = plan.setOf(selectedPart);
  bool open = false;
  const double last = std::min(length, origin + axis.length() * scale);
  for (double at = std::max(0.0, origin); at < last && runs.size() <= mostOutlines;) {
    const double inTable = (at - origin) / scale;
    const MapAxis::Place place = axis.at(inTable + 1e-9);
    // To the end of the position, or at least one pixel on.
    const double end =
        place.tile < 0 ? 0 : axis.startOf(place.tile) + static_cast<double>(place.position) + 1;
    const double next =
        std::max(at + (place.tile < 0 ? std::min(1.0, scale / 4) : 1.0), origin + end * scale);
    if (place.tile >= 0) {
      const bool member = plan.setOf(axis.offsetOf(place.tile, place.position)) == wanted;
      if (member && open) runs.back().to = next;
      if (member && !open) runs.push_back({at, next});
      open = member;
    }
    at = next;
  }
  return runs;
}

bool isVisible(const Run& run) {
  return run.to - run.from >= leastOutline;
}

void ringElement(QPainter& painter, const MapPicture& picture, const MapPlacement& placement,
                 const Theme& theme) {
  const auto at = picture.table.placeOf(picture.selected);
  const QRectF box(placement.origin + QPointF(at.x, at.y) * placement.scale,
                   QSizeF(placement.scale, placement.scale));
  const double reach = std::max(placement.scale / 2 + 1, 4.0);
  const QRectF ring(box.center() - QPointF(reach, reach), QSizeF(2 * reach, 2 * reach));
  painter.setPen(QPen(theme.background, 3.5));
  painter.drawRect(ring);
  painter.setPen(QPen(theme.text, 1.6));
  painter.drawRect(ring);
}

}  // namespace

namespace {

/// The step of the coarse ones that a view in device pixels reads; nothing where it reads the tensor.
const MapPyramid::Level* levelOf(const MapPicture& picture, double deviceScale) {
  const int exponent = deviceScale >= 1 ? 0 : static_cast<int>(std::lround(-std::log2(deviceScale)));
  const bool fits = picture.pyramid && picture.pyramid->table() == picture.table;
  return fits ? picture.pyramid->levelFor(exponent) : nullptr;
}

}  // namespace

std::int64_t blockSide(const MapPicture& picture, const MapPlacement& placement, double ratio) {
  const auto* level = levelOf(picture, placement.scale * ratio);
  return level ? std::int64_t{1} << level->exponent : 1;
}

QImage renderMaps(const MapPicture& picture, const MapPlacement& placement, const QSize& size, double ratio,
                  const Theme& theme) {
  QImage image(size * ratio, QImage::Format_RGB32);
  image.setDevicePixelRatio(ratio);
  const std::int64_t rowPart = picture.table.rows.partOf(picture.selected);
  const double scale = placement.scale * ratio;
  Lines rows(picture.table.rows, picture.plan, rowPart, placement.origin.y() * ratio, scale, image.height());
  Lines columns(picture.table.columns, picture.plan, picture.selected - rowPart, placement.origin.x() * ratio,
                scale, image.width());
  if (!picture.tensor) {
    fillSets(image, rows, columns, picture.plan, theme);
    return image;
  }
  const auto* level = levelOf(picture, scale);
  if (level) {
    const std::int64_t map = level->rows * level->columns;
    rows.readLevel(level->exponent, map * picture.table.columns.tiles(), level->columns);
    columns.readLevel(level->exponent, map, 1);
    fillValues(image, rows, columns, level->values.data(), picture.limit, theme);
    return image;
  }
  visitDType(picture.tensor->dtype(), [&](auto tag) {
    using Stored = typename decltype(tag)::type;
    fillValues(image, rows, columns, picture.tensor->template values<Stored>().data(), picture.limit, theme);
  });
  return image;
}

void outlineMaps(QPainter& painter, const MapPicture& picture, const MapPlacement& placement,
                 const QSizeF& size, const Theme& theme) {
  const std::int64_t rowPart = picture.table.rows.partOf(picture.selected);
  const auto rows =
      runsOf(picture.table.rows, picture.plan, rowPart, placement.origin.y(), placement.scale, size.height());
  const auto columns = runsOf(picture.table.columns, picture.plan, picture.selected - rowPart,
                              placement.origin.x(), placement.scale, size.width());
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(Qt::NoBrush);
  if (rows.size() * columns.size() <= mostOutlines) {
    painter.setPen(QPen(picture.tensor ? theme.accent : theme.text, 1.8));
    for (const Run& row : rows) {
      for (const Run& column : columns) {
        if (!isVisible(row) && !isVisible(column)) continue;
        painter.drawRect(QRectF(QPointF(column.from, row.from), QPointF(column.to, row.to)));
      }
    }
  }
  ringElement(painter, picture, placement, theme);
  painter.restore();
}

}  // namespace normscope
