#include "ui/draw/cube/cube_view.h"

#include <QPainter>
#include <QStyle>
#include <algorithm>
#include <cmath>

#include "core/view/cube/cube_text.h"
#include "ui/base/fonts.h"
#include "ui/draw/cube/cube_header.h"
#include "ui/draw/cube/cube_legend.h"

namespace normscope {
namespace {

constexpr int turnMilliseconds = 220;
constexpr ElementView::ZoomSteps zoomSteps = {1.1, 1.15};

CubeStyle viewStyle(const QRectF& room, const CubeViewOptions& options, std::size_t cubes) {
  CubeStyle style;
  style.lineWidth = 1;
  style.labelSize = std::clamp(std::min(room.width(), room.height()) / 22, 12.0, 24.0);
  if (cubes > 1) style.labelSize = std::clamp(style.labelSize * 0.7, 11.0, 16.0);
  style.joinCells = true;
  style.fixedScale = true;
  style.tagAxes = options.axes;
  style.markSelected = true;
  return style;
}

/// What is of another shape than the active pane, as a difference that came before a change, is not shown.
void dropOtherShapes(std::vector<CubePane>& panes, std::size_t active) {
  const auto hasPlan = [](const CubePane& pane) { return pane.plan != nullptr; };
  const auto first = std::find_if(panes.begin(), panes.end(), hasPlan);
  if (first == panes.end()) return;
  const CubePane& leading = active < panes.size() && panes[active].plan ? panes[active] : *first;
  const Shape shape = leading.plan->shape();
  for (CubePane& pane : panes) {
    if (!pane.plan || pane.plan->shape() == shape) continue;
    pane.plan.reset();
    if (pane.problem.isEmpty()) pane.problem = CubeView::tr("computing…");
  }
}

}  // namespace

CubeView::CubeView(QWidget* parent) : ElementView(tr("Cube of the tensor"), zoomSteps, parent) {
  panes_.resize(1);
  turning_.setDuration(turnMilliseconds);
  turning_.setEasingCurve(QEasingCurve::InOutCubic);
  describe();
}

void CubeView::setPanes(std::vector<CubePane> panes, std::size_t active) {
  panes_.clear();
  dropOtherShapes(panes, active);
  for (CubePane& pane : panes) panes_.push_back({pane, pane.content, std::nullopt});
  if (panes_.empty()) panes_.resize(1);
  active_ = std::min(active, panes_.size() - 1);
  const ReductionPlan* shown = plan(active_);
  if (!shown || selection_ >= shown->shape().elementCount()) selection_ = 0;
  hovered_.reset();
  changed();
}

void CubeView::setPlan(std::shared_ptr<const ReductionPlan> plan) {
  CubePane pane;
  pane.plan = std::move(plan);
  pane.content = panes_.front().content;
  setPanes({std::move(pane)}, 0);
}

void CubeView::setSelection(std::int64_t offset, bool pinned) {
  const ReductionPlan* shown = plan(active_);
  if (shown && (offset < 0 || offset >= shown->shape().elementCount())) return;
  if (offset == selection_ && pinned == pinned_) return;
  selection_ = offset;
  pinned_ = pinned;
  changed();
}

void CubeView::setContent(const CubeContent& content) {
  for (Pane& pane : panes_) pane.content = content;
  changed();
}

void CubeView::setOptions(const CubeViewOptions& options) {
  if (options == options_) return;
  options_ = options;
  changed();
}

void CubeView::setCamera(const CubeCamera& camera) {
  turning_.stop();
  if (camera == camera_) return;
  camera_ = camera;
  forgetGeometry();
  update();
  emit cameraChanged();
}

void CubeView::turnTo(const CubeCamera& camera) {
  turning_.stop();
  if (style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) == 0 || !isVisible()) {
    return setCamera(camera);
  }
  const CubeCamera from = camera_;
  const double byYaw = camera.yaw - from.yaw - 360 * std::round((camera.yaw - from.yaw) / 360);
  turning_.disconnect(this);
  turning_.setStartValue(0.0);
  turning_.setEndValue(1.0);
  connect(&turning_, &QVariantAnimation::valueChanged, this,
          [this, from, camera, byYaw](const QVariant& value) {
            const double at = value.toDouble();
            camera_ = at == 1 ? camera : from.turned(byYaw * at, (camera.pitch - from.pitch) * at);
            camera_.zoom = from.zoom * std::pow(camera.zoom / from.zoom, at);
            forgetGeometry();
            update();
            emit cameraChanged();
          });
  turning_.start();
}

