#include "ui/window/main_window.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QMenuBar>
#include <QMimeData>
#include <QScreen>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "core/document/changes.h"
#include "ui/base/ask_file.h"
#include "ui/base/style.h"
#include "ui/draw/cube/cube_view.h"
#include "ui/draw/maps/map_view.h"
#include "ui/draw/memory/memory_ribbon.h"
#include "ui/pages/cube_page.h"
#include "ui/pages/laboratory_page.h"
#include "ui/pages/maps_page.h"
#include "ui/pages/model_page.h"
#include "ui/panels/inspector.h"
#include "ui/panels/norm_bar.h"
#include "ui/panels/norm_panel.h"
#include "ui/panels/plot_column.h"
#include "ui/panels/tensor_panel.h"
#include "ui/tools/cases/cases_panel.h"
#include "ui/window/actions.h"
#include "ui/window/clipboard.h"
#include "ui/window/exports.h"
#include "ui/window/scene_notice.h"
#include "ui/window/scene_opener.h"
#include "ui/window/side_panels.h"
#include "ui/window/status_line.h"
#include "ui/window/tool_windows.h"
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

MainWindow::MainWindow(Workspace& workspace, QWidget* parent)
    : QMainWindow(parent),
      workspace_(workspace),
      theme_(Theme::light()),
      memory_(new MemoryRibbon),
      opener_(new SceneOpener(workspace, this)),
      plots_(new PlotColumn(workspace)),
      status_(new StatusLine(workspace)),
      tools_(new ToolWindows(workspace, *this)),
      cases_(new CasesPanel(workspace)) {
  // Pages first, so that they learn of a change first.
  for (const PageInfo& info : pageRegistry()) pages_.push_back(info.make(workspace));
  cube_ = &static_cast<CubePage*>(pages_[static_cast<std::size_t>(Page::cube)])->view();
  maps_ = &static_cast<MapsPage*>(pages_[static_cast<std::size_t>(Page::maps)])->view();
  model_ = static_cast<ModelPage*>(pages_[static_cast<std::size_t>(Page::model)]);
  laboratory_ = static_cast<LaboratoryPage*>(pages_[static_cast<std::size_t>(Page::laboratory)]);
  setWindowTitle(QStringLiteral("Normscope"));
  setAcceptDrops(true);
  QScrollArea* plots = scrolled(plots_);
  plots->setMinimumWidth(252);
  sides_ = new SidePanels(makeControls(), makeCentre(), plots);
  sides_->setObjectName(QStringLiteral("parts"));
  auto* body = new QWidget;
  auto* column = new QVBoxLayout(body);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  normBar_ = new NormBar(workspace, *sides_->controlsAction(), *sides_->plotsAction());
  column->addWidget(normBar_);
  column->addWidget(cases_);
  column->addWidget(new SceneNotice(workspace, *opener_));
  column->addWidget(sides_, 1);
  column->addWidget(status_);
  setCentralWidget(body);
  cases_->hide();
  connect(cases_, &CasesPanel::closed, cases_, &QWidget::hide);
  connectMemory();
  connectLaboratory();
  connectModel();
  connect(&workspace, &Workspace::sourceChanged, this, [this] {
    setWindowTitle(QStringLiteral("%1 — Normscope").arg(QString::fromStdString(workspace_.source())));
  });
  connect(opener_, &SceneOpener::darkWanted, this, [this](bool dark) {
    if (dark != theme_.isDark) setTheme(dark ? Theme::dark() : Theme::light());
  });
  connect(opener_, &SceneOpener::asked, cases_, &CasesPanel::end);
  connect(opener_, &SceneOpener::severalFound, this, [this](const QString& path) {
    if (workspace_.source().empty()) workspace_.startAfresh();  // the program was started on the file
    tools_->open("tensors").showFile(path.toStdString());
  });
  makeMenus();
  setTheme(theme_);
  setMinimumSize(1000, 560);
  // Room for the title bar, where the desktop adds one.
  resize(QSize(1440, 900).boundedTo(screen()->availableSize() - QSize(0, 40)));
}

MainWindow::~MainWindow() = default;

