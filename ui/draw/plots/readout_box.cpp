#include "ui/draw/plots/readout_box.h"

#include <QPainter>
#include <algorithm>

#include "ui/base/core_words.h"
#include "ui/base/fonts.h"

namespace normscope {
namespace {

constexpr double readoutPixels = 11;
constexpr int readoutLine = 15;
constexpr int padding = 6;
constexpr int swatchRoom = 13;
constexpr int fromPointer = 14;

QFont readoutFont(std::size_t line, std::size_t lines) {
  return uiFont(readoutPixels, line == 0 && lines > 1 ? QFont::DemiBold : QFont::Normal);
}

/// Right of the pointer, else left of it, else below or above, so that what is pointed at can be seen.
QPoint cornerOf(const QSize& size, const QPoint& pointer, const QRect& room) {
  const int beside = pointer.y() - size.height() / 2;
  if (pointer.x() + fromPointer + size.width() <= room.right()) return {pointer.x() + fromPointer, beside};
  if (pointer.x() - fromPointer - size.width() >= room.left())
    return {pointer.x() - fromPointer - size.width(), beside};
  const bool below = pointer.y() + fromPointer + size.height() <= room.bottom();
  return {pointer.x() - size.width() / 2,
          below ? pointer.y() + fromPointer : pointer.y() - fromPointer - size.height()};
}

}  // namespace

ReadoutBox::ReadoutBox(QWidget* parent) : QWidget(parent), theme_(Theme::light()) {
  setAttribute(Qt::WA_TransparentForMouseEvents);
  setFocusPolicy(Qt::NoFocus);
  hide();
}

void ReadoutBox::setTheme(const Theme& theme) {
  theme_ = theme;
  update();
}

QSize ReadoutBox::sizeNow() const {
  double width = 0;
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    const QFontMetricsF metrics(readoutFont(i, lines_.size()));
    width = std::max(width, metrics.horizontalAdvance(fromCore(lines_[i].text)) +
                                (lines_[i].norm || lines_[i].curve ? swatchRoom : 0));
  }
  return {static_cast<int>(width) + 2 + 2 * padding,
          static_cast<int>(lines_.size()) * readoutLine + 2 * padding - 2};
}

void ReadoutBox::showLines(const std::vector<ReadoutLine>& lines, const QPoint& pointer, const QRect& room) {
  lines_ = lines;
  setVisible(!lines.empty());
  if (lines.empty()) return;
  const QSize size = sizeNow().boundedTo(room.size());
  const QPoint corner = cornerOf(size, pointer, room);
  const QPoint last(std::max(room.left(), room.right() - size.width() + 1),
                    std::max(room.top(), room.bottom() - size.height() + 1));
  setGeometry(QRect(
      {std::clamp(corner.x(), room.left(), last.x()), std::clamp(corner.y(), room.top(), last.y())}, size));
  raise();
  update();
}

void ReadoutBox::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(theme_.edge, 1));
  painter.setBrush(theme_.field);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    double x = padding;
    const double top = padding - 1 + static_cast<double>(i) * readoutLine;
    if (lines_[i].norm || lines_[i].curve) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(lines_[i].norm ? theme_.normColor(*lines_[i].norm)
                                      : theme_.curveColor(*lines_[i].curve));
      painter.drawRoundedRect(QRectF(x, top + 3, 9, 9), 2, 2);
      x += swatchRoom;
    }
    painter.setFont(readoutFont(i, lines_.size()));
    painter.setPen(theme_.text);
    const QFontMetricsF metrics(painter.font());
    painter.drawText(QPointF(x, top + 11.5),
                     metrics.elidedText(fromCore(lines_[i].text), Qt::ElideRight, width() - x - padding + 1));
  }
}

}  // namespace normscope
