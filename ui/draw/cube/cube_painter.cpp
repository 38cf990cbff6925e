#include "ui/draw/cube/cube_painter.h"

#include <QFontMetricsF>
#include <QPolygonF>
#include <algorithm>
#include <cmath>
#include <map>

#include "core/view/cube/cube_edges.h"
#include "core/view/cube/cube_patches.h"
#include "ui/base/fonts.h"
#include "ui/draw/cube/cube_fills.h"

namespace normscope {
namespace {

constexpr double tagShare = 0.62;     // of the labels' size
constexpr double stripeShare = 0.22;  // of a cell, where all of it shares weight and bias
constexpr double leastMark = 4.5;     // half the side of the mark of the selected cell, in widths of a line
constexpr double frameInset = 4.5;    // of the frame around what shares weight and bias, in widths of a line

double tagSizeOf(const CubeStyle& style) {
  return std::max(tagShare * style.labelSize, style.leastText);
}

double labelSizeOf(const CubeStyle& style) {
  return std::max(style.labelSize, style.leastText);
}

/// Draws one cube; see paintCube().
class CubePainter {
 public:
  CubePainter(QPainter& painter, const CubePlacement& placement, const CubeGeometry& geometry,
              const Theme& theme, const CubeStyle& style)
      : painter_(painter), placement_(placement), geometry_(geometry), theme_(theme), style_(style) {}

  void paint(const std::vector<CubeFill>& fills, const CubeContent& content) {
    const CubeShow show = content.show;
    std::vector<std::int64_t> groups;
    for (const CubeFill& fill : fills) groups.push_back(fill.group);
    const std::vector<CubeEdge> edges = cubeEdges(geometry_, groups);
    std::size_t edge = 0;
    const auto& faces = geometry_.faces;
    for (std::size_t i = 0; i < faces.size();) {
      const int layer = faces[i].layer;
      const std::size_t first = i;
      while (i < faces.size() && faces[i].layer == layer) ++i;
      fillFaces(fills, first, i);
      const std::size_t firstEdge = edge;
      while (edge < edges.size() && edges[edge].layer == layer) ++edge;
      drawEdges(edges, firstEdge, edge, show);
    }
    if (show != CubeShow::set) outlineSelection(fills);
    if (content.parameters) markParameters(show == CubeShow::set);
    if (style_.markSelected) markSelected();
  }

  void label() {
    const QFont font = uiFont(labelSizeOf(style_), QFont::Normal, true);
    const double tagSize = tagSizeOf(style_);
    const QFont small = uiFont(tagSize, QFont::Medium);
    for (const CubeLabel& label : geometry_.labels) {
      const QString text = QString::fromStdString(label.text);
      const QString tag = style_.tagAxes ? style_.words(label.tag) : QString();
      const double width =
          std::max(QFontMetricsF(font).horizontalAdvance(text), QFontMetricsF(small).horizontalAdvance(tag));
      const double height = QFontMetricsF(font).capHeight() + (tag.isEmpty() ? 0 : 1.3 * tagSize);
      // From the edge by half the text's own reach in that direction, and a gap.
      const double reach = std::abs(label.outward.x) * width / 2 + std::abs(label.outward.y) * height / 2 +
                           0.5 * labelSizeOf(style_);
      const QPointF middle = placement_.map(label.anchor) + QPointF(label.outward.x, label.outward.y) * reach;
      const double baseline = middle.y() - height / 2 + QFontMetricsF(font).capHeight();
      write({middle.x(), baseline}, text, font, theme_.text);
      write({middle.x(), baseline + 1.3 * tagSize}, tag, small,
            label.tag == "kept" ? theme_.textQuiet : theme_.accent);
    }
  }

 private:
  void write(const QPointF& middle, const QString& text, const QFont& font, const QColor& color) {
    if (text.isEmpty()) return;
    painter_.setFont(font);
    painter_.setPen(color);
    painter_.drawText(middle - QPointF(QFontMetricsF(font).horizontalAdvance(text) / 2, 0), text);
  }