QWidget* MainWindow::makeControls() {
  controls_ = new QWidget;
  controls_->setProperty("role", "panel");
  auto* column = new QVBoxLayout(controls_);
  column->setContentsMargins(16, 16, 16, 16);
  column->setSpacing(24);
  auto* tensor = new TensorPanel(workspace_);
  column->addWidget(tensor);
  auto* norm = new NormPanel(workspace_);
  column->addWidget(norm);
  column->addStretch(1);
  fields_ = [tensor, norm] { return tensor->fields() + norm->fields(); };
  connect(tensor, &TensorPanel::openRequested, this, &MainWindow::askForFile);
  QScrollArea* area = scrolled(controls_);
  area->setMinimumWidth(272);
  return area;
}

QWidget* MainWindow::makeCentre() {
  auto* centre = new QWidget;
  centre->setProperty("role", "canvas");
  auto* column = new QVBoxLayout(centre);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(new ViewBar(workspace_));
  auto* stack = new QStackedWidget;
  for (PageWidget* page : pages_) stack->addWidget(page);
  const auto show = [this, stack] { stack->setCurrentIndex(static_cast<int>(workspace_.view().page)); };
  connect(&workspace_, &Workspace::viewChanged, stack, show);
  show();
  column->addWidget(stack, 1);
  column->addWidget(memory_);
  inspector_ = new Inspector(workspace_);
  column->addWidget(inspector_);
  connect(inspector_, &Inspector::elementsRequested, this, [this] { tools_->open("elements"); });
  return centre;
}

void MainWindow::connectMemory() {
  const auto follow = [this] {
    const bool shown = workspace_.view().memory && shownPage(workspace_).ofTensor;
    memory_->setVisible(shown);
    if (!shown) return;
    memory_->setPlan(workspace_.plan());
    memory_->setSelection(workspace_.selection().element);
  };
  connect(&workspace_, &Workspace::viewChanged, memory_, follow);
  connect(&workspace_, &Workspace::planChanged, memory_, follow);
  connect(&workspace_, &Workspace::selectionChanged, memory_, follow);
  connect(memory_, &MemoryRibbon::elementHovered, &workspace_, &Workspace::hover);
  connect(memory_, &MemoryRibbon::elementClicked, this,
          [this](qint64 element) { togglePin(workspace_, element); });
  follow();
}

void MainWindow::connectLaboratory() {
  connect(&workspace_, &Workspace::viewChanged, this, &MainWindow::followPage);
  followPage();
  connect(laboratory_, &LaboratoryPage::exportRequested, this,
          [this](int plot) { exportLaboratory(*this, plot); });
  connect(laboratory_, &LaboratoryPage::copyRequested, this,
          [this](int plot) { copyLaboratoryNumbers(*this, plot); });
  connect(opener_, &SceneOpener::experimentFound, this,
          [this](const lab::SavedExperiment& saved) { laboratory_->open(saved); });
  TrainingJob& training = laboratory_->results().training();
  connect(&training, &TrainingJob::finished, this,
          [this] { say(tr("the laboratory has trained its networks")); });
}

void MainWindow::connectModel() {
  connect(opener_, &SceneOpener::modelFound, this, [this](const QString& path) {
    if (workspace_.source().empty()) workspace_.startAfresh();  // the program was started on the file
    workspace_.change(withModel(workspace_.document(), path.toStdString()));
  });
  connect(model_, &ModelPage::openRequested, this, &MainWindow::askForFile);
  connect(model_, &ModelPage::tensorsRequested, this,
          [this](const QString& path) { tools_->open("tensors").showFile(path.toStdString()); });
}

/// What is about the tensor and its norms stands beside the pages that show them.
void MainWindow::followPage() {
  const bool ofTensor = shownPage(workspace_).ofTensor;
  if (normBar_->isVisibleTo(normBar_->parentWidget()) == ofTensor) return;
  normBar_->setVisible(ofTensor);
  inspector_->setVisible(ofTensor);
  sides_->setAway(!ofTensor);
  status_->setOfTensor(ofTensor);
}

