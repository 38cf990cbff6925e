#include "ui/draw/plots/plot_widget.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/base/core_words.h"
#include "ui/draw/plots/plot_explorer.h"
#include "ui/draw/plots/plot_export.h"
#include "ui/draw/plots/plot_lines.h"
#include "ui/draw/plots/plot_scene.h"
#include "ui/draw/plots/readout_box.h"

namespace normscope {
namespace {

constexpr int focusMargin = 4;  // room for the focus frame
constexpr int lowestPlot = 110;

/// Lower than that of the window's own repaint: the cube is on the screen before a plot is drawn.
constexpr int drawPriority = Qt::LowEventPriority - 1;

QEvent::Type drawEvent() {
  static const int type = QEvent::registerEventType();
  return static_cast<QEvent::Type>(type);
}

/// The set that a key leads to, from `from` (or none) among `count` sets.
std::optional<qint64> keyTarget(int key, std::optional<qint64> from, qint64 count) {
  const qint64 page = std::max<qint64>(1, count / 10);
  const auto moved = [&](qint64 by) { return std::clamp<qint64>(from ? *from + by : 0, 0, count - 1); };
  switch (key) {
    case Qt::Key_Left:
      return moved(-1);
    case Qt::Key_Right:
      return moved(1);
    case Qt::Key_PageUp:
      return moved(-page);
    case Qt::Key_PageDown:
      return moved(page);
    case Qt::Key_Home:
      return 0;
    case Qt::Key_End:
      return count - 1;
    default:
      return std::nullopt;
  }
}

/// The parts of `view` that still mean the same in another document.
PlotView kept(const PlotDocument& before, const PlotDocument& now) {
  if (before.isEmpty() || now.isEmpty() || before.kind != now.kind) return {};
  if (before.data.index() != now.data.index() || wholeX(before) != wholeX(now)) return {};
  return {before.view.x, wholeY(before) == wholeY(now) ? before.view.y : std::nullopt};
}

}  // namespace

PlotWidget::PlotWidget(QWidget* parent)
    : QWidget(parent),
      theme_(Theme::light()),
      plot_(new QCustomPlot(this)),
      scene_(std::make_unique<PlotScene>(*plot_)),
      explorer_(std::make_unique<PlotExplorer>(*scene_)),
      readout_(new ReadoutBox(this)),
      showAll_(new QAction(tr("Show all"), this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(focusMargin, focusMargin, focusMargin, focusMargin);
  layout->addWidget(plot_);
  // Else every plot would repaint at once, and the whole window with it, instead of all together.
  plot_->setPlottingHint(QCP::phImmediateRefresh, false);
  plot_->setMouseTracking(true);
  plot_->setFocusPolicy(Qt::NoFocus);
  plot_->setMinimumSize(0, 0);
  // QCustomPlot sets it, and it would keep right clicks from the menu of this widget.
  plot_->setAttribute(Qt::WA_NoMousePropagation, false);
  plot_->installEventFilter(this);
  setContextMenuPolicy(Qt::ActionsContextMenu);
  showAll_->setObjectName(QStringLiteral("plot-show-all"));
  showAll_->setEnabled(false);
  addAction(showAll_);
  connect(showAll_, &QAction::triggered, this, [this] { setView({}); });
  auto* separator = new QAction(this);
  separator->setSeparator(true);
  addAction(separator);
  PlotDocument nothingYet;
  nothingYet.message = "Nothing has been computed yet.";
  setDocument(nothingYet);
}

PlotWidget::~PlotWidget() {
  plot_->removeEventFilter(this);
}

void PlotWidget::setDocument(const PlotDocument& document) {
  if (!document.view.isWhole() || document.isEmpty()) return showDocument(document);
  PlotDocument seen = document;
  seen.view = kept(scene_->document(), document);
  showDocument(seen);
}

void PlotWidget::showDocument(const PlotDocument& document) {
  scene_->show(document,
               {theme_, ground_ == PlotGround::panel ? theme_.panel : theme_.background, true, fromCore});
  drawLater(Outdated::everything);
  setFocusPolicy(document.isEmpty() ? Qt::NoFocus : Qt::StrongFocus);
  showAll_->setEnabled(!document.view.isWhole());
  pointAt(pointer_);
  updateAccessibility();
  updateGeometry();
}

void PlotWidget::setGround(PlotGround ground) {
  ground_ = ground;
  drawLater(Outdated::everything);
}

void PlotWidget::setTheme(const Theme& theme) {
  theme_ = theme;
  readout_->setTheme(theme);
  showDocument(PlotDocument(scene_->document()));
  update();
}

void PlotWidget::setView(const PlotView& view) {
  PlotDocument document = scene_->document();
  document.view = view;
  showDocument(document);
}

void PlotWidget::setSelectedSet(qint64 set, int norm) {
  const auto chosen = set < 0 ? std::nullopt : std::optional<std::int64_t>(set);
  const auto at = static_cast<std::size_t>(norm);
  const std::vector<SetBlock> blocks = setBlocks(scene_->document());
  if (at < blocks.size() && chosen == blocks[at].selectedSet) return;
  scene_->select(at, chosen);
  drawLater(Outdated::selection);
  updateAccessibility();
}

/// One drawing for all changes until then.
void PlotWidget::drawLater(Outdated what) {
  if (outdated_ == Outdated::nothing)
    QCoreApplication::postEvent(this, new QEvent(drawEvent()), drawPriority);
  outdated_ = std::max(outdated_, what);
}

void PlotWidget::customEvent(QEvent* event) {
  if (event->type() != drawEvent()) return QWidget::customEvent(event);
  const Outdated what = std::exchange(outdated_, Outdated::nothing);
  if (what == Outdated::everything) {
    plot_->replot(QCustomPlot::rpQueuedRefresh);
    pointAt(pointer_);
  }
  if (what == Outdated::selection) scene_->drawSelection();
}

const PlotDocument& PlotWidget::document() const {
  return scene_->document();
}

void PlotWidget::copyNumbers() const {
  QGuiApplication::clipboard()->setText(QString::fromStdString(csvOf(document())));
}

void PlotWidget::exportTo(const std::string& path, double widthMm) const {
  writePlot(document(), theme_, path, widthMm);
}

QSize PlotWidget::sizeHint() const {
  return {380, document().isEmpty() ? TitleLine::height + 40 : 200};
}

QSize PlotWidget::minimumSizeHint() const {
  return {200, document().isEmpty() ? TitleLine::height + 40 : lowestPlot};
}

void PlotWidget::hover(std::optional<SetOfNorm> set) {
  if (set == hovered_) return;
  hovered_ = set;
  emit setHovered(set ? set->set : -1, set ? static_cast<int>(set->norm) : 0);
}

/// Marks and reads out what stands at a position of the plot.
void PlotWidget::pointAt(std::optional<QPointF> position) {
  pointer_ = position;
  const bool inside = position && !explorer_->isDragging() && scene_->partAt(*position) == PlotPart::frame;
  const auto at = inside ? std::optional(scene_->xAt(*position)) : std::nullopt;
  scene_->point(at);
  if (!at) return readout_->showLines({}, {}, {});
  readout_->showLines(
      readoutAt(document(), *at), plot_->mapToParent(position->toPoint()),
      rect().adjusted(focusMargin, TitleLine::height + focusMargin, -focusMargin, -focusMargin));
}

void PlotWidget::mouseMoved(const QMouseEvent& event) {
  const auto view = explorer_->drag(event.position());
  if (explorer_->isDragging()) {
    if (!document().view.isWhole()) plot_->setCursor(Qt::ClosedHandCursor);
    if (view) setView(*view);
  }
  pointAt(event.position());
  if (explorer_->isDragging()) return;
  const bool inside = scene_->partAt(event.position()) == PlotPart::frame;
  hover(inside ? setAt(document(), scene_->xAt(event.position())) : std::nullopt);
}

void PlotWidget::mousePressed(const QMouseEvent& event) {
  if (event.button() != Qt::LeftButton || scene_->partAt(event.position()) == PlotPart::outside) return;
  setFocus(Qt::MouseFocusReason);
  explorer_->press(event.position());
}

void PlotWidget::mouseReleased(const QMouseEvent& event) {
  if (event.button() != Qt::LeftButton) return;
  plot_->unsetCursor();
  const bool click = explorer_->release();
  if (!click || scene_->partAt(event.position()) != PlotPart::frame) return pointAt(event.position());
  if (const auto set = setAt(document(), scene_->xAt(event.position())))
    emit setClicked(set->set, static_cast<int>(set->norm));
}

void PlotWidget::wheelTurned(const QWheelEvent& event) {
  const bool shift = event.modifiers().testFlag(Qt::ShiftModifier);
  const QPointF steps = QPointF(event.angleDelta()) / 120;
  // Some systems turn the wheel sideways where Shift is held.
  const double turned = shift && steps.y() == 0 ? steps.x() : steps.y();
  auto view = explorer_->wheel(event.position(), turned, shift);
  if (!view && !shift) view = explorer_->tilt(steps.x());
  if (view) setView(*view);
}

bool PlotWidget::eventFilter(QObject* watched, QEvent* event) {
  if (watched != plot_) return QWidget::eventFilter(watched, event);
  switch (event->type()) {
    case QEvent::MouseMove:
      mouseMoved(*static_cast<QMouseEvent*>(event));
      return true;
    case QEvent::Leave:
      pointAt(std::nullopt);
      hover(std::nullopt);
      break;
    case QEvent::MouseButtonPress:
      mousePressed(*static_cast<QMouseEvent*>(event));
      return true;
    case QEvent::MouseButtonRelease:
      mouseReleased(*static_cast<QMouseEvent*>(event));
      return true;
    case QEvent::MouseButtonDblClick:
      if (static_cast<QMouseEvent*>(event)->button() == Qt::LeftButton) setView({});
      return true;
    case QEvent::Wheel:
      if (document().isEmpty()) {
        event->ignore();
        return true;
      }
      wheelTurned(*static_cast<QWheelEvent*>(event));
      event->accept();
      return true;
    case QEvent::Resize:
      followScreen();
      plot_->setViewport(plot_->rect());
      if (scene_->isOutgrown()) showDocument(PlotDocument(scene_->document()));
      drawLater(Outdated::everything);
      return true;  // QCustomPlot would draw at once
    case QEvent::Show:
      followScreen();
      break;
    default:
      break;
  }
  return QWidget::eventFilter(watched, event);
}

/// A window may have moved to a screen of another scale.
void PlotWidget::followScreen() {
  if (plot_->bufferDevicePixelRatio() != plot_->devicePixelRatioF())
    plot_->setBufferDevicePixelRatio(plot_->devicePixelRatioF());
}

/// Keys that explore are no shortcuts of the window while the plot has the focus.
bool PlotWidget::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride) {
    const auto* press = static_cast<QKeyEvent*>(event);
    const bool plain = (press->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == 0;
    const int key = press->key();
    if (plain && (key == Qt::Key_Plus || key == Qt::Key_Minus || key == Qt::Key_Equal || key == Qt::Key_0))
      event->accept();
  }
  return QWidget::event(event);
}

/// Chooses the set that a key leads to; with several norms keys have no set to begin from.
bool PlotWidget::walk(int key) {
  const std::vector<SetBlock> blocks = setBlocks(document());
  if (blocks.size() != 1) return false;
  const auto selected = blocks[0].selectedSet;
  const auto target = keyTarget(key, selected, blocks[0].plot->setCount());
  if (!target) return false;
  keepInView(*target);
  if (selected && *selected == *target) return true;
  setSelectedSet(*target);
  emit setClicked(*target, 0);
  return true;
}

void PlotWidget::keepInView(std::int64_t set) {
  const auto& shown = document().view.x;
  const auto at = static_cast<double>(set);
  if (!shown || (at >= shown->low && at <= shown->high)) return;
  PlotView view = document().view;
  view.x = moved(*shown, at - (shown->low + shown->size() / 2), wholeX(document()));
  setView(view);
}

void PlotWidget::keyPressEvent(QKeyEvent* event) {
  const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
  if (document().isEmpty() || (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier)) != 0)
    return QWidget::keyPressEvent(event);
  if (!shift && walk(event->key())) return;
  if (const auto view = explorer_->key(event->key(), shift)) {
    setView(*view);
  } else {
    QWidget::keyPressEvent(event);
  }
}

