#pragma once

#include <QRectF>
#include <string>
#include <vector>

#include "core/view/cube/cube_view_options.h"
#include "ui/draw/cube/cube_painter.h"

namespace normscope {

struct CubeRowOptions {
  CubeOptions cube;
  std::optional<char> unfold;  ///< a spatial axis of the layout; each of its positions gets a cube of its own
  int maxCubes = 6;            ///< of an unfolded axis, the ones around the selection
};

/// What a view's options mean for the cubes of a row that shows `show`.
CubeRowOptions rowOptionsOf(const CubeViewOptions& view, CubeShow show);

/// The cubes of one plan: a single one, or a row where a spatial axis is unfolded.
struct CubeRow {
  std::vector<CubeGeometry> cubes;
  std::vector<std::string> titles;  ///< "T = 0" under each cube of an unfolded axis
  std::string note;                 ///< "6 of 16 positions of T"; empty where all are there

  bool empty() const { return cubes.empty() || cubes.front().empty(); }
};

/// The cubes of a plan with the set of the element at `selected` lit. An axis that the layout lacks, or that
/// is the only spatial one, is not unfolded.
CubeRow cubeRow(const ReductionPlan& plan, std::int64_t selected, const CubeCamera& camera,
                const CubeRowOptions& options = {});

/// The spatial axes that can be unfolded: those that do not leave the vertical edge empty.
std::vector<char> unfoldableAxes(const Shape& shape);

/// Places the cubes of a row as large as they fit, in one or more lines, all in one scale times `zoom`.
std::vector<CubePlacement> placeRow(const CubeRow& row, const QRectF& rect, const CubeStyle& style,
                                    double zoom = 1);

/// Draws all cubes of a row with their titles.
void paintRow(QPainter& painter, const std::vector<CubePlacement>& placements, const ReductionPlan& plan,
              const CubeRow& row, const CubeContent& content, const Theme& theme, const CubeStyle& style);

/// The magnitude that has the full colour in all cubes: content.limit, or the largest finite one.
double valueLimit(const CubeRow& row, const CubeContent& content);

}  // namespace normscope
