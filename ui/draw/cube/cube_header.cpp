#include "ui/draw/cube/cube_header.h"

#include <QFontMetricsF>

#include "core/view/cube/cube_text.h"
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
  const QString text = QString::fromStdString(sharedParameters(caption.plan));
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
                          valueLimit(caption.row, caption.content), theme);
    const QString what = QString::fromStdString(caption.content.valueName);
    drawLine(painter, left + QPointF(taken + 16, 0), room - taken - 16, what, uiFont(13), theme.textQuiet);
    taken += 16 + QFontMetricsF(uiFont(13)).horizontalAdvance(what);
  } else {
    QString text = QString::fromStdString(selectedSet(caption.plan, caption.selection));
    if (caption.pinned) text += QStringLiteral(" · pinned");
    const QColor color = caption.content.show == CubeShow::set
                             ? theme.accent
                             : theme.setColor(caption.plan.setOf(caption.selection), caption.plan.setCount());
    taken = paintKey(painter, left, room, color, text, theme);
  }
  if (!caption.content.parameters || room - taken < 60) return;
  paintParameterKey(painter, left + QPointF(taken + 20, 0), room - taken - 20, caption);
}

void paintStale(QPainter& painter, const QRectF& view, const Theme& theme) {
  const QString text = QStringLiteral("last good result");
  const QFont font = uiFont(12);
  const double width = QFontMetricsF(font).horizontalAdvance(text);
  const QPointF left(view.right() - headerMargin - width, view.top() + 28);
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme.warning);
  painter.drawEllipse(left + QPointF(-10, -4), 3, 3);
  drawLine(painter, left, width + 1, text, font, theme.textQuiet);
}

/// The line under the title of one of several panes.
QString compactText(const ReductionPlan& plan) {
  return QString::fromStdString(setsInShort(plan) + " · μ, σ² " + plan.statisticsAxes() + " = " +
                                toText(plan.statisticsShape()));
}

void paintNote(QPainter& painter, const QRectF& view, double room, const CubeCaption& caption) {
  const QString note = cubeNote(caption.plan, caption.row);
  const QFont small = uiFont(12);
  const double width = std::min(QFontMetricsF(small).horizontalAdvance(note) + 1, room);
  drawLine(painter, {view.right() - headerMargin - width, view.bottom() - (caption.compact ? 8 : 16)}, width,
           note, small, caption.theme.textFaint);
}

void paintCompact(QPainter& painter, const QRectF& view, const CubeCaption& caption) {
  const Theme& theme = caption.theme;
  const QPointF left = view.topLeft() + QPointF(headerMargin, 0);
  const double room = view.width() - 2 * headerMargin;
  const QFont font = uiFont(16, QFont::DemiBold);
  const CubeContent& content = caption.content;
  const QString title =
      QString::fromStdString(content.title.empty() ? normTitleInFull(caption.plan) : content.title);
  drawLine(painter, left + QPointF(0, 26), room, title, font, caption.active ? theme.accent : theme.text);
  if (caption.active) {
    const double width = std::min(room, QFontMetricsF(font).horizontalAdvance(title));
    painter.fillRect(QRectF(left.x(), left.y() + 31, width, 2), theme.accent);
  }
  const QString line =
      content.subtitle.empty() ? compactText(caption.plan) : QString::fromStdString(content.subtitle);
  drawLine(painter, left + QPointF(0, 50), room, line, uiFont(12), theme.textQuiet);
  const double limit = content.ownScale ? valueLimit(caption.row, content) : 0;
  if (limit > 0) {
    painter.setFont(uiFont(12));
    paintColorBar(painter, {left.x(), view.bottom() - 17, 126, 9}, limit, theme);
  }
  if (caption.content.parameters) {
    paintParameterKey(painter, left + QPointF(0, 68), room, caption);
  }
}

void paintLarge(QPainter& painter, const QRectF& view, const CubeCaption& caption) {
  const Theme& theme = caption.theme;
  const QPointF left = view.topLeft() + QPointF(headerMargin, 0);
  const double room = view.width() - 2 * headerMargin;
  drawLine(painter, left + QPointF(0, 30), room - (caption.stale ? 120 : 0),
           QString::fromStdString(normTitleInFull(caption.plan)), uiFont(20, QFont::DemiBold), theme.text);
  drawLine(painter, left + QPointF(0, 53), room, QString::fromStdString(setsSentence(caption.plan)),
           uiFont(13), theme.textQuiet);
  if (!caption.row.empty()) paintLegend(painter, left + QPointF(0, 76), room, caption);
}

}  // namespace

QString cubeNote(const ReductionPlan& plan, const CubeRow& row) {
  QStringList notes;
  const CubeGeometry& cube = row.cubes.front();
  for (const std::string& note : {row.note, cellNote(plan, cube), aloneNote(plan, cube)}) {
    if (!note.empty()) notes << QString::fromStdString(note);
  }
  return notes.join(QStringLiteral("; "));
}

QRectF roomForCube(const QRectF& view, bool compact, bool parameters) {
  return compact ? view.adjusted(12, parameters ? 78 : 62, -12, -24)
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
  if (caption.stale) paintStale(painter, view, caption.theme);
  if (caption.note) paintNote(painter, view, view.width() - 2 * headerMargin, caption);
  painter.restore();
}

}  // namespace normscope