  void fill(const std::array<CubePoint, 4>& corners) {
    std::array<QPointF, 4> points;
    std::transform(corners.begin(), corners.end(), points.begin(),
                   [this](const CubePoint& corner) { return placement_.map(corner); });
    painter_.drawConvexPolygon(points.data(), static_cast<int>(points.size()));
  }

  /// Faces of one layer do not overlap, so those of one colour are drawn together: painters and vector files
  /// pay for every change of colour. Glass is all outline: a veil would dull what it stands before.
  void fillFaces(const std::vector<CubeFill>& fills, std::size_t first, std::size_t last) {
    std::map<QRgb, std::vector<std::size_t>> byColor;
    for (std::size_t i = first; i < last; ++i) {
      if (!geometry_.faces[i].glass) byColor[fills[i].color.rgba()].push_back(i);
    }
    painter_.setPen(Qt::NoPen);
    for (const auto& [color, indices] : byColor) {
      painter_.setBrush(QColor::fromRgba(color));
      if (style_.joinCells) {
        for (const CubePatch& patch : cubePatches(geometry_, indices)) fill(patch.corners);
      } else {
        for (const std::size_t i : indices) fill(geometry_.faces[i].corners);
      }
    }
    // Stripes of the same colour and share go on from face to face.
    std::map<std::pair<QRgb, double>, std::vector<std::size_t>> byStripes;
    for (std::size_t i = first; i < last; ++i) {
      if (fills[i].share > 0 && !geometry_.faces[i].glass)
        byStripes[{fills[i].hatch.rgba(), fills[i].share}].push_back(i);
    }
    for (const auto& [stripes, indices] : byStripes) {
      hatch(indices, QColor::fromRgba(stripes.first), stripes.second);
    }
  }

  /// Faces of one layer in one plane's pieces, or one by one.
  std::vector<CubePatch> piecesOf(const std::vector<std::size_t>& faces) const {
    if (style_.joinCells) return cubePatches(geometry_, faces);
    std::vector<CubePatch> pieces;
    for (const std::size_t i : faces) pieces.push_back({geometry_.faces[i].corners, {1, 1}});
    return pieces;
  }

  /// Diagonal stripes that cover exactly `share` of the faces: with a whole number of periods along each
  /// side, what the stripes lose in one corner they gain in the other.
  void hatch(const std::vector<std::size_t>& faces, const QColor& color, double share) {
    const int periods = fineness() < 0.9 ? 1 : 2;
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(color);
    for (const CubePatch& patch : piecesOf(faces)) {
      for (int i = 0; i < periods * (patch.sides[0] + patch.sides[1]); ++i) {
        painter_.drawConvexPolygon(
            band(patch, (i + (1 - share) / 2) / periods, (i + (1 + share) / 2) / periods));
      }
    }
  }

  /// The part of a patch where from ≤ u + v ≤ to, u and v running from 0 along its sides, 1 in each face.
  QPolygonF band(const CubePatch& patch, double from, double to) const {
    const auto [us, vs] = patch.sides;
    const CubePoint alongU = (patch.corners[1] - patch.corners[0]) * (1.0 / us);
    const CubePoint alongV = (patch.corners[3] - patch.corners[0]) * (1.0 / vs);
    QPolygonF points;
    const auto add = [&](double u, double v) {
      points << placement_.map(patch.corners[0] + alongU * u + alongV * v);
    };
    // Down the side of the lower bound, round a corner that lies between, and up that of the upper one.
    add(std::max(0.0, from - vs), std::min<double>(vs, from));
    add(std::min<double>(us, from), std::max(0.0, from - us));
    if (from < us && to > us) add(us, 0);
    add(std::min<double>(us, to), std::max(0.0, to - us));
    add(std::max(0.0, to - vs), std::min<double>(vs, to));
    if (from < vs && to > vs) add(0, vs);
    return points;
  }