void PlotWidget::focusInEvent(QFocusEvent* event) {
  const Qt::FocusReason reason = event->reason();
  showsFocus_ = reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason;
  QWidget::focusInEvent(event);
  update();
}

void PlotWidget::focusOutEvent(QFocusEvent* event) {
  showsFocus_ = false;
  QWidget::focusOutEvent(event);
  update();
}

void PlotWidget::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), (ground_ == PlotGround::panel ? theme_.panel : theme_.background));
  if (!showsFocus_) return;
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(theme_.accent, 2));
  painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
}

void PlotWidget::updateAccessibility() {
  const PlotDocument& shown = document();
  setAccessibleName(fromCore(shown.title));
  QString text = fromCore(shown.isEmpty() ? shown.message : shown.note);
  if (!shown.warning.empty()) text += QStringLiteral(", ") + fromCore(shown.warning);
  for (const SetBlock& block : setBlocks(shown)) {
    if (!block.selectedSet || *block.selectedSet >= block.plot->setCount()) continue;
    const auto* several = shown.statisticsOfNorms();
    text += QStringLiteral("; ");
    if (several != nullptr) text += fromCore(several->norms[block.norm].norm) + QStringLiteral(": ");
    text += fromCore(describeSet(*block.plot, *block.selectedSet));
  }
  if (!shown.view.isWhole()) text += QStringLiteral("; ") + tr("a part of it is shown");
  setAccessibleDescription(text);
}

}  // namespace normscope
