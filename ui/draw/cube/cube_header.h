#pragma once

#include <QPainter>
#include <QRectF>
#include <QString>

#include "core/view/cube/cube_content.h"
#include "ui/base/theme.h"
#include "ui/draw/cube/cube_row.h"

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
  bool note;     ///< what a cell stands for is said here
};

/// "means of cells of 8 elements"; empty where a cell is one element, and its colour that element's value.
QString meanNote(const CubeRow& row);

/// The room that the words leave for the cube; with `parameters`, what shares them is said too,
/// and `footed` panes, where they are compact, have a line of their own below the cube.
QRectF roomForCube(const QRectF& view, bool compact, bool parameters, bool footed);

/// What a cell stands for: "1 cell = 8 positions".
QString cellsNote(const ReductionPlan& plan, const CubeRow& row);

/// Title, what the norm does, and the legend above the cube; below it what one cell stands for.
void paintCaption(QPainter& painter, const QRectF& view, const CubeCaption& caption);

}  // namespace normscope