  void drawEdges(const std::vector<CubeEdge>& edges, std::size_t first, std::size_t last, CubeShow show) {
    for (const CubeEdgeKind kind : {CubeEdgeKind::quiet, CubeEdgeKind::inner, CubeEdgeKind::glass,
                                    CubeEdgeKind::glassBorder, CubeEdgeKind::contour}) {
      QVector<QLineF> lines;
      for (std::size_t i = first; i < last; ++i) {
        if (edges[i].kind == kind)
          lines << QLineF(placement_.map(edges[i].from), placement_.map(edges[i].to));
      }
      if (lines.isEmpty()) continue;
      painter_.setPen(penOf(kind, show));
      painter_.drawLines(lines);
    }
  }

  QPen penOf(CubeEdgeKind kind, CubeShow show) const {
    QColor color = theme_.edge;
    double width = style_.lineWidth * fineness();
    if (show == CubeShow::set && kind == CubeEdgeKind::inner) color = theme_.litEdge;
    if (show == CubeShow::set && kind == CubeEdgeKind::contour) {
      color = theme_.contour;
      width = style_.lineWidth * 1.5;
    }
    if (show == CubeShow::sets) color = theme_.background;
    // Neighbouring sets have neighbouring colours: where one ends is said by a gap between them.
    if (show == CubeShow::sets && kind == CubeEdgeKind::inner) color.setAlphaF(0.25F);
    if (show == CubeShow::sets && kind == CubeEdgeKind::contour) width *= 2.4;
    if (kind == CubeEdgeKind::glass) color.setAlphaF(0.24F);
    if (kind == CubeEdgeKind::glassBorder) color.setAlphaF(0.85F);
    // Only thick lines need round ends to meet well; they cost much to draw.
    const auto cap = width > style_.lineWidth && show != CubeShow::sets ? Qt::RoundCap : Qt::FlatCap;
    return {color, width, Qt::SolidLine, cap, Qt::RoundJoin};
  }

  /// Lines get thinner where cells are small, or the lines would outweigh the faces.
  double fineness() const {
    double cell = 1e9;
    for (const CubePoint& step : geometry_.steps) {
      const double length = std::hypot(step.x, step.y) * placement_.scale;
      if (length > style_.lineWidth) cell = std::min(cell, length);
    }
    return std::clamp(cell / (18 * style_.lineWidth), 0.5, 1.0);
  }

  /// Where colours show something else, the selected set has an outline.
  void outlineSelection(const std::vector<CubeFill>& fills) {
    std::vector<std::int64_t> groups;
    for (const CubeFill& fill : fills) groups.push_back(fill.selected ? 0 : -1);
    QVector<QLineF> lines;
    for (const CubeEdge& edge : cubeEdges(geometry_, groups)) {
      if (edge.kind != CubeEdgeKind::contour) continue;
      lines << QLineF(placement_.map(edge.from), placement_.map(edge.to));
    }
    // Light under dark, to be seen on any colour.
    painter_.setPen({theme_.background, 5 * style_.lineWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin});
    painter_.drawLines(lines);
    painter_.setPen({theme_.text, 2.4 * style_.lineWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin});
    painter_.drawLines(lines);
  }

