#include "ui/cube/cube_view.h"

#include <QPainter>
#include <cmath>

#include "ui/cube/cube_header.h"
#include "ui/cube/cube_text.h"
#include "ui/fonts.h"

namespace normscope {
namespace {

CubeStyle viewStyle(const QRectF& room) {
  CubeStyle style;
  style.lineWidth = 1;
  style.labelSize = std::clamp(std::min(room.width(), room.height()) / 22, 12.0, 24.0);
  style.joinCells = true;
  style.fixedScale = true;
  return style;
}

}  // namespace

CubeView::CubeView(QWidget* parent) : QWidget(parent) {
  loadFonts();
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAttribute(Qt::WA_OpaquePaintEvent);
  setAccessibleName(tr("Cube of the tensor"));
  describe();
}

void CubeView::setPlan(std::shared_ptr<const ReductionPlan> plan) {
  plan_ = std::move(plan);
  if (!plan_ || selection_ >= plan_->shape().elementCount()) selection_ = 0;
  hovered_.reset();
  setContent(content_);
}

void CubeView::setSelection(std::int64_t offset, bool pinned) {
  if (plan_ && (offset < 0 || offset >= plan_->shape().elementCount())) return;
  if (offset == selection_ && pinned == pinned_) return;
  selection_ = offset;
  pinned_ = pinned;
  changed();
}

void CubeView::setContent(const CubeContent& content) {
  content_ = content;
  values_ = std::make_shared<std::map<std::array<std::int64_t, 6>, double>>();
  changed();
}

void CubeView::setTheme(const Theme& theme) {
  theme_ = theme;
  update();
}

void CubeView::setCamera(const CubeCamera& camera) {
  if (camera == camera_) return;
  camera_ = camera;
  geometryValid_ = false;
  update();
  emit cameraChanged();
}

void CubeView::setStale(bool stale, const QString& message) {
  stale_ = stale;
  setToolTip(stale ? message : QString());
  update();
}

void CubeView::changed() {
  geometryValid_ = false;
  describe();
  update();
}

void CubeView::describe() {
  if (!plan_ || plan_->shape().elementCount() == 0) {
    setAccessibleDescription(tr("no elements"));
    return;
  }
  setAccessibleDescription(QString::fromStdString(normTitleInFull(*plan_) + ": " + setsSentence(*plan_) +
                                                  "; " + selectedSet(*plan_, selection_)));
}

const CubeGeometry& CubeView::geometry() const {
  if (geometryValid_) return geometry_;
  CubeOptions options;
  options.revealHidden = content_.show == CubeShow::set;
  geometry_ = plan_ ? cubeGeometry(*plan_, selection_, camera_, options) : CubeGeometry();
  geometryValid_ = true;
  return geometry_;
}

CubePlacement CubeView::placement() const {
  const QRectF room = roomForCube(rect());
  return placeCube(geometry(), room, viewStyle(room), camera_.zoom);
}

std::optional<std::int64_t> CubeView::elementAt(const QPointF& point) const {
  if (!plan_) return std::nullopt;
  const auto cell = cellAt(geometry(), placement().unmap(point));
  if (!cell) return std::nullopt;
  return representativeOf(*plan_, geometry(), *cell);
}

/// The content with its values remembered: a value may stand for the mean of many elements.
CubeContent CubeView::cachedContent() const {
  CubeContent content = content_;
  if (!content_.value) return content;
  content.value = [value = content_.value, known = values_](const CubeCell& cell) {
    const auto& r = cell.ranges;
    const std::array<std::int64_t, 6> key = {r[0].begin, r[0].end,   r[1].begin,
                                             r[1].end,   r[2].begin, r[2].end};
    const auto [place, isNew] = known->try_emplace(key, 0);
    if (isNew) place->second = value(cell);
    return place->second;
  };
  return content;
}

void CubeView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), theme_.background);
  if (!plan_) {
    paintEmpty(painter, tr("Open a tensor, or pick a generated one, to see its cube"));
  } else {
    const CubeContent content = cachedContent();
    const QRectF room = roomForCube(rect());
    painter.save();
    painter.setClipRect(room);  // a zoomed cube stays out of the heading
    paintCube(painter, placement(), *plan_, geometry(), content, theme_, viewStyle(room));
    painter.restore();
    paintCaption(painter, rect(), {*plan_, geometry(), content, theme_, selection_, pinned_, stale_});
    if (geometry().empty()) {
      paintEmpty(painter, tr("This tensor has no elements; give every axis an extent of 1 or more"));
    }
  }
  if (!showFocus_) return;
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(theme_.accent, 1.5));
  painter.drawRoundedRect(QRectF(rect()).adjusted(2, 2, -2, -2), 4, 4);
}

void CubeView::paintEmpty(QPainter& painter, const QString& text) const {
  painter.setFont(uiFont(13));
  painter.setPen(theme_.textQuiet);
  painter.drawText(QRectF(rect()).adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap, text);
}

}  // namespace normscope
