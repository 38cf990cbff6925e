#include "ui/draw/memory/memory_ribbon.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "core/view/memory/memory_layout.h"
#include "ui/base/core_words.h"
#include "ui/base/fonts.h"

namespace normscope {
namespace {

constexpr double ribbonMargin = 24;
constexpr double ribbonLineHeight = 40;
constexpr double bandHeight = 12;
constexpr double topMargin = 8;
constexpr double leastShare = 0.18;  // of colour, so that a thin set is seen at all

}  // namespace

MemoryRibbon::MemoryRibbon(QWidget* parent) : QWidget(parent) {
  loadFonts();
  setMouseTracking(true);
  setAccessibleName(tr("Memory ribbon"));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize MemoryRibbon::sizeHint() const {
  const auto lines = static_cast<double>(std::max<std::size_t>(ribbons_.size(), 1));
  return {640, static_cast<int>(2 * topMargin + ribbonLineHeight * lines)};
}

void MemoryRibbon::setPlan(const std::shared_ptr<const ReductionPlan>& plan) {
  ribbons_.clear();
  if (plan && plan->shape().elementCount() > 0) {
    ribbons_.push_back({plan, CubeEdgeAxis::memoryOf(*plan)});
    const Shape other = otherMemoryOrder(plan->shape());
    if (!(other == plan->shape())) {
      const auto moved = std::make_shared<const ReductionPlan>(normscope::plan(other, plan->spec()));
      ribbons_.push_back({moved, CubeEdgeAxis::memoryOf(*moved)});
    }
    if (selection_ >= plan->shape().elementCount()) selection_ = 0;
  }
  describe();
  updateGeometry();
  update();
}

void MemoryRibbon::setSelection(std::int64_t offset) {
  if (ribbons_.empty() || offset < 0 || offset >= ribbons_.front().plan->shape().elementCount()) return;
  selection_ = offset;
  update();
}

void MemoryRibbon::setTheme(const Theme& theme) {
  theme_ = theme;
  update();
}

void MemoryRibbon::describe() {
  QStringList lines;
  for (const Ribbon& ribbon : ribbons_) {
    lines << tr("%1: a set is %2")
                 .arg(QString::fromStdString(ribbon.plan->shape().layout().letters()),
                      fromCore(memoryRuns(*ribbon.plan)));
  }
  setAccessibleDescription(lines.join(QStringLiteral("; ")));
}

QRectF MemoryRibbon::bandOf(std::size_t ribbon) const {
  const double top = topMargin + ribbonLineHeight * static_cast<double>(ribbon) + 20;
  return {ribbonMargin, top, std::max(1.0, width() - 2 * ribbonMargin), bandHeight};
}

std::optional<std::int64_t> MemoryRibbon::elementAt(const QPointF& point) const {
  for (std::size_t i = 0; i < ribbons_.size(); ++i) {
    const QRectF band = bandOf(i).adjusted(0, -3, 0, 3);
    if (!band.contains(point)) continue;
    const Shape& shape = ribbons_[i].plan->shape();
    const double share = (point.x() - band.left()) / band.width();
    const auto at = std::clamp(static_cast<std::int64_t>(share * static_cast<double>(shape.elementCount())),
                               std::int64_t{0}, shape.elementCount() - 1);
    return offsetIn(ribbons_.front().plan->shape(), shape, at);
  }
  return std::nullopt;
}

void MemoryRibbon::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), theme_.background);
  painter.fillRect(QRectF(0, 0, width(), 1), theme_.border);
  painter.setRenderHint(QPainter::Antialiasing);
  for (std::size_t i = 0; i < ribbons_.size(); ++i) paintRibbon(painter, i);
}

void MemoryRibbon::paintRibbon(QPainter& painter, std::size_t index) const {
  const Ribbon& ribbon = ribbons_[index];
  const QRectF band = bandOf(index);
  const std::int64_t selected = offsetIn(ribbon.plan->shape(), ribbons_.front().plan->shape(), selection_);
  const QString layout = QString::fromStdString(ribbon.plan->shape().layout().letters());
  const QPointF left = band.topLeft() + QPointF(0, -6);
  painter.setFont(uiFont(12, QFont::DemiBold));
  painter.setPen(theme_.text);
  const QString title = index == 0 ? tr("Memory, %1").arg(layout) : tr("The same in %1").arg(layout);
  painter.drawText(left, title);
  const double used = QFontMetricsF(painter.font()).horizontalAdvance(title) + 12;
  const QFont font = uiFont(12);
  painter.setFont(font);
  painter.setPen(theme_.textQuiet);
  const QString runs = tr("a set is %1").arg(fromCore(memoryRuns(*ribbon.plan)));
  painter.drawText(left + QPointF(used, 0),
                   QFontMetricsF(font).elidedText(runs, Qt::ElideRight, band.width() - used));
  paintBand(painter, ribbon, band, selected);
}

/// A field per pixel, or per element where there are few: its colour says how much of it belongs to the set.
void MemoryRibbon::paintBand(QPainter& painter, const Ribbon& ribbon, const QRectF& band,
                             std::int64_t selected) const {
  const std::int64_t count = ribbon.plan->shape().elementCount();
  const auto fields = std::min(count, static_cast<std::int64_t>(band.width() * devicePixelRatioF()));
  const double width = band.width() / static_cast<double>(fields);
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing, width > 3);
  painter.setPen(Qt::NoPen);
  painter.fillRect(band, theme_.plain.left);
  const auto borderOf = [&](std::int64_t field) {
    return static_cast<std::int64_t>(static_cast<double>(field) * static_cast<double>(count) /
                                     static_cast<double>(fields));
  };
  std::int64_t below = 0;
  for (std::int64_t field = 0; field < fields; ++field) {
    const std::int64_t end = field + 1 == fields ? count : borderOf(field + 1);
    const std::int64_t upTo = ribbon.memory.countBelow(end, selected);
    const double share = static_cast<double>(upTo - below) /
                         static_cast<double>(std::max<std::int64_t>(end - borderOf(field), 1));
    below = upTo;
    if (share <= 0) continue;
    const QColor color =
        mixed(theme_.plain.left, theme_.accent, leastShare + (1 - leastShare) * std::min(share, 1.0));
    painter.fillRect(
        QRectF(band.left() + static_cast<double>(field) * width, band.top(), width, band.height()), color);
  }
  if (width >= 4) {
    painter.setPen(QPen(theme_.background, 1));
    for (std::int64_t field = 1; field < fields; ++field) {
      const double x = band.left() + static_cast<double>(field) * width;
      painter.drawLine(QPointF(x, band.top()), QPointF(x, band.bottom()));
    }
  }
  painter.restore();
  const double at =
      band.left() + (static_cast<double>(selected) + 0.5) / static_cast<double>(count) * band.width();
  const QPointF tip(at, band.bottom() + 1);
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme_.text);
  const QPointF marker[] = {tip, tip + QPointF(-4, 6), tip + QPointF(4, 6)};
  painter.drawConvexPolygon(marker, 3);
}

void MemoryRibbon::mouseMoveEvent(QMouseEvent* event) {
  if (const auto element = elementAt(event->position())) emit elementHovered(*element);
}

void MemoryRibbon::mousePressEvent(QMouseEvent* event) {
  if (const auto element = elementAt(event->position())) emit elementClicked(*element);
}

}  // namespace normscope
