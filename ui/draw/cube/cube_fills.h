#pragma once

#include <QColor>
#include <cstdint>
#include <vector>

#include "core/view/cube/cube_content.h"
#include "ui/base/theme.h"

namespace normscope {

/// How one face is filled.
struct CubeFill {
  QColor color;
  QColor hatch;             ///< stripes over `share` of the face; none where share is 0
  double share = 0;         ///< in (0, 1)
  std::int64_t group = -1;  ///< faces of one group have a common contour
  bool selected = false;    ///< belongs, at least in part, to the set of the selected element
};

/// The magnitude that has the full colour: content.limit, or the largest finite one among the faces.
double valueLimit(const CubeGeometry& geometry, const CubeContent& content);

/// One fill per face of the geometry.
std::vector<CubeFill> cubeFills(const ReductionPlan& plan, const CubeGeometry& geometry,
                                const CubeContent& content, const Theme& theme);

}  // namespace normscope
