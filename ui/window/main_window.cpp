#include "ui/window/main_window.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QKeyEvent>
#include <QMenuBar>
#include <QMimeData>
#include <QScreen>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/base/style.h"
#include "ui/draw/cube/cube_view.h"
#include "ui/draw/maps/map_view.h"
#include "ui/draw/memory/memory_ribbon.h"
#include "ui/pages/cube_panes.h"
#include "ui/pages/map_panes.h"
#include "ui/panels/inspector.h"
#include "ui/panels/norm_bar.h"
#include "ui/panels/norm_panel.h"
#include "ui/panels/plot_column.h"
#include "ui/panels/tensor_panel.h"
#include "ui/window/actions.h"
#include "ui/window/compare_link.h"
#include "ui/window/scene_notice.h"
#include "ui/window/scene_opener.h"
#include "ui/window/status_line.h"
#include "ui/window/view_bar.h"

namespace normscope {
namespace {

QScrollArea* scrolled(QWidget* content) {
  auto* area = new QScrollArea;
  area->setProperty("role", "panel");
  area->setWidgetResizable(true);
  area->setFocusPolicy(Qt::NoFocus);  // it follows the focus of what is in it
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setWidget(content);
  return area;
}

}  // namespace

MainWindow::MainWindow(Session& session, QWidget* parent)
    : QMainWindow(parent),
      session_(session),
      norms_(session),
      comparison_(session),
      theme_(Theme::light()),
      cube_(new CubeView),
      maps_(new MapView),
      memory_(new MemoryRibbon),
      opener_(new SceneOpener(*this)) {
  connectCube();
  connectMaps();
  connectMemory();
  plots_ = new PlotColumn(session);
  const auto showDifference = [this] {
    plots_->setDifference(look_.state().shown == Shown::difference ? comparison_.compared() : nullptr);
  };
  connect(&comparison_, &Comparison::comparedChanged, plots_, showDifference);
  connect(&look_, &Look::changed, plots_, showDifference);
  setWindowTitle(QStringLiteral("Normscope"));
  setAcceptDrops(true);
  auto* body = new QWidget;
  auto* column = new QVBoxLayout(body);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(new NormBar(session));
  column->addWidget(new SceneNotice(*opener_));
  auto* parts = new QSplitter;
  parts->setObjectName(QStringLiteral("parts"));
  parts->setHandleWidth(1);
  parts->setChildrenCollapsible(false);
  parts->addWidget(makeControls());
  parts->addWidget(makeCentre());
  QScrollArea* plots = scrolled(plots_);
  plots->setMinimumWidth(340);
  parts->addWidget(plots);
  parts->setStretchFactor(1, 1);
  parts->setSizes({272, 752, 416});
  column->addWidget(parts, 1);
  column->addWidget(makeStatusLine());
  setCentralWidget(body);
  addMenus(*this);
  setTheme(theme_);
  setMinimumSize(1250, 600);
  // Room for the title bar, where the desktop adds one.
  resize(QSize(1440, 900).boundedTo(screen()->availableSize() - QSize(0, 40)));
}

QWidget* MainWindow::makeControls() {
  auto* controls = new QWidget;
  controls->setProperty("role", "panel");
  auto* column = new QVBoxLayout(controls);
  column->setContentsMargins(16, 16, 16, 16);
  column->setSpacing(24);
  auto* tensor = new TensorPanel(session_);
  column->addWidget(tensor);
  column->addWidget(new NormPanel(session_));
  column->addStretch(1);
  connect(tensor, &TensorPanel::openRequested, this, &MainWindow::askForFile);
  QScrollArea* area = scrolled(controls);
  area->setMinimumWidth(272);
  return area;
}

QWidget* MainWindow::makeCentre() {
  auto* centre = new QWidget;
  centre->setProperty("role", "canvas");
  auto* column = new QVBoxLayout(centre);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(new ViewBar(look_));
  auto* pages = new QStackedWidget;
  pages->addWidget(cube_);
  pages->addWidget(maps_);
  connect(&look_, &Look::changed, pages,
          [this, pages] { pages->setCurrentIndex(static_cast<int>(look_.state().page)); });
  column->addWidget(pages, 1);
  column->addWidget(memory_);
  column->addWidget(new Inspector(session_));
  return centre;
}

QWidget* MainWindow::makeStatusLine() {
  auto* line = new StatusLine(session_);
  line->setObjectName(QStringLiteral("status-line"));
  return line;
}

/// Connected before everything else, so that the cube learns of a change first.
void MainWindow::connectCube() {
  new CompareLink(session_, comparison_, norms_, look_, this);
  new CubePanes(session_, norms_, comparison_, look_, *cube_, this);
  connect(&session_, &Session::planChanged, this, [this] {
    setWindowTitle(QStringLiteral("%1 — Normscope").arg(QString::fromStdString(session_.source())));
  });
  connect(&session_, &Session::problemsChanged, this, &MainWindow::showStaleness);
  connect(cube_, &CubeView::elementHovered, &session_, &Session::hover);
  connect(cube_, &CubeView::elementClicked, this, &MainWindow::togglePin);
  connect(cube_, &CubeView::previousSetRequested, this, [this] { session_.stepSet(-1); });
  connect(cube_, &CubeView::nextSetRequested, this, [this] { session_.stepSet(1); });
  connect(cube_, &CubeView::previousElementRequested, this, [this] { session_.stepWithinSet(-1); });
  connect(cube_, &CubeView::nextElementRequested, this, [this] { session_.stepWithinSet(1); });
}

void MainWindow::connectMaps() {
  new MapPanes(session_, norms_, comparison_, look_, *maps_, this);
  connect(maps_, &MapView::elementHovered, &session_, &Session::hover);
  connect(maps_, &MapView::elementClicked, this, &MainWindow::togglePin);
  connect(maps_, &MapView::previousSetRequested, this, [this] { session_.stepSet(-1); });
  connect(maps_, &MapView::nextSetRequested, this, [this] { session_.stepSet(1); });
}

void MainWindow::connectMemory() {
  memory_->hide();
  connect(&look_, &Look::changed, this, [this] {
    memory_->setVisible(look_.state().memory);
    if (!look_.state().memory) return;
    memory_->setPlan(session_.plan());
    memory_->setSelection(session_.selection().element);
  });
  connect(&session_, &Session::planChanged, this, [this] {
    if (look_.state().memory) memory_->setPlan(session_.plan());
  });
  connect(&session_, &Session::selectionChanged, this,
          [this] { memory_->setSelection(session_.selection().element); });
  connect(memory_, &MemoryRibbon::elementHovered, &session_, &Session::hover);
  connect(memory_, &MemoryRibbon::elementClicked, this, &MainWindow::togglePin);
}

/// A second click on the pinned element lets go of it.
void MainWindow::togglePin(qint64 element) {
  const Selection now = session_.selection();
  session_.select(element, !(now.pinned && now.element == element));
}

void MainWindow::showStaleness() {
  cube_->setStale(session_.isStale(), tr("the last good result; see the message on the left"));
}

void MainWindow::setTheme(const Theme& theme) {
  theme_ = theme;
  QApplication::setPalette(paletteOf(theme));
  setStyleSheet(normscope::styleSheet(theme));
  cube_->setTheme(theme);
  maps_->setTheme(theme);
  memory_->setTheme(theme);
  plots_->setTheme(theme);
  findChild<StatusLine*>()->setTheme(theme);
  emit themeChanged();
}

void MainWindow::askForFile() {
  const QString path = QFileDialog::getOpenFileName(
      this, tr("Open a tensor, a session or an exported picture"), {},
      tr("What Normscope opens (*.npy *.normscope *.svg *.pdf *.png *.json);;All files (*)"));
  if (!path.isEmpty()) opener_->open(path.toStdString());
}

void MainWindow::save(const QString& path, std::function<void(const std::string&)> write) {
  auto* line = findChild<StatusLine*>();
  line->say(tr("writing %1…").arg(path));
  saving_.start(
      [write = std::move(write), file = path.toStdString()](const Progress&) {
        write(file);
        return true;
      },
      [line, path](bool) { line->say(tr("written: %1").arg(path)); },
      [line](const Error& error) { line->warn(QString::fromStdString(error.what())); });
}

void MainWindow::saveHere(const QString& path, const std::function<void(const std::string&)>& write) {
  auto* line = findChild<StatusLine*>();
  try {
    write(path.toStdString());
    line->say(tr("written: %1").arg(path));
  } catch (const Error& error) {
    line->warn(QString::fromStdString(error.what()));
  }
}

void MainWindow::say(const QString& message) {
  findChild<StatusLine*>()->say(message);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  const QList<QUrl> urls = event->mimeData()->urls();
  if (!urls.isEmpty()) opener_->open(urls.first().toLocalFile().toStdString());
}

void MainWindow::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) return session_.unpin();
  if (event->key() == Qt::Key_B && event->modifiers() == Qt::NoModifier) return look_.setFlipped(true);
  QMainWindow::keyPressEvent(event);
}

/// A key that is held repeats itself: releases come in between.
void MainWindow::keyReleaseEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_B && !event->isAutoRepeat()) look_.setFlipped(false);
  QMainWindow::keyReleaseEvent(event);
}

}  // namespace normscope