  /// What shares the selected element's weight and bias: a frame on every side of it, within the outline that
  /// the set may have in the same place. Over the lit set stripes too, fewer where a cell only partly does;
  /// other colours mean something that stripes would hide.
  void markParameters(bool stripes) {
    std::vector<std::size_t> marked;
    for (std::size_t i = 0; i < geometry_.faces.size(); ++i) {
      const CubeFace& face = geometry_.faces[i];
      if (face.parameterFraction > 0 && !face.glass) marked.push_back(i);
    }
    if (stripes) stripe(marked);
    QVector<QPolygonF> frames;
    for (std::size_t first = 0; first < marked.size();) {
      std::vector<std::size_t> layer;  // one block of an open box at a time
      const CubeBlock block = geometry_.blockOf(geometry_.faces[marked[first]].cell);
      for (; first < marked.size() && geometry_.blockOf(geometry_.faces[marked[first]].cell) == block;
           ++first)
        layer.push_back(marked[first]);
      for (const CubePatch& patch : cubePatches(geometry_, layer)) frames << framed(patch);
    }
    painter_.setBrush(Qt::NoBrush);
    for (const auto& [color, width] : {std::pair{theme_.background, 4.0}, {theme_.parameter, 2.0}}) {
      painter_.setPen({color, width * style_.lineWidth, Qt::SolidLine, Qt::RoundCap, Qt::MiterJoin});
      for (const QPolygonF& frame : frames) painter_.drawPolygon(frame);
    }
  }

  void stripe(const std::vector<std::size_t>& marked) {
    QColor veil = theme_.parameter;
    veil.setAlphaF(0.85F);
    std::map<std::pair<int, double>, std::vector<std::size_t>> byShare;
    for (const std::size_t i : marked) {
      const CubeFace& face = geometry_.faces[i];
      byShare[{static_cast<int>(geometry_.blockOf(face.cell)), face.parameterFraction}].push_back(i);
    }
    for (const auto& [key, faces] : byShare) hatch(faces, veil, stripeShare * key.second);
  }

  /// The outline of a patch, moved inwards by a fixed width or a quarter of a patch that is small.
  QPolygonF framed(const CubePatch& patch) const {
    const CubePoint u = patch.corners[1] - patch.corners[0];
    const CubePoint v = patch.corners[3] - patch.corners[0];
    const double area = std::abs(u.x * v.y - u.y * v.x) * placement_.scale;
    const double inset = frameInset * style_.lineWidth;
    // The height of the parallelogram over one side is what the inset takes from the other.
    const double alongU = std::min(0.25, inset * std::hypot(v.x, v.y) / std::max(area, 1e-9));
    const double alongV = std::min(0.25, inset * std::hypot(u.x, u.y) / std::max(area, 1e-9));
    QPolygonF frame;
    const std::array<std::pair<double, double>, 4> corners = {
        {{alongU, alongV}, {1 - alongU, alongV}, {1 - alongU, 1 - alongV}, {alongU, 1 - alongV}}};
    for (const auto& [a, b] : corners) frame << placement_.map(patch.corners[0] + u * a + v * b);
    return frame;
  }

