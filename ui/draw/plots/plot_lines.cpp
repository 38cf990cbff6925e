#include "ui/draw/plots/plot_lines.h"

#include <algorithm>

#include "ui/base/fonts.h"
#include "ui/draw/plots/plot_frame.h"

namespace normscope {
namespace {

constexpr double titlePixels = 13;
constexpr double notePixels = 11;
constexpr double messagePixels = 12;
constexpr double gap = 12;
constexpr double swatch = 14;    // with the room to its name
constexpr double entryGap = 10;  // between the entries of a legend
constexpr int legendRow = 16;

/// Draws text that ends at `right` on the line of `rect` and returns where it starts.
double drawFromRight(QCPPainter& painter, const QRectF& rect, double right, const QString& text,
                     const QColor& color) {
  if (text.isEmpty()) return right;
  const double width = QFontMetricsF(painter.font()).horizontalAdvance(text);
  painter.setPen(color);
  painter.drawText(QPointF(right - width, rect.top() + 15), text);
  return right - width;
}

/// The most that each may be wide so that all fit into `width`: the shorter ones keep their whole length.
double fairShare(std::vector<double> lengths, double width) {
  std::sort(lengths.begin(), lengths.end());
  double left = width;
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    const double share = left / static_cast<double>(lengths.size() - i);
    if (lengths[i] > share) return std::max(share, 0.0);
    left -= lengths[i];
  }
  return width;
}

}  // namespace

TitleLine::TitleLine(QCustomPlot* plot, const PlotDocument& document, const PlotLook& look,
                     std::function<QString()> further)
    : QCPLayoutElement(plot),
      title_(look.captions ? look.words(document.title) : QString()),
      shortTitle_(look.captions ? look.words(document.shortTitle) : QString()),
      note_(look.captions ? look.words(document.note) : QString()),
      shortNote_(look.captions ? look.words(document.shortNote) : QString()),
      warning_(look.words(document.warning)),
      theme_(look.theme),
      further_(std::move(further)) {
  setMinimumSize(10, height);
  setMaximumSize(QWIDGETSIZE_MAX, height);
}

void TitleLine::applyDefaultAntialiasingHint(QCPPainter* painter) const {
  painter->setAntialiasing(true);
}

/// What there is to say beside the title, the longest first, each with what parts it from the warning.
QStringList TitleLine::notes() const {
  const QString more = further_();
  QStringList said;
  for (const QString& note : {note_, shortNote_}) {
    if (!note.isEmpty() && !more.isEmpty()) said << note + QStringLiteral(" · ") + more;
  }
  for (const QString& note : {note_, shortNote_, more}) {
    if (!note.isEmpty()) said << note;
  }
  if (said.isEmpty()) said << QString();
  if (warning_.isEmpty()) return said;
  for (QString& each : said) {
    if (!each.isEmpty()) each += QStringLiteral(" · ");
  }
  return said;
}

void TitleLine::draw(QCPPainter* painter) {
  const QRectF line = rect();
  const QFont titleFont = uiFont(titlePixels, QFont::DemiBold);
  const QFontMetricsF titleMetrics(titleFont);
  painter->setFont(uiFont(notePixels));
  const QFontMetricsF noteMetrics(painter->font());
  double right = drawFromRight(*painter, line, line.right() + 1, warning_, theme_.notANumber);
  const double width = right - line.left() - gap;
  const auto fits = [&](const QString& title, const QString& note) {
    return titleMetrics.horizontalAdvance(title) + noteMetrics.horizontalAdvance(note) <= width;
  };
  const QStringList all = notes();
  const bool brief = !shortTitle_.isEmpty() && !fits(title_, all.front());
  const QString& title = brief ? shortTitle_ : title_;
  const auto said =
      std::find_if(all.begin(), all.end(), [&](const QString& each) { return fits(title, each); });
  const double room = width - titleMetrics.horizontalAdvance(title);
  const QString note =
      noteMetrics.elidedText(said == all.end() ? all.back() : *said, Qt::ElideRight, std::max(0.0, room));
  if (room > noteMetrics.averageCharWidth() * 4) {
    right = drawFromRight(*painter, line, right, note, theme_.textFaint);
  }
  painter->setFont(titleFont);
  painter->setPen(theme_.text);
  painter->drawText(QPointF(line.left(), line.top() + 15),
                    titleMetrics.elidedText(title, Qt::ElideRight, right - line.left() - gap / 2));
}

