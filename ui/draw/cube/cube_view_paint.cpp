#include <QPainter>
#include <algorithm>

#include "ui/base/core_words.h"
#include "ui/base/fonts.h"
#include "ui/draw/cube/cube_header.h"
#include "ui/draw/cube/cube_legend.h"
#include "ui/draw/cube/cube_view.h"

namespace normscope {
namespace {

constexpr double footMargin = 24;
constexpr double footLine = 18;
constexpr double footBar = 126;
constexpr double footGap = 24;

CubeStyle viewStyle(const QRectF& room, const CubeViewOptions& options, std::size_t cubes) {
  CubeStyle style;
  style.lineWidth = 1;
  style.labelSize = std::clamp(std::min(room.width(), room.height()) / 22, 12.0, 24.0);
  if (cubes > 1) style.labelSize = std::clamp(style.labelSize * 0.7, 11.0, 16.0);
  style.joinCells = true;
  style.fixedScale = true;
  style.tagAxes = options.axes;
  style.markSelected = true;
  style.words = fromCore;
  return style;
}

}  // namespace

QRectF CubeView::areaIn(std::size_t pane, std::size_t columns) const {
  const QRectF whole = QRectF(rect()).adjusted(0, 0, 0, -footHeight());
  return gridCell(whole, pane, panes_.size(), columns);
}

QRectF CubeView::areaOf(std::size_t pane) const {
  return areaIn(pane, columns());
}

QRectF CubeView::roomIn(std::size_t pane, std::size_t columns) const {
  const bool footed = panes_[pane].content.ownScale || !row(pane).note.empty() || !sharesCells();
  return roomForCube(areaIn(pane, columns), panes_.size() > 1, panes_[pane].content.parameters, footed);
}

QRectF CubeView::roomOf(std::size_t pane) const {
  return roomIn(pane, columns());
}

/// The arrangement that makes the smallest cube largest.
std::size_t CubeView::columns() const {
  if (panes_.size() == 1) return 1;
  if (!columnsNow_) {
    columns_ = bestColumns(panes_.size(), columns_, [this](std::size_t columns) {
      double scale = 1e9;
      for (std::size_t i = 0; i < panes_.size(); ++i) {
        if (row(i).empty()) continue;
        const QRectF room = roomIn(i, columns);
        const CubeStyle style = viewStyle(room, options_, row(i).cubes.size());
        scale = std::min(scale, placeRow(row(i), room, style).front().scale);
      }
      return scale;
    });
    columnsNow_ = columns_;
  }
  return *columnsNow_;
}

void CubeView::resizeEvent(QResizeEvent*) {
  endMove();
  columnsNow_.reset();
  footNow_.reset();
}

std::vector<CubePlacement> CubeView::placements(std::size_t pane) const {
  const QRectF room = roomOf(pane);
  return placeRow(row(pane), room, viewStyle(room, options_, row(pane).cubes.size()), camera_.zoom);
}

/// One scale of colours for all panes.
double CubeView::sharedLimit() const {
  double limit = 0;
  for (std::size_t i = 0; i < panes_.size(); ++i) {
    if (panes_[i].content.show == CubeShow::values && !panes_[i].content.ownScale)
      limit = std::max(limit, valueLimit(row(i), panes_[i].content));
  }
  return limit;
}

/// Whether a cell stands for the same in every pane that has cells.
bool CubeView::sharesCells() const {
  std::optional<QString> first;
  for (std::size_t i = 0; i < panes_.size(); ++i) {
    if (!plan(i) || row(i).empty()) continue;
    const QString note = cellsNote(*plan(i), row(i));
    if (first && note != *first) return false;
    first = note;
  }
  return true;
}

/// What is said once below several panes: the bar of their shared scale, and what a cell stands for.
const CubeView::Foot& CubeView::foot() const {
  if (!footNow_) footNow_ = measuredFoot();
  return *footNow_;
}

CubeView::Foot CubeView::measuredFoot() const {
  Foot foot;
  if (panes_.size() == 1) return foot;
  std::size_t some = 0;
  while (some < panes_.size() && (!plan(some) || row(some).empty())) ++some;
  if (some == panes_.size()) return foot;
  if (sharesCells()) foot.cells = fromCore(cellsNote(*plan(some), row(some)));
  const double limit = sharedLimit();
  if (limit > 0) foot.scale = fromCore(colorBarText(limit, theme(), false, meanNote(row(some))));
  const QFontMetricsF metrics(uiFont(12));
  const double whole = footBar + metrics.height() + metrics.horizontalAdvance(foot.scale) + footGap +
                       metrics.horizontalAdvance(foot.cells);
  foot.lines = foot.scale.isEmpty() && foot.cells.isEmpty()   ? 0
               : foot.scale.isEmpty() || foot.cells.isEmpty() ? 1
               : whole <= width() - 2 * footMargin            ? 1
                                                              : 2;
  return foot;
}

double CubeView::footHeight() const {
  const int lines = foot().lines;
  return lines == 0 ? 0 : footLine * lines + 6;
}

void CubeView::paintFoot(QPainter& painter) const {
  const Foot& said = foot();
  if (said.lines == 0) return;
  const QFont font = uiFont(12);
  painter.setFont(font);
  const double last = height() - 9.0;
  if (!said.scale.isEmpty()) {
    const double baseline = last - (said.lines - 1) * footLine;
    paintColorBar(painter, {footMargin, baseline - 9, footBar, 9}, said.scale, theme());
  }
  painter.setFont(font);
  painter.setPen(theme().textQuiet);
  const double width = QFontMetricsF(font).horizontalAdvance(said.cells);
  const double left = said.lines == 2 ? footMargin : this->width() - footMargin - width;
  painter.drawText(QPointF(left, last), said.cells);
}

void CubeView::paintAll(QPainter& painter) const {
  footNow_.reset();  // its words are of the theme
  painter.fillRect(rect(), theme().background);
  const double limit = sharedLimit();
  for (std::size_t i = 0; i < panes_.size(); ++i) paintPane(painter, i, limit);
  paintFoot(painter);
}

QPixmap CubeView::picture() const {
  QPixmap picture(size() * devicePixelRatioF());
  picture.setDevicePixelRatio(devicePixelRatioF());
  QPainter painter(&picture);
  paintAll(painter);
  paintBefore(painter);
  return picture;
}

/// While the highlight moves, where the cubes are, what was there before fades.
void CubeView::paintBefore(QPainter& painter) const {
  if (before_.isNull()) return;
  const double ratio = before_.devicePixelRatioF();
  painter.save();
  painter.setOpacity(1 - std::clamp(moving_.currentValue().toDouble(), 0.0, 1.0));
  for (std::size_t i = 0; i < panes_.size(); ++i) {
    const QRectF room = roomOf(i);
    painter.drawPixmap(room, before_, QRectF(room.topLeft() * ratio, room.size() * ratio));
  }
  painter.restore();
}

void CubeView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintAll(painter);
  paintBefore(painter);
  paintFocus(painter);
}

