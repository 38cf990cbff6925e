#include "ui/draw/cube/cube_header.h"

#include <QFontMetricsF>

#include "core/text/number.h"
#include "core/view/cube/cube_text.h"
#include "ui/base/core_words.h"
#include "ui/base/fonts.h"
#include "ui/draw/cube/cube_legend.h"

namespace normscope {
namespace {

constexpr double headerMargin = 24;

/// One line of text from `left` on, shortened with an ellipsis where it does not fit.
void drawLine(QPainter& painter, const QPointF& left, double room, const QString& text, const QFont& font,
              const QColor& color) {
  painter.setFont(font);
  painter.setPen(color);
  painter.drawText(left, QFontMetricsF(font).elidedText(text, Qt::ElideRight, room));
}

/// The font at that size, or where the text has no room then a smaller one, but not below `least`.
QFont fittingFont(const QString& text, double room, double size, double least, QFont::Weight weight) {
  while (size > least && QFontMetricsF(uiFont(size, weight)).horizontalAdvance(text) > room) size -= 0.5;
  return uiFont(size, weight);
}

/// A square in a colour and what it stands for; returns the width taken.
double paintKey(QPainter& painter, const QPointF& left, double room, const QColor& color, const QString& text,
                const Theme& theme) {
  const QFont font = uiFont(13);
  painter.setPen(Qt::NoPen);
  painter.setBrush(color);
  painter.drawRoundedRect(QRectF(left.x(), left.y() - 10, 11, 11), 2, 2);
  drawLine(painter, left + QPointF(18, 0), room - 18, text, font, theme.text);
  return std::min(room, 18 + QFontMetricsF(font).horizontalAdvance(text));
}

/// What shares weight and bias, with the colour of its mark where the norm has any.
void paintParameterKey(QPainter& painter, const QPointF& left, double room, const CubeCaption& caption) {
  const QString text = fromCore(sharedParameters(caption.plan));
  if (caption.plan.parameterCount() > 0) {
    paintKey(painter, left, room, caption.theme.parameter, text, caption.theme);
  } else {
    drawLine(painter, left, room, text, uiFont(13), caption.theme.textQuiet);
  }
}

void paintLegend(QPainter& painter, const QPointF& left, double room, const CubeCaption& caption) {
  const Theme& theme = caption.theme;
  double taken = 0;
  if (caption.content.show == CubeShow::values) {
    painter.setFont(uiFont(13));
    taken = paintColorBar(painter, {left.x(), left.y() - 10, 126, 10},
                          fromCore(colorBarText(valueLimit(caption.row, caption.content), theme)), theme);
    QString what = fromCore(caption.content.valueName);
    const QString means = meanNote(caption.row);
    if (!means.isEmpty()) what += QStringLiteral(" · ") + fromCore(means);
    drawLine(painter, left + QPointF(taken + 16, 0), room - taken - 16, what, uiFont(13), theme.textQuiet);
    taken += 16 + QFontMetricsF(uiFont(13)).horizontalAdvance(what);
  } else {
    QString text = fromCore(selectedSet(caption.plan, caption.selection));
    if (caption.pinned) text += QStringLiteral(" · ") + fromCore(std::string("pinned"));
    const QColor color = caption.content.show == CubeShow::set
                             ? theme.accent
                             : theme.setColor(caption.plan.setOf(caption.selection), caption.plan.setCount());
    taken = paintKey(painter, left, room, color, text, theme);
  }
  if (!caption.content.parameters) return;
  // Left out rather than cut: the marks on the cube, and the panel at the left, say it too.
  const QString key = fromCore(sharedParameters(caption.plan));
  const double needs = 18 + QFontMetricsF(uiFont(13)).horizontalAdvance(key);
  if (room - taken - 20 >= needs)
    paintParameterKey(painter, left + QPointF(taken + 20, 0), room - taken - 20, caption);
}

const std::string staleWords = "last good result";

void paintStale(QPainter& painter, const QPointF& left, const Theme& theme) {
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme.warning);
  painter.drawEllipse(left + QPointF(-6, -4), 3, 3);
  const QString text = fromCore(staleWords);
  drawLine(painter, left + QPointF(2, 0), 1e4, text, uiFont(12), theme.textQuiet);
}

/// The line under the title of one of several panes; without the shape of the statistics where it has no
/// room.
QString compactText(const ReductionPlan& plan, double room) {
  const QString sets = fromCore(setsInShort(plan));
  const QString all =
      sets + QStringLiteral(" · ") +
      fromCore(sharedStatistics(plan) + " " + plan.statisticsAxes() + " = " + toText(plan.statisticsShape()));
  return QFontMetricsF(uiFont(12)).horizontalAdvance(all) <= room ? all : sets;
}

/// What is said at the foot of a pane; what a cell stands for only where no foot of all panes says it.
QString noteOf(const CubeCaption& caption) {
  const CubeRow& row = caption.row;
  QStringList notes;
  if (!row.note.empty()) notes << fromCore(row.note);
  if (caption.note && !cellsNote(caption.plan, row).isEmpty())
    notes << fromCore(cellsNote(caption.plan, row));
  const std::string alone = aloneNote(caption.plan, row.cubes.front());
  if (!alone.empty()) notes << fromCore(alone);
  return notes.join(QStringLiteral("; "));
}

void paintNote(QPainter& painter, const QRectF& view, const CubeCaption& caption) {
  const QString note = noteOf(caption);
  QFont font = uiFont(12);
  double margin = headerMargin;
  double room = view.width() - 2 * margin;
  if (QFontMetricsF(font).horizontalAdvance(note) > room) {
    margin = 8;
    room = view.width() - 2 * margin;
    font = fittingFont(note, room, 12, 10, QFont::Normal);
  }
  const double width = std::min(QFontMetricsF(font).horizontalAdvance(note) + 1, room);
  drawLine(painter, {view.right() - margin - width, view.bottom() - (caption.compact ? 8 : 16)}, width, note,
           font, caption.theme.textFaint);
}

void paintCompact(QPainter& painter, const QRectF& view, const CubeCaption& caption) {
  const Theme& theme = caption.theme;
  const QPointF left = view.topLeft() + QPointF(headerMargin, 0);
  const double room = view.width() - 2 * headerMargin;
  const CubeContent& content = caption.content;
  const QString title = fromCore(content.title.empty() ? normTitleInFull(caption.plan) : content.title);
  const QFont font = fittingFont(title, room, 16, 12, QFont::DemiBold);
  drawLine(painter, left + QPointF(0, 26), room, title, font, caption.active ? theme.accent : theme.text);
  if (caption.active) {
    const double width = std::min(room, QFontMetricsF(font).horizontalAdvance(title));
    painter.fillRect(QRectF(left.x(), left.y() + 31, width, 2), theme.accent);
  }
  const QString line =
      content.subtitle.empty() ? compactText(caption.plan, room) : fromCore(content.subtitle);
  // There may be no room for it beside the title.
  if (caption.stale) {
    paintStale(painter, left + QPointF(9, 50), theme);
  } else {
    const QFont small = fittingFont(line, room, 12, 10, QFont::Normal);
    drawLine(painter, left + QPointF(0, 50), room, line, small, theme.textQuiet);
  }
  const double limit = content.ownScale ? valueLimit(caption.row, content) : 0;
  if (limit > 0) {
    painter.setFont(uiFont(12));
    paintColorBar(painter, {left.x(), view.bottom() - 17, 84, 9},
                  colorBarTextWithin(view.right() - left.x() - 8, 84, painter.font(), limit, theme, false,
                                     meanNote(caption.row)),
                  theme);
  }
  if (caption.content.parameters) {
    paintParameterKey(painter, left + QPointF(0, 68), room, caption);
  }
}

void paintLarge(QPainter& painter, const QRectF& view, const CubeCaption& caption) {
  const Theme& theme = caption.theme;
  const QPointF left = view.topLeft() + QPointF(headerMargin, 0);
  const double room = view.width() - 2 * headerMargin;
  if (caption.stale) {
    const double width = QFontMetricsF(uiFont(12)).horizontalAdvance(fromCore(staleWords));
    paintStale(painter, {view.right() - headerMargin - width - 2, view.top() + 28}, theme);
  }
  drawLine(painter, left + QPointF(0, 30), room - (caption.stale ? 120 : 0),
           fromCore(normTitleInFull(caption.plan)), uiFont(20, QFont::DemiBold), theme.text);
  drawLine(painter, left + QPointF(0, 53), room, fromCore(setsSentence(caption.plan)), uiFont(13),
           theme.textQuiet);
  if (!caption.row.empty()) paintLegend(painter, left + QPointF(0, 76), room, caption);
}

}  // namespace

QString meanNote(const CubeRow& row) {
  const CubeGeometry& cube = row.cubes.front();
  const std::int64_t elements = cube.elementsPerCell();
  if (elements <= 1) return {};
  const bool equal = cube.scales[0].equal && cube.scales[1].equal && cube.scales[2].equal;
  return QString::fromStdString("means of cells of " + std::string(equal ? "" : "up to ") +
                                groupedDigits(elements) + " elements");
}

QString cellsNote(const ReductionPlan& plan, const CubeRow& row) {
  return QString::fromStdString(cellNote(plan, row.cubes.front()));
}

QRectF roomForCube(const QRectF& view, bool compact, bool parameters, bool footed) {
  return compact ? view.adjusted(12, parameters ? 78 : 62, -12, footed ? -24 : -8)
                 : view.adjusted(headerMargin, 84, -headerMargin, -32);
}

void paintCaption(QPainter& painter, const QRectF& view, const CubeCaption& caption) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  if (caption.compact) {
    paintCompact(painter, view, caption);
  } else {
    paintLarge(painter, view, caption);
  }
  if (!caption.row.empty()) paintNote(painter, view, caption);
  painter.restore();
}

}  // namespace normscope
