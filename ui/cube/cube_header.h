#pragma once

#include <QPainter>
#include <QRectF>

#include "ui/cube/cube_content.h"
#include "ui/theme.h"

namespace normscope {

/// What the words around the cube are about.
struct CubeCaption {
  const ReductionPlan& plan;
  const CubeGeometry& geometry;
  const CubeContent& content;
  const Theme& theme;
  std::int64_t selection;
  bool pinned;
  bool stale;
};

/// The room that the words leave for the cube.
QRectF roomForCube(const QRectF& view);

/// Title, what the norm does, and the legend above the cube; below it what one cell stands for.
void paintCaption(QPainter& painter, const QRectF& view, const CubeCaption& caption);

}  // namespace normscope