void CubeView::paintPane(QPainter& painter, std::size_t pane, double limit) const {
  const QRectF area = areaOf(pane);
  if (!plan(pane)) {
    const QString& problem = panes_[pane].given.problem;
    return paintEmpty(
        painter, area,
        problem.isEmpty() ? tr("Open a tensor, or pick a generated one, to see its cube") : problem);
  }
  CubeContent content = panes_[pane].content;
  if (limit > 0 && !content.ownScale) content.limit = limit;
  const QRectF room = roomOf(pane);
  painter.save();
  painter.setClipRect(room.adjusted(-8, 0, 8, 8));  // a zoomed cube stays out of the heading
  paintRow(painter, placements(pane), *plan(pane), row(pane), content, theme(),
           viewStyle(room, options_, row(pane).cubes.size()));
  painter.restore();
  paintCaption(painter, area,
               {*plan(pane), row(pane), content, theme(), selection_, pinned_, stale_ && pane == active_,
                panes_.size() > 1, pane == active_, panes_.size() == 1 || !sharesCells()});
  if (row(pane).empty()) {
    paintEmpty(painter, area, tr("This tensor has no elements; give every axis an extent of 1 or more"));
  }
}

void CubeView::paintEmpty(QPainter& painter, const QRectF& area, const QString& text) const {
  painter.setFont(uiFont(13));
  painter.setPen(theme().textQuiet);
  painter.drawText(area.adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap, text);
}

}  // namespace normscope
