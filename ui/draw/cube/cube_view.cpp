#include "ui/draw/cube/cube_view.h"

#include <QStyle>
#include <algorithm>
#include <cmath>

#include "core/view/cube/cube_text.h"
#include "ui/base/core_words.h"

namespace normscope {
namespace {

constexpr int turnMilliseconds = 220;
constexpr int moveMilliseconds = 200;
constexpr double moveStart = 0.3;  // the first frame, which is there at once, shows the new highlight already
constexpr ElementView::ZoomSteps zoomSteps = {1.1, 1.15};

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
  moving_.setDuration(moveMilliseconds);
  moving_.setEasingCurve(QEasingCurve::OutCubic);
  moving_.setStartValue(moveStart);
  moving_.setEndValue(1.0);
  connect(&moving_, &QVariantAnimation::valueChanged, this, qOverload<>(&QWidget::update));
  connect(&moving_, &QVariantAnimation::finished, this, &CubeView::endMove);
  describe();
}

void CubeView::setPanes(std::vector<CubePane> panes, std::size_t active) {
  dropOtherShapes(panes, active);
  const Move move = moveTo(panes);
  if (move == Move::starts) {
    before_ = picture();
    moving_.stop();
    moving_.start();
  } else if (move == Move::none) {
    endMove();
  }
  panes_.clear();
  for (CubePane& pane : panes) panes_.push_back({pane, pane.content, std::nullopt});
  if (panes_.empty()) panes_.resize(1);
  active_ = std::min(active, panes_.size() - 1);
  const ReductionPlan* shown = plan(active_);
  if (!shown || selection_ >= shown->shape().elementCount()) selection_ = 0;
  hovered_.reset();
  forgetGeometry();
  describe();
  update();
}

/// Only where the same cubes light another set is there something to follow with the eyes; norms that change
/// places are told apart by a jump.
CubeView::Move CubeView::moveTo(const std::vector<CubePane>& panes) const {
  if (!wantsMotion() || panes.size() != panes_.size()) return Move::none;
  bool same = true;
  for (std::size_t i = 0; i < panes.size(); ++i) {
    const auto& before = panes_[i].given.plan;
    const auto& after = panes[i].plan;
    const bool lights = panes_[i].content.show == CubeShow::set && panes[i].content.show == CubeShow::set;
    if (!before || !after || !lights || !(before->shape() == after->shape())) return Move::none;
    same = same && before->spec() == after->spec();
  }
  if (same) return Move::goesOn;
  const bool changePlaces = std::all_of(panes.begin(), panes.end(), [&](const CubePane& pane) {
    return std::any_of(panes_.begin(), panes_.end(),
                       [&](const Pane& before) { return before.given.plan->spec() == pane.plan->spec(); });
  });
  return changePlaces ? Move::none : Move::starts;
}

void CubeView::endMove() {
  moving_.stop();
  before_ = QPixmap();
}

void CubeView::setMotion(bool motion) {
  motion_ = motion;
  if (!motion) endMove();
}

bool CubeView::wantsMotion() const {
  return motion_ && isVisible() &&
         style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) != 0;
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
  endMove();
  camera_ = camera;
  forgetGeometry();
  update();
  emit cameraChanged();
}

void CubeView::turnTo(const CubeCamera& camera) {
  turning_.stop();
  if (!wantsMotion()) return setCamera(camera);
  endMove();
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
  columnsNow_.reset();
  footNow_.reset();
}

void CubeView::changed() {
  endMove();
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
  setAccessibleDescription(QStringLiteral("%1: %2; %3")
                               .arg(fromCore(normTitleInFull(shown)), fromCore(setsSentence(shown)),
                                    fromCore(selectedSet(shown, selection_))));
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

}  // namespace normscope
