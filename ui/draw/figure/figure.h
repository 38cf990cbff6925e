#pragma once

#include <QRectF>
#include <QSizeF>
#include <string>
#include <vector>

#include "core/norm/norm_spec.h"
#include "core/tensor/shape.h"
#include "core/view/cube/cube_camera.h"
#include "core/view/cube/cube_content.h"
#include "core/view/cube/cube_view_options.h"
#include "ui/base/theme.h"
#include "ui/draw/export/picture_file.h"

class QPainter;

namespace normscope {

/// A figure for a paper: one cube per norm, side by side, each with a title and a caption.
struct FigureOptions {
  Shape shape;
  std::vector<NormSpec> norms;
  Extents select;  ///< the element whose set is lit; empty: all zeros
  CubeContent show;
  std::vector<CubeContent> shows;  ///< instead, one for each norm, where their values differ
  Theme theme = Theme::light();
  CubeCamera camera;
  CubeViewOptions view;
  double widthMm = 0;        ///< of the whole figure; 0: 80 for one cube, 180 for several
  bool transparent = false;  ///< no ground behind it
  bool captions = true;  ///< titles and captions; without them cubes with the names of their axes and, for
                         ///< values, the bar of colours
};

/// Hundredths of a millimetre, the unit of paintFigure(): fine enough for fonts, whose sizes are whole.
inline constexpr double figureUnitsPerMm = 100;

/// Width and height of the figure in millimetres. Throws Error (nonsense) for what plan() and
/// Shape::offsetOf() refuse, and without a norm.
QSizeF figureSizeMm(const FigureOptions& options);

/// Draws the figure into a rectangle of figureSizeMm() proportions.
void paintFigure(QPainter& painter, const QRectF& rect, const FigureOptions& options);

/// The figure as something to store. Throws as figureSizeMm(), and Error (nonsense) for a width outside 20 to
/// 2000 mm.
Picture figurePicture(const FigureOptions& options);

/// Writes .svg, .pdf, .tikz or .png (300 dots per inch), by the extension of `path`; the same options give
/// the same SVG and PNG bytes. The file appears complete or not at all. `storage.transparent` counts for
/// nothing, that of the figure does. Throws Error (nonsense) for another extension and as figurePicture(),
/// Error (failed) where the file cannot be written.
void writeFigure(const FigureOptions& options, const std::string& path, PictureOptions storage = {});

}  // namespace normscope
