#pragma once

#include <QPainter>
#include <QRectF>

#include "core/view/cube/cube_content.h"
#include "ui/base/theme.h"

namespace normscope {

/// Sizes in the painter's units.
struct CubeStyle {
  double lineWidth = 1;
  double labelSize = 16;
  bool joinCells = false;     ///< cells of one colour are filled in one piece; else each is a polygon
  bool tagAxes = false;       ///< the labels say which axes are reduced and which are kept
  double leastText = 10;      ///< no word is smaller
  bool markSelected = false;  ///< the cell that holds the selected element is ringed
  bool fixedScale =
      false;  ///< one scale for all angles, for a view that is turned; else the box fills the rect
  /// What is written for the tags: the text itself, as in files, or fromCore() in the window.
  QString (*words)(const std::string&) = &QString::fromStdString;
};

/// Where a geometry lies in a rectangle: point = center + scale * geometry's point.
struct CubePlacement {
  QPointF center;
  double scale = 1;

  QPointF map(const CubePoint& point) const { return center + QPointF(point.x, point.y) * scale; }
  CubePoint unmap(const QPointF& point) const {
    return {(point.x() - center.x()) / scale, (point.y() - center.y()) / scale};
  }
};

/// The largest cube with its labels that fits the rectangle, times `zoom`.
CubePlacement placeCube(const CubeGeometry& geometry, const QRectF& rect, const CubeStyle& style,
                        double zoom = 1);

/// Draws the cube as plain polygons and lines, the same on the screen, in images and in vector files.
void paintCube(QPainter& painter, const CubePlacement& placement, const ReductionPlan& plan,
               const CubeGeometry& geometry, const CubeContent& content, const Theme& theme,
               const CubeStyle& style);

}  // namespace normscope