LegendLine::LegendLine(QCustomPlot* plot, const std::vector<LegendEntry>& entries, const Theme& theme)
    : QCPLayoutElement(plot), entries_(entries), theme_(theme) {}

/// The layout asks before it has a width to give.
double LegendLine::widthNow() const {
  const QMargins around = parentPlot()->plotLayout()->margins();
  return std::max(40, parentPlot()->viewport().width() - around.left() - around.right());
}

std::vector<LegendLine::Place> LegendLine::places() const {
  const QFontMetricsF metrics(uiFont(notePixels));
  const double width = widthNow();
  std::vector<double> lengths;
  for (const LegendEntry& entry : entries_) lengths.push_back(metrics.horizontalAdvance(entry.name) + 1);
  const auto count = static_cast<double>(entries_.size());
  const bool low = parentPlot()->viewport().height() < lowestWithName;
  const double most =
      low ? fairShare(lengths, width - count * swatch - (count - 1) * entryGap) : width - swatch;
  std::vector<Place> places;
  double x = 0;
  int row = 0;
  for (const double length : lengths) {
    const double room = std::min(length, most);
    if (!low && x > 0 && x + swatch + room > width) {
      x = 0;
      ++row;
    }
    places.push_back({x, row, room});
    x += swatch + room + entryGap;
  }
  return places;
}

int LegendLine::heightNow() const {
  return entries_.empty() ? 0 : (places().back().row + 1) * legendRow;
}

QSize LegendLine::minimumOuterSizeHint() const {
  return {10, heightNow()};
}

QSize LegendLine::maximumOuterSizeHint() const {
  return {QWIDGETSIZE_MAX, heightNow()};
}

void LegendLine::applyDefaultAntialiasingHint(QCPPainter* painter) const {
  painter->setAntialiasing(true);
}

void LegendLine::draw(QCPPainter* painter) {
  painter->setFont(uiFont(notePixels));
  const QFontMetricsF metrics(painter->font());
  const std::vector<Place> all = places();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const LegendEntry& entry = entries_[i];
    const QPointF corner(rect().left() + all[i].x, rect().top() + all[i].row * legendRow);
    painter->setPen(Qt::NoPen);
    painter->setBrush(entry.color);
    if (entry.dashed) {
      for (const double x : {0.0, 6.0}) painter->drawRect(QRectF(corner + QPointF(x, 6.5), QSizeF(3.5, 2)));
    } else {
      painter->drawRoundedRect(QRectF(corner + QPointF(0, 3), QSizeF(9, 9)), 2, 2);
    }
    painter->setBrush(Qt::NoBrush);
    painter->setPen(theme_.textQuiet);
    painter->drawText(corner + QPointF(swatch, 12),
                      metrics.elidedText(entry.name, Qt::ElideRight, all[i].room + 0.5));
  }
}

MessageElement::MessageElement(QCustomPlot* plot, const PlotDocument& document, const PlotLook& look)
    : QCPLayoutElement(plot), message_(look.words(document.message)), theme_(look.theme) {}

void MessageElement::applyDefaultAntialiasingHint(QCPPainter* painter) const {
  painter->setAntialiasing(true);
}

void MessageElement::draw(QCPPainter* painter) {
  painter->setFont(uiFont(messagePixels));
  painter->setPen(theme_.textQuiet);
  painter->drawText(QRectF(rect()), Qt::TextWordWrap | Qt::AlignLeft | Qt::AlignTop, message_);
}

}  // namespace normscope
