#include "ui/draw/cube/cube_row.h"

#include <QFontMetricsF>
#include <algorithm>

#include "core/text/number.h"
#include "ui/base/fonts.h"
#include "ui/draw/cube/cube_fills.h"

namespace normscope {
namespace {

/// The index of the tensor's axis that is unfolded.
std::optional<int> unfoldedAxis(const Shape& shape, std::optional<char> letter) {
  if (!letter) return std::nullopt;
  const auto possible = unfoldableAxes(shape);
  if (std::find(possible.begin(), possible.end(), *letter) == possible.end()) return std::nullopt;
  return shape.layout().find(*letter);
}

/// The room for one cube of `count` in `columns` columns.
QSizeF roomIn(const QRectF& rect, int count, int columns) {
  const int lines = (count + columns - 1) / columns;
  return {rect.width() / columns, rect.height() / lines};
}

/// How high a title under a cube is.
double titleHeight(const CubeRow& row, const CubeStyle& style) {
  return row.titles.empty() ? 0 : 1.7 * std::max(style.labelSize, style.leastText);
}

double scaleIn(const CubeRow& row, const QSizeF& room, const CubeStyle& style) {
  const QRectF rect(0, 0, room.width() * 0.94, std::max(1.0, room.height() - titleHeight(row, style)));
  double scale = 1e9;
  for (const CubeGeometry& cube : row.cubes) scale = std::min(scale, placeCube(cube, rect, style).scale);
  return scale;
}

/// The number of columns that gives the largest cubes.
int bestColumns(const CubeRow& row, const QRectF& rect, const CubeStyle& style) {
  const auto count = static_cast<int>(row.cubes.size());
  int best = 1;
  double bestScale = 0;
  for (int columns = 1; columns <= count; ++columns) {
    const double scale = scaleIn(row, roomIn(rect, count, columns), style);
    if (scale <= bestScale * 1.0001) continue;
    bestScale = scale;
    best = columns;
  }
  return best;
}

void paintTitle(QPainter& painter, const QPointF& below, const std::string& title, const Theme& theme,
                const CubeStyle& style) {
  const QFont font = uiFont(std::max(style.labelSize * 0.8, style.leastText));
  const QString text = QString::fromStdString(title);
  painter.setFont(font);
  painter.setPen(theme.textQuiet);
  painter.drawText(below - QPointF(QFontMetricsF(font).horizontalAdvance(text) / 2, 0), text);
}

}  // namespace

CubeRowOptions rowOptionsOf(const CubeViewOptions& view, CubeShow show) {
  CubeRowOptions options;
  options.unfold = view.unfold;
  // What can't be opened, because the set takes up the whole edge, is cleared.
  options.cube.revealHidden = show == CubeShow::set && view.reveal != CubeReveal::closed;
  if (view.reveal == CubeReveal::opened) options.cube.openAlong = view.openAlong;
  // A value stands for a whole cell, and is not read anew for every element that is pointed at.
  options.cube.cutOutSelection = show != CubeShow::values;
  return options;
}

std::vector<char> unfoldableAxes(const Shape& shape) {
  std::vector<char> letters;
  for (int i = 0; i < shape.rank(); ++i) {
    if (shape.axis(i).role() == AxisRole::spatial) letters.push_back(shape.axis(i).letter);
  }
  return letters.size() < 2 ? std::vector<char>() : letters;
}

CubeRow cubeRow(const ReductionPlan& plan, std::int64_t selected, const CubeCamera& camera,
                const CubeRowOptions& options) {
  const auto axis = unfoldedAxis(plan.shape(), options.unfold);
  if (!axis || plan.shape().elementCount() == 0) {
    return {{cubeGeometry(plan, selected, camera, options.cube)}, {}, {}};
  }
  const std::int64_t extent = plan.shape().extent(*axis);
  const std::int64_t shown = std::min<std::int64_t>(extent, options.maxCubes);
  const std::int64_t at = plan.shape().indexOf(selected)[static_cast<std::size_t>(*axis)];
  const std::int64_t first = std::min(at / shown * shown, extent - shown);
  const std::string letter(1, *options.unfold);
  CubeRow row;
  for (std::int64_t position = first; position < first + shown; ++position) {
    CubeOptions cube = options.cube;
    cube.slice = CubeSlice{*axis, position};
    row.cubes.push_back(cubeGeometry(plan, selected, camera, cube));
    row.titles.push_back(letter + " = " + std::to_string(position));
  }
  if (shown < extent) {
    row.note = groupedDigits(shown) + " of " + groupedDigits(extent) + " positions of " + letter;
  }
  return row;
}

std::vector<CubePlacement> placeRow(const CubeRow& row, const QRectF& rect, const CubeStyle& style,
                                    double zoom) {
  if (row.empty()) return std::vector<CubePlacement>(row.cubes.size());
  const auto count = static_cast<int>(row.cubes.size());
  if (count == 1) return {placeCube(row.cubes.front(), rect, style, zoom)};
  const int columns = bestColumns(row, rect, style);
  const QSizeF room = roomIn(rect, count, columns);
  const double scale = scaleIn(row, room, style) * zoom;
  std::vector<CubePlacement> placements;
  for (int i = 0; i < count; ++i) {
    const int line = i / columns;
    const int inLine = std::min(columns, count - line * columns);
    const double indent = (columns - inLine) * room.width() / 2;
    const QRectF cell(rect.left() + indent + (i % columns) * room.width(), rect.top() + line * room.height(),
                      room.width(), room.height() - titleHeight(row, style));
    CubePlacement placed = placeCube(row.cubes[static_cast<std::size_t>(i)], cell, style);
    placed.scale = scale;
    placements.push_back(placed);
  }
  return placements;
}

void paintRow(QPainter& painter, const std::vector<CubePlacement>& placements, const ReductionPlan& plan,
              const CubeRow& row, const CubeContent& content, const Theme& theme, const CubeStyle& style) {
  CubeContent shared = content;
  if (content.show == CubeShow::values) shared.limit = valueLimit(row, content);
  for (std::size_t i = 0; i < row.cubes.size(); ++i) {
    paintCube(painter, placements[i], plan, row.cubes[i], shared, theme, style);
    if (row.titles.empty()) continue;
    const double bottom = row.cubes[i].halfSize.y * placements[i].scale + 1.9 * style.labelSize;
    paintTitle(painter, placements[i].center + QPointF(0, bottom), row.titles[i], theme, style);
  }
}

double valueLimit(const CubeRow& row, const CubeContent& content) {
  if (content.limit > 0) return content.limit;
  double limit = 0;
  for (const CubeGeometry& cube : row.cubes) limit = std::max(limit, valueLimit(cube, content));
  return limit;
}

}  // namespace normscope
