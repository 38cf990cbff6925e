#include "core/view/cube/cube_labels.h"

#include <cmath>

namespace normscope {
namespace {

/// Where a side of the box went when it opened.
CubePoint movedBy(const CubeGeometry& geometry, std::size_t across, double side) {
  if (!geometry.gap.open || static_cast<std::size_t>(geometry.gap.axis) != across) return {};
  const bool isNear = (geometry.nearEnds[across] == Near::low) == (side < 0);
  return (geometry.gap.before - geometry.gap.behind) * (isNear ? 0.5 : -0.5);
}

/// The middle of the edge of the box along `axis` that suits a label best; the middle of the box is the
/// origin.
CubePoint bestMiddle(const CubeGeometry& geometry, std::size_t axis) {
  const std::size_t b = axis == 0 ? 1 : 0;
  const std::size_t c = axis == 2 ? 1 : 2;
  CubePoint best;
  double bestScore = -1e9;
  for (const double sideB : {-0.5, 0.5}) {
    for (const double sideC : {-0.5, 0.5}) {
      const CubePoint edgeB = geometry.steps[b] * (sideB * static_cast<double>(geometry.cells[b].size()));
      const CubePoint edgeC = geometry.steps[c] * (sideC * static_cast<double>(geometry.cells[c].size()));
      const CubePoint middle = edgeB + edgeC + movedBy(geometry, b, sideB) + movedBy(geometry, c, sideC);
      // The small second terms decide between edges that are seen one behind the other.
      const double score = axis == spaceAxis ? middle.y * 0.01 - middle.x : middle.y - middle.x * 0.01;
      if (score <= bestScore) continue;
      bestScore = score;
      best = middle;
    }
  }
  return best;
}

CubePoint outwardFrom(const CubePoint& middle, const CubePoint& along) {
  const double length = std::hypot(along.x, along.y);
  CubePoint normal = {along.y / length, -along.x / length};
  if (normal.x * middle.x + normal.y * middle.y < 0) normal = normal * -1;
  return normal;
}

}  // namespace

std::vector<CubeLabel> cubeLabels(const CubeGeometry& geometry) {
  std::vector<CubeLabel> labels;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const CubePoint along = geometry.steps[axis] * static_cast<double>(geometry.cells[axis].size());
    if (geometry.frame[axis].letters().empty() || std::hypot(along.x, along.y) < 0.05) continue;
    const CubePoint middle = bestMiddle(geometry, axis);
    const CubeEdgeAxis& edge = geometry.frame[axis];
    labels.push_back(
        {static_cast<CubeAxis>(axis), edge.letters(), edge.tag(), middle, outwardFrom(middle, along)});
  }
  return labels;
}

}  // namespace normscope
