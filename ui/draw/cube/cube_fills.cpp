#include "ui/draw/cube/cube_fills.h"

#include <algorithm>
#include <cmath>

namespace normscope {
namespace {

QColor shadeOf(const FaceColors& colors, CubeOrientation orientation) {
  if (orientation == CubeOrientation::top) return colors.top;
  return orientation == CubeOrientation::left ? colors.left : colors.right;
}

CubeFill litFill(const CubeFace& face, const Theme& theme) {
  CubeFill fill;
  fill.color = shadeOf(theme.plain, face.orientation);
  fill.selected = face.fraction > 0;
  if (!fill.selected) return fill;
  fill.group = 0;
  if (face.fraction < 1) {
    fill.hatch = shadeOf(theme.lit, face.orientation);
    fill.share = face.fraction;
  } else {
    fill.color = shadeOf(theme.lit, face.orientation);
  }
  return fill;
}

bool areAlike(const QColor& a, const QColor& b) {
  constexpr int visible = 7;  // of 255
  return std::max({std::abs(a.red() - b.red()), std::abs(a.green() - b.green()),
                   std::abs(a.blue() - b.blue())}) < visible;
}

/// The set of the first or the last element of a cell.
std::int64_t setAtEnd(const ReductionPlan& plan, const CubeGeometry& geometry, const CubeCell& cell,
                      bool last) {
  std::array<std::int64_t, 3> positions{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    positions[axis] = last ? cell.ranges[axis].end - 1 : cell.ranges[axis].begin;
  }
  return plan.setOf(geometry.frame.offsetOf(positions));
}

CubeFill setFill(const ReductionPlan& plan, const CubeGeometry& geometry, const CubeFace& face,
                 const Theme& theme) {
  const CubeCell cell = geometry.cell(face.cell);
  const auto colorOf = [&](std::int64_t set) {
    return shadeOf(shaded(theme.setColor(set, plan.setCount())), face.orientation);
  };
  CubeFill fill;
  fill.group = setOfCell(plan, geometry, cell);
  fill.selected = face.fraction > 0;
  if (fill.group >= 0) {
    fill.color = colorOf(fill.group);
    return fill;
  }
  // Several sets: striped from the first one's colour to the last one's, plainly no single set. Cells of the
  // same sets have a border where others begin.
  const std::int64_t first = setAtEnd(plan, geometry, cell, false);
  const std::int64_t last = setAtEnd(plan, geometry, cell, true);
  constexpr std::int64_t spread = 1 << 20;
  fill.group = plan.setCount() + first % spread * spread + last % spread;
  fill.color = colorOf(first);
  fill.hatch = colorOf(last);
  // Stripes that nobody could see take most of the time of a picture.
  fill.share = areAlike(fill.color, fill.hatch) ? 0 : 0.5;
  return fill;
}

std::optional<double> valueOf(const CubeContent& content, const CubeGeometry& geometry,
                              const CubeFace& face) {
  return content.value ? content.value(geometry, geometry.cell(face.cell)) : std::nullopt;
}

std::vector<CubeFill> valueFills(const CubeGeometry& geometry, const CubeContent& content,
                                 const Theme& theme) {
  const double limit = valueLimit(geometry, content);
  std::vector<CubeFill> fills;
  for (const CubeFace& face : geometry.faces) {
    const std::optional<double> value = valueOf(content, geometry, face);
    CubeFill fill;
    fill.selected = face.fraction > 0;
    if (!value) {
      fill.color = shadeOf(theme.plain, face.orientation);
    } else if (std::isfinite(*value)) {
      const FaceColors shades = shaded(theme.diverging(limit > 0 ? *value / limit : 0));
      // The upper face shows the map's own colour, or pale values could not be told apart.
      fill.color = face.orientation == CubeOrientation::right ? shades.left.darker(110) : shades.left;
    } else {
      fill.color = theme.background;
      fill.hatch = theme.notANumber;
      fill.share = 0.5;
    }
    fills.push_back(fill);
  }
  return fills;
}

}  // namespace

double valueLimit(const CubeGeometry& geometry, const CubeContent& content) {
  if (content.limit > 0) return content.limit;
  double limit = 0;
  for (const CubeFace& face : geometry.faces) {
    const std::optional<double> value = valueOf(content, geometry, face);
    if (value && std::isfinite(*value)) limit = std::max(limit, std::abs(*value));
  }
  return limit;
}

std::int64_t setOfCell(const ReductionPlan& plan, const CubeGeometry& geometry, const CubeCell& cell) {
  std::array<std::int64_t, 3> positions{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    positions[axis] = cell.ranges[axis].begin;
    if (geometry.frame[axis].fraction(cell.ranges[axis], positions[axis]) < 1) return -1;
  }
  return plan.setOf(geometry.frame.offsetOf(positions));
}

std::vector<CubeFill> cubeFills(const ReductionPlan& plan, const CubeGeometry& geometry,
                                const CubeContent& content, const Theme& theme) {
  if (content.show == CubeShow::values) return valueFills(geometry, content, theme);
  std::vector<CubeFill> fills;
  fills.reserve(geometry.faces.size());
  for (const CubeFace& face : geometry.faces) {
    fills.push_back(content.show == CubeShow::set ? litFill(face, theme)
                                                  : setFill(plan, geometry, face, theme));
  }
  return fills;
}

}  // namespace normscope
