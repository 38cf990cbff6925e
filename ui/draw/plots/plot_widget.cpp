#include "ui/draw/plots/plot_widget.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/draw/plots/plot_export.h"
#include "ui/draw/plots/plot_lines.h"
#include "ui/draw/plots/plot_scene.h"

namespace normscope {
namespace {

constexpr int focusMargin = 4;  // room for the focus frame

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

}  // namespace

PlotWidget::PlotWidget(QWidget* parent)
    : QWidget(parent),
      theme_(Theme::light()),
      plot_(new QCustomPlot(this)),
      scene_(std::make_unique<PlotScene>(*plot_)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(focusMargin, focusMargin, focusMargin, focusMargin);
  layout->addWidget(plot_);
  // Else every plot would repaint at once, and the whole window with it, instead of all together.
  plot_->setPlottingHint(QCP::phImmediateRefresh, false);
  plot_->setMouseTracking(true);
  plot_->setFocusPolicy(Qt::NoFocus);
  plot_->setMinimumSize(0, 0);
  plot_->installEventFilter(this);
  PlotDocument nothingYet;
  nothingYet.message = "Nothing has been computed yet.";
  setDocument(nothingYet);
}

PlotWidget::~PlotWidget() {
  plot_->removeEventFilter(this);
}

void PlotWidget::setDocument(const PlotDocument& document) {
  scene_->show(document, theme_, theme_.panel);
  drawLater(Outdated::everything);
  // Only the statistics plot answers keys; the others would be stops on the way that do nothing.
  setFocusPolicy(document.statistics() && !document.isEmpty() ? Qt::StrongFocus : Qt::NoFocus);
  updateAccessibility();
  updateGeometry();
}

void PlotWidget::setTheme(const Theme& theme) {
  theme_ = theme;
  rebuild();
}

void PlotWidget::rebuild() {
  const PlotDocument document = scene_->document();
  setDocument(document);
  update();
}

void PlotWidget::setSelectedSet(qint64 set) {
  const auto chosen = set < 0 ? std::nullopt : std::optional<std::int64_t>(set);
  if (chosen == scene_->document().selectedSet) return;
  scene_->select(chosen);
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
  if (what == Outdated::everything) plot_->replot(QCustomPlot::rpQueuedRefresh);
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
  return {200, document().isEmpty() ? TitleLine::height + 40 : 156};
}

void PlotWidget::hover(std::optional<qint64> set) {
  if (set == hovered_) return;
  hovered_ = set;
  emit setHovered(set.value_or(-1));
}

bool PlotWidget::eventFilter(QObject* watched, QEvent* event) {
  if (watched != plot_) return QWidget::eventFilter(watched, event);
  switch (event->type()) {
    case QEvent::MouseMove:
      hover(scene_->setAt(static_cast<QMouseEvent*>(event)->position()));
      break;
    case QEvent::Leave:
      hover(std::nullopt);
      break;
    case QEvent::MouseButtonPress: {
      const auto* press = static_cast<QMouseEvent*>(event);
      const auto set = scene_->setAt(press->position());
      if (set && press->button() == Qt::LeftButton) {
        setFocus(Qt::MouseFocusReason);
        emit setClicked(*set);
      }
      break;
    }
    case QEvent::ToolTip: {
      const auto* help = static_cast<QHelpEvent*>(event);
      const auto set = scene_->setAt(help->pos());
      const std::string text = set ? describeSet(*document().statistics(), *set) : document().note;
      QToolTip::showText(help->globalPos(), QString::fromStdString(text), plot_);
      return true;
    }
    case QEvent::Resize:
      followScreen();
      plot_->setViewport(plot_->rect());
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

void PlotWidget::keyPressEvent(QKeyEvent* event) {
  const StatisticsPlot* sets = document().statistics();
  if (sets == nullptr || document().isEmpty()) return QWidget::keyPressEvent(event);
  const auto selected = document().selectedSet;
  const auto target = keyTarget(event->key(), selected, sets->setCount());
  if (!target) return QWidget::keyPressEvent(event);
  if (selected && *selected == *target) return;
  setSelectedSet(*target);
  emit setClicked(*target);
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
  painter.fillRect(rect(), theme_.panel);
  if (!showsFocus_) return;
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(theme_.accent, 2));
  painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
}

void PlotWidget::updateAccessibility() {
  const PlotDocument& shown = document();
  setAccessibleName(QString::fromStdString(shown.title));
  std::string text = shown.isEmpty() ? shown.message : shown.note;
  if (!shown.warning.empty()) text += ", " + shown.warning;
  const StatisticsPlot* sets = shown.statistics();
  if (sets != nullptr && shown.selectedSet && *shown.selectedSet < sets->setCount() && !shown.isEmpty())
    text += "; " + describeSet(*sets, *shown.selectedSet);
  setAccessibleDescription(QString::fromStdString(text));
}

}  // namespace normscope
