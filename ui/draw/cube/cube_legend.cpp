#include "ui/draw/cube/cube_legend.h"

#include <QFontMetricsF>

#include "ui/base/core_words.h"

namespace normscope {

namespace {

double gapOf(const QFontMetricsF& metrics) {
  return metrics.height() * 0.5;
}

}  // namespace

QString legendNumber(double value) {
  return QString::number(value, 'g', 3).replace(QLatin1Char('-'), QChar(0x2212));
}

QString colorBarText(double limit, const Theme& theme, bool beyond, const QString& note) {
  const QString pattern =
      beyond ? QStringLiteral("%1 to %2 and beyond, %3 at 0") : QStringLiteral("%1 to %2, %3 at 0");
  const QString middle = theme.isDark ? QStringLiteral("grey") : QStringLiteral("white");
  const QString text = pattern.arg(legendNumber(-limit), legendNumber(limit), middle);
  return note.isEmpty() ? text : text + QStringLiteral(" · ") + note;
}

QString colorBarTextWithin(double room, double bar, const QFont& font, double limit, const Theme& theme,
                           bool beyond, const QString& note) {
  const QFontMetricsF metrics(font);
  QString text = fromCore(colorBarText(limit, theme, beyond, note));
  const auto fits = [&] { return bar + gapOf(metrics) + metrics.horizontalAdvance(text) <= room; };
  const QString alone = colorBarText(limit, theme, beyond);
  if (!fits()) text = fromCore(alone);
  if (!fits())
    text = fromCore(alone.section(QStringLiteral(" and "), 0, 0).section(QStringLiteral(", "), 0, 0));
  return text;
}

double paintColorBar(QPainter& painter, const QRectF& bar, const QString& words, const Theme& theme) {
  constexpr int fields = 21;
  painter.setPen(Qt::NoPen);
  const double width = bar.width() / fields;
  for (int i = 0; i < fields; ++i) {
    painter.setBrush(theme.diverging(2.0 * i / (fields - 1) - 1));
    painter.drawRect(QRectF(bar.left() + i * width, bar.top(), width, bar.height()));
  }
  painter.setBrush(Qt::NoBrush);
  painter.setPen(theme.textQuiet);
  const QFontMetricsF metrics(painter.font());
  const double gap = gapOf(metrics);
  painter.drawText(QPointF(bar.right() + gap, bar.center().y() + metrics.capHeight() / 2), words);
  return bar.width() + gap + metrics.horizontalAdvance(words);
}

}  // namespace normscope
