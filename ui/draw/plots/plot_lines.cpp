#include "ui/draw/plots/plot_lines.h"

#include "ui/base/fonts.h"

namespace normscope {
namespace {

constexpr double titlePixels = 13;
constexpr double notePixels = 11;
constexpr double messagePixels = 12;
constexpr double gap = 12;

/// Draws text that ends at `right` on the line of `rect` and returns where it starts.
double drawFromRight(QCPPainter& painter, const QRectF& rect, double right, const QString& text,
                     const QColor& color) {
  if (text.isEmpty()) return right;
  const double width = QFontMetricsF(painter.font()).horizontalAdvance(text);
  painter.setPen(color);
  painter.drawText(QPointF(right - width, rect.top() + 15), text);
  return right - width;
}

}  // namespace

TitleLine::TitleLine(QCustomPlot* plot, const PlotDocument& document, const Theme& theme)
    : QCPLayoutElement(plot),
      title_(QString::fromStdString(document.title)),
      note_(QString::fromStdString(document.note)),
      warning_(QString::fromStdString(document.warning)),
      theme_(theme) {
  setMinimumSize(10, height);
  setMaximumSize(QWIDGETSIZE_MAX, height);
}

void TitleLine::applyDefaultAntialiasingHint(QCPPainter* painter) const {
  painter->setAntialiasing(true);
}

void TitleLine::draw(QCPPainter* painter) {
  const QRectF line = rect();
  const QFont titleFont = uiFont(titlePixels, QFont::DemiBold);
  const QFontMetricsF titleMetrics(titleFont);
  painter->setFont(uiFont(notePixels));
  const QFontMetricsF noteMetrics(painter->font());
  double right = drawFromRight(*painter, line, line.right() + 1, warning_, theme_.notANumber);
  const QString separator = warning_.isEmpty() || note_.isEmpty() ? QString() : QStringLiteral(" · ");
  const double room = right - line.left() - titleMetrics.horizontalAdvance(title_) - gap;
  const QString note = noteMetrics.elidedText(note_ + separator, Qt::ElideRight, std::max(0.0, room));
  if (room > noteMetrics.averageCharWidth() * 4) {
    right = drawFromRight(*painter, line, right, note, theme_.textFaint);
  }
  painter->setFont(titleFont);
  painter->setPen(theme_.text);
  painter->drawText(QPointF(line.left(), line.top() + 15),
                    titleMetrics.elidedText(title_, Qt::ElideRight, right - line.left() - gap / 2));
}

MessageElement::MessageElement(QCustomPlot* plot, const PlotDocument& document, const Theme& theme)
    : QCPLayoutElement(plot), message_(QString::fromStdString(document.message)), theme_(theme) {}

void MessageElement::applyDefaultAntialiasingHint(QCPPainter* painter) const {
  painter->setAntialiasing(true);
}

void MessageElement::draw(QCPPainter* painter) {
  painter->setFont(uiFont(messagePixels));
  painter->setPen(theme_.textQuiet);
  painter->drawText(QRectF(rect()), Qt::TextWordWrap | Qt::AlignLeft | Qt::AlignTop, message_);
}

}  // namespace normscope
