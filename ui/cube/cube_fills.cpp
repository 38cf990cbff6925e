#include "ui/cube/cube_fills.h"

#include <algorithm>
#include <cmath>

namespace normscope {
namespace {

const QColor& shadeOf(const FaceColors& colors, CubeOrientation orientation) {
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

CubeFill setFill(const ReductionPlan& plan, const std::array<CubeEdgeAxis, 3>& axes,
                 const CubeGeometry& geometry, const CubeFace& face, const Theme& theme) {
  CubeFill fill;
  fill.group = setOfCell(plan, axes, geometry.cell(face.cell));
  fill.selected = face.fraction > 0;
  const bool several = fill.group < 0;
  const QColor base = several ? theme.mixed : theme.setColor(fill.group, plan.setCount());
  fill.color = shadeOf(several ? theme.plain : shaded(base), face.orientation);
  if (several) {
    fill.hatch = theme.mixed;
    fill.share = 0.5;
  }
  return fill;
}

double valueOf(const CubeContent& content, const CubeGeometry& geometry, const CubeFace& face) {
  return content.value ? content.value(geometry.cell(face.cell)) : 0;
}

std::vector<CubeFill> valueFills(const CubeGeometry& geometry, const CubeContent& content,
                                 const Theme& theme) {
  const double limit = valueLimit(geometry, content);
  std::vector<CubeFill> fills;
  for (const CubeFace& face : geometry.faces) {
    const double value = valueOf(content, geometry, face);
    CubeFill fill;
    fill.selected = face.fraction > 0;
    if (std::isfinite(value)) {
      const FaceColors shades = shaded(theme.diverging(limit > 0 ? value / limit : 0));
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
    const double value = valueOf(content, geometry, face);
    if (std::isfinite(value)) limit = std::max(limit, std::abs(value));
  }
  return limit;
}

std::int64_t setOfCell(const ReductionPlan& plan, const std::array<CubeEdgeAxis, 3>& axes,
                       const CubeCell& cell) {
  std::int64_t offset = 0;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (axes[axis].fraction(cell.ranges[axis], cell.ranges[axis].begin) < 1) return -1;
    offset += axes[axis].offsetOf(cell.ranges[axis].begin);
  }
  return plan.setOf(offset);
}

std::vector<CubeFill> cubeFills(const ReductionPlan& plan, const CubeGeometry& geometry,
                                const CubeContent& content, const Theme& theme) {
  if (content.show == CubeShow::values) return valueFills(geometry, content, theme);
  const auto axes = cubeAxes(plan);
  std::vector<CubeFill> fills;
  fills.reserve(geometry.faces.size());
  for (const CubeFace& face : geometry.faces) {
    fills.push_back(content.show == CubeShow::set ? litFill(face, theme)
                                                  : setFill(plan, axes, geometry, face, theme));
  }
  return fills;
}

}  // namespace normscope