  /// The cell that holds the selected element: its sides that are seen, or where there are none its
  /// silhouette, dashed, where it lies in the box. Small cells get a ring.
  void markSelected() {
    if (!geometry_.holdsSelected) return;
    const std::array<int, 3> at = geometry_.selectedCell();
    std::vector<QPolygonF> sides;
    for (const CubeFace& face : geometry_.faces) {
      if (face.cell != at || face.glass) continue;
      QPolygonF side;
      for (const CubePoint& corner : face.corners) side << placement_.map(corner);
      sides.push_back(side);
    }
    const bool hidden = sides.empty();
    if (hidden) sides.push_back(silhouetteOf(at));
    QRectF bounds;
    for (const QPolygonF& side : sides) bounds |= side.boundingRect();
    const double least = leastMark * style_.lineWidth;
    const bool small = std::min(bounds.width(), bounds.height()) < 2 * least;
    painter_.setBrush(Qt::NoBrush);
    // Light under dark, to be seen on any colour.
    for (const auto& [color, width] : {std::pair{theme_.background, 4.4}, {theme_.text, 2.0}}) {
      QPen pen(color, width * style_.lineWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
      if (hidden && color == theme_.text) pen.setDashPattern({1.6, 1.9});
      painter_.setPen(pen);
      if (small) painter_.drawEllipse(bounds.center(), least, least);
      for (const QPolygonF& side : sides) {
        if (!small) painter_.drawPolygon(side);
      }
    }
  }

  /// The outline of a cell as seen, whatever stands before it.
  QPolygonF silhouetteOf(const std::array<int, 3>& at) const {
    const CubePoint corner = geometry_.corner(at[0], at[1], at[2]) + geometry_.shiftOf(at);
    const CubePoint middle = corner + (geometry_.steps[0] + geometry_.steps[1] + geometry_.steps[2]) * 0.5;
    // Around the middle, without the nearest and the farthest corner, which the others enclose.
    int nearest = 0;
    for (int axis = 0; axis < 3; ++axis) {
      if (geometry_.nearEnds[static_cast<std::size_t>(axis)] == Near::high) nearest |= 1 << axis;
    }
    std::vector<CubePoint> corners;
    for (int i = 0; i < 8; ++i) {
      if (i == nearest || i == 7 - nearest) continue;
      corners.push_back(corner + geometry_.steps[0] * (i & 1) + geometry_.steps[1] * (i >> 1 & 1) +
                        geometry_.steps[2] * (i >> 2));
    }
    const auto angle = [&](const CubePoint& each) {
      return std::atan2(each.y - middle.y, each.x - middle.x);
    };
    std::sort(corners.begin(), corners.end(),
              [&](const CubePoint& a, const CubePoint& b) { return angle(a) < angle(b); });
    QPolygonF outline;
    for (const CubePoint& each : corners) outline << placement_.map(each);
    return outline;
  }

  QPainter& painter_;
  const CubePlacement& placement_;
  const CubeGeometry& geometry_;
  const Theme& theme_;
  const CubeStyle& style_;
};

}  // namespace

CubePlacement placeCube(const CubeGeometry& geometry, const QRectF& rect, const CubeStyle& style,
                        double zoom) {
  CubePoint half = geometry.halfSize;
  if (style.fixedScale) {
    // A box that opens wide at this angle is drawn smaller for it.
    half = {std::max(half.x, geometry.halfSizeTurning.x), std::max(half.y, geometry.halfSizeTurning.y)};
  }
  const double labelSize = labelSizeOf(style);
  const QFontMetricsF metrics(uiFont(labelSize, QFont::Normal, true));
  const QFontMetricsF tags(uiFont(tagSizeOf(style), QFont::Medium));
  double side = 0;
  double below = 0;
  for (const CubeLabel& label : geometry.labels) {
    double width = metrics.horizontalAdvance(QString::fromStdString(label.text));
    if (style.tagAxes) width = std::max(width, tags.horizontalAdvance(QString::fromStdString(label.tag)));
    if (label.axis == spaceAxis) side = width + 0.6 * labelSize;
    if (label.axis != spaceAxis) below = 0.6 * labelSize + (style.tagAxes ? 1.3 * tagSizeOf(style) : 0);
  }
  const double width = rect.width() - side;
  const double height = rect.height() - below;
  const double scale = std::min(width / (2 * std::max(half.x, 1e-9)), height / (2 * std::max(half.y, 1e-9)));
  // In the middle, or where its label on the left needs that, as far to the right.
  const double right = std::max(0.0, half.x * std::max(scale, 1e-9) + side - rect.width() / 2);
  return {rect.center() + QPointF(right, -below / 2), std::max(scale, 1e-9) * zoom};
}

void paintCube(QPainter& painter, const CubePlacement& placement, const ReductionPlan& plan,
               const CubeGeometry& geometry, const CubeContent& content, const Theme& theme,
               const CubeStyle& style) {
  if (geometry.empty()) return;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  CubePainter cube(painter, placement, geometry, theme, style);
  cube.paint(cubeFills(plan, geometry, content, theme), content);
  cube.label();
  painter.restore();
}

}  // namespace normscope