void MainWindow::makeMenus() {
  const Menus menus = addMenus(*this);
  recentMenu_ = menus.recent;
  themes_ = menus.themes;
}

void MainWindow::startAfresh() {
  cases_->end();
  workspace_.startAfresh();
}

void MainWindow::openCase(const std::string& name) {
  cases_->show();
  cases_->open(name);
}

void MainWindow::setTheme(const Theme& theme) {
  theme_ = theme;
  QApplication::setPalette(paletteOf(theme));
  setStyleSheet(normscope::styleSheet(theme));
  for (PageWidget* page : pages_) page->setTheme(theme);
  memory_->setTheme(theme);
  plots_->setTheme(theme);
  status_->setTheme(theme);
  tools_->setTheme(theme);
  emit themeChanged();
}

void MainWindow::askForFile() {
  askToOpen(this, tr("Open a tensor, a session or an exported picture"),
            {tr("What Normscope opens (*.npy *.npz *.safetensors *.pt *.pth *.bin *.gguf *.onnx *.pb *.csv "
                "*.txt *.png *.jpg "
                "*.jpeg *.normscope *.svg *.pdf *.tikz *.json)"),
             tr("All files (*)")},
            [this](const QString& path) { opener_->open(path.toStdString()); });
}

void MainWindow::save(const QString& path, std::function<void(const std::string&)> write,
                      const std::function<void(const QString&)>& done) {
  say(tr("writing %1…").arg(path));
  saving_.start(
      [write = std::move(write), file = path.toStdString()](const Progress&) {
        write(file);
        return true;
      },
      [this, path, done](bool) {
        say(tr("written: %1").arg(path));
        if (done) done({});
      },
      [this, done](const Error& error) {
        const QString problem = QString::fromStdString(error.what());
        status_->warn(problem);
        if (done) done(problem);
      });
}

void MainWindow::saveHere(const QString& path, const std::function<void(const std::string&)>& write,
                          const std::function<void(const QString&)>& done) {
  try {
    write(path.toStdString());
    say(tr("written: %1").arg(path));
    done({});
  } catch (const Error& error) {
    const QString problem = QString::fromStdString(error.what());
    status_->warn(problem);
    done(problem);
  }
}

void MainWindow::say(const QString& message) {
  status_->say(message);
}

void MainWindow::warn(const QString& message) {
  status_->warn(message);
}

/// A sign over the centre says that what is dragged can be dropped.
void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (!event->mimeData()->hasUrls()) return;
  event->acceptProposedAction();
  if (dropSign_ == nullptr) {
    auto* sign = new QLabel(tr("Drop to open · two files: which norm turned one into the other?"), this);
    sign->setObjectName(QStringLiteral("drop-sign"));
    sign->setProperty("role", "drop-sign");
    sign->setAlignment(Qt::AlignCenter);
    sign->setAttribute(Qt::WA_TransparentForMouseEvents);
    dropSign_ = sign;
  }
  dropSign_->setGeometry(rect().adjusted(12, menuBar()->height() + 12, -12, -12));
  dropSign_->show();
  dropSign_->raise();
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent* event) {
  if (dropSign_ != nullptr) dropSign_->hide();
  QMainWindow::dragLeaveEvent(event);
}

void MainWindow::dropEvent(QDropEvent* event) {
  if (dropSign_ != nullptr) dropSign_->hide();
  QStringList paths;
  for (const QUrl& url : event->mimeData()->urls()) {
    if (url.isLocalFile()) paths << url.toLocalFile();
  }
  if (paths.isEmpty()) return;
  event->acceptProposedAction();
  if (paths.size() == 1) return opener_->open(paths.first().toStdString());
  openMatch(*this, paths[0], paths[1]);
}

void MainWindow::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) return workspace_.unpin();
  if (event->key() == Qt::Key_B && event->modifiers() == Qt::NoModifier) return workspace_.setFlipped(true);
  QMainWindow::keyPressEvent(event);
}

/// A key that is held repeats itself: releases come in between.
void MainWindow::keyReleaseEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_B && !event->isAutoRepeat()) workspace_.setFlipped(false);
  QMainWindow::keyReleaseEvent(event);
}

}  // namespace normscope