void CubeView::setStale(bool stale, const QString& message) {
  stale_ = stale;
  setToolTip(stale ? message : QString());
  update();
}

void CubeView::forgetGeometry() {
  for (Pane& pane : panes_) pane.row.reset();
}

void CubeView::changed() {
  forgetGeometry();
  describe();
  update();
}

bool CubeView::isEmpty() const {
  return !plan(active_) || plan(active_)->shape().elementCount() == 0;
}

void CubeView::describe() {
  if (isEmpty()) {
    setAccessibleDescription(tr("no elements"));
    return;
  }
  const ReductionPlan& shown = *plan(active_);
  setAccessibleDescription(QString::fromStdString(normTitleInFull(shown) + ": " + setsSentence(shown) + "; " +
                                                  selectedSet(shown, selection_)));
}

const CubeRow& CubeView::row(std::size_t pane) const {
  const Pane& wanted = panes_[pane];
  if (!wanted.row) {
    wanted.row = CubeRow{{CubeGeometry()}, {}, {}};
    if (wanted.given.plan) {
      wanted.row =
          cubeRow(*wanted.given.plan, selection_, camera_, rowOptionsOf(options_, wanted.content.show));
    }
  }
  return *wanted.row;
}

/// Two panes lie side by side, more in two lines.
QRectF CubeView::areaOf(std::size_t pane) const {
  return gridCell(pane, panes_.size(), panes_.size() == 1 ? 1 : 2);
}

QRectF CubeView::roomOf(std::size_t pane) const {
  return roomForCube(areaOf(pane), panes_.size() > 1, panes_[pane].content.parameters);
}

std::vector<CubePlacement> CubeView::placements(std::size_t pane) const {
  const QRectF room = roomOf(pane);
  return placeRow(row(pane), room, viewStyle(room, options_, row(pane).cubes.size()), camera_.zoom);
}

std::optional<std::size_t> CubeView::paneAt(const QPointF& point) const {
  for (std::size_t pane = 0; pane < panes_.size(); ++pane) {
    if (areaOf(pane).contains(point)) return pane;
  }
  return std::nullopt;
}

std::optional<std::int64_t> CubeView::elementAt(const QPointF& point) const {
  const auto pane = paneAt(point);
  if (!pane || !plan(*pane)) return std::nullopt;
  const auto placed = placements(*pane);
  const CubeRow& cubes = row(*pane);
  for (std::size_t i = 0; i < placed.size(); ++i) {
    const CubeGeometry& geometry = cubes.cubes[i];
    if (const auto cell = cellAt(geometry, placed[i].unmap(point))) return representativeOf(geometry, *cell);
  }
  return std::nullopt;
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

void CubeView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), theme().background);
  const double limit = sharedLimit();
  for (std::size_t i = 0; i < panes_.size(); ++i) paintPane(painter, i, limit);
  if (panes_.size() > 1 && limit > 0) {
    painter.setFont(uiFont(12));
    const QRectF place = areaOf(panes_.size() == 3 ? 0 : panes_.size() == 2 ? 0 : 2);
    paintColorBar(painter, {24, place.bottom() - 17, 126, 9}, limit, theme());
  }
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
                panes_.size() > 1, pane == active_, saysNote(pane)});
  if (row(pane).empty()) {
    paintEmpty(painter, area, tr("This tensor has no elements; give every axis an extent of 1 or more"));
  }
}

/// The same note is said once, at the last pane that has no colour bar of its own in that place.
bool CubeView::saysNote(std::size_t pane) const {
  if (panes_[pane].content.ownScale) return false;
  std::size_t last = panes_.size() - 1;
  while (last > 0 && panes_[last].content.ownScale) --last;
  if (pane == last || !plan(last)) return true;
  return cubeNote(*plan(pane), row(pane)) != cubeNote(*plan(last), row(last));
}

void CubeView::paintEmpty(QPainter& painter, const QRectF& area, const QString& text) const {
  painter.setFont(uiFont(13));
  painter.setPen(theme().textQuiet);
  painter.drawText(area.adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap, text);
}

}  // namespace normscope
