#include "ui/cube/cube_header.h"

#include <QFontMetricsF>

#include "ui/cube/cube_fills.h"
#include "ui/cube/cube_legend.h"
#include "ui/cube/cube_text.h"
#include "ui/fonts.h"

namespace normscope {
namespace {

constexpr double margin = 24;

/// One line of text from `left` on, shortened with an ellipsis where it does not fit.
void drawLine(QPainter& painter, const QPointF& left, double room, const QString& text, const QFont& font,
              const QColor& color) {
  painter.setFont(font);
  painter.setPen(color);
  painter.drawText(left, QFontMetricsF(font).elidedText(text, Qt::ElideRight, room));
}

void paintLegend(QPainter& painter, const QPointF& left, double room, const CubeCaption& caption) {
  const Theme& theme = caption.theme;
  const QFont font = uiFont(13);
  if (caption.content.show == CubeShow::values) {
    painter.setFont(font);
    paintColorBar(painter, {left.x(), left.y() - 10, 126, 10}, valueLimit(caption.geometry, caption.content),
                  theme);
    return;
  }
  QString text = QString::fromStdString(selectedSet(caption.plan, caption.selection));
  if (caption.pinned) text += QStringLiteral(" · pinned");
  const QRectF square(left.x(), left.y() - 10, 11, 11);
  painter.setPen(Qt::NoPen);
  painter.setBrush(caption.content.show == CubeShow::set
                       ? theme.accent
                       : theme.setColor(caption.plan.setOf(caption.selection), caption.plan.setCount()));
  painter.drawRoundedRect(square, 2, 2);
  drawLine(painter, left + QPointF(18, 0), room - 18, text, font, theme.text);
}

void paintStale(QPainter& painter, const QRectF& view, const Theme& theme) {
  const QString text = QStringLiteral("last good result");
  const QFont font = uiFont(12);
  const double width = QFontMetricsF(font).horizontalAdvance(text);
  const QPointF left(view.right() - margin - width, view.top() + 28);
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme.warning);
  painter.drawEllipse(left + QPointF(-10, -4), 3, 3);
  drawLine(painter, left, width + 1, text, font, theme.textQuiet);
}

}  // namespace

QRectF roomForCube(const QRectF& view) {
  return view.adjusted(margin, 84, -margin, -32);
}

void paintCaption(QPainter& painter, const QRectF& view, const CubeCaption& caption) {
  const Theme& theme = caption.theme;
  const QPointF left = view.topLeft() + QPointF(margin, 0);
  const double room = view.width() - 2 * margin;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  drawLine(painter, left + QPointF(0, 30), room - (caption.stale ? 120 : 0),
           QString::fromStdString(normTitleInFull(caption.plan)), uiFont(20, QFont::DemiBold), theme.text);
  drawLine(painter, left + QPointF(0, 53), room, QString::fromStdString(setsSentence(caption.plan)),
           uiFont(13), theme.textQuiet);
  if (!caption.geometry.empty()) paintLegend(painter, left + QPointF(0, 76), room, caption);
  if (caption.stale) paintStale(painter, view, theme);

  QString note = QString::fromStdString(cellNote(caption.plan, caption.geometry));
  const QString alone = QString::fromStdString(aloneNote(caption.plan, caption.geometry));
  if (!alone.isEmpty()) note += QStringLiteral("; ") + alone;
  const QFont small = uiFont(12);
  const double width = std::min(QFontMetricsF(small).horizontalAdvance(note) + 1, room);
  drawLine(painter, {view.right() - margin - width, view.bottom() - 16}, width, note, small, theme.textFaint);
  painter.restore();
}

}  // namespace normscope
