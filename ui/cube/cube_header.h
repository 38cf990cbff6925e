#pragma once

#include <QPainter>
#include <QRectF>

#include "ui/cube/cube_content.h"
#include "ui/cube/cube_row.h"
#include "ui/theme.h"

namespace normscope {

/// What the words around the cube are about.
struct CubeCaption {
  const ReductionPlan& plan;
  const CubeRow& row;
  const CubeContent& content;
  const Theme& theme;
  std::int64_t selection;
  bool pinned;
  bool stale;
  bool compact;  ///< one of several panes
  bool active;   ///< the one that the rest of the window is about
};

/// The room that the words leave for the cube.
QRectF roomForCube(const QRectF& view, bool compact);

/// Title, what the norm does, and the legend above the cube; below it what one cell stands for.
void paintCaption(QPainter& painter, const QRectF& view, const CubeCaption& caption);

}  // namespace normscope
