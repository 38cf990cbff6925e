#pragma once

#include <QImage>
#include <QPainter>
#include <memory>

#include "core/norm/reduction_plan.h"
#include "core/view/maps/map_pyramid.h"
#include "ui/base/theme.h"

namespace normscope {

/// Where the table of maps lies: place in the view = origin + scale * place in the table (in positions).
struct MapPlacement {
  QPointF origin;
  double scale = 1;  ///< pixels of the view per position

  bool operator==(const MapPlacement&) const = default;
};

/// What is drawn of one tensor.
struct MapPicture {
  const Tensor* tensor = nullptr;  ///< nothing: only sets are drawn, in their colours
  /// Nothing, or of another table: a pixel then shows one position of those it stands for.
  const MapPyramid* pyramid = nullptr;
  const MapTable& table;
  const ReductionPlan& plan;
  std::int64_t selected;  ///< what is not in its set is pale
  double limit;           ///< the value with the full colour
};

/// How many positions, along each direction of a map, the block has whose mean a pixel shows; 1 where it
/// shows a position itself.
std::int64_t blockSide(const MapPicture& picture, const MapPlacement& placement, double ratio);

/// The maps in a view of `size` points at a device pixel ratio: a diverging map for the values, centred at
/// zero; NaN and infinite values in a colour of their own. The cost depends on the pixels, not on the tensor.
QImage renderMaps(const MapPicture& picture, const MapPlacement& placement, const QSize& size, double ratio,
                  const Theme& theme);

/// Outlines what belongs to the selected set, where it is large enough to be seen, and rings the selected
/// element.
void outlineMaps(QPainter& painter, const MapPicture& picture, const MapPlacement& placement,
                 const QSizeF& size, const Theme& theme);

}  // namespace normscope
