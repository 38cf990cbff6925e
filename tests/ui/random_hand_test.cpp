// The window used by a random hand: clicks, drags, wheel, keys, every command of the menus, tensors, layouts,
// files good and broken, sessions, sizes, themes. The same seed does the same, apart from when results come.
//
//     NORMSCOPE_HAND_STEPS=100000 NORMSCOPE_HAND_SEED=7 build/ui_tests --gtest_filter='RandomHand.*'
#include <gtest/gtest.h>
#include <unistd.h>

#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QDropEvent>
#include <QElapsedTimer>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenuBar>
#include <QMimeData>
#include <QPointer>
#include <QSpinBox>
#include <QTest>
#include <QTimer>
#include <QWheelEvent>
#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <random>
#include <thread>

#include "core/analysis/comparison.h"
#include "core/cases/case.h"
#include "core/document/document_json.h"
#include "core/io/npy.h"
#include "core/io/samples.h"
#include "core/norm/norm_registry.h"
#include "tests/core/temporary_folder.h"
#include "ui/draw/cube/cube_view.h"
#include "ui/draw/maps/map_view.h"
#include "ui/window/main_window.h"
#include "ui/window/remembered.h"
#include "ui/window/scene_opener.h"
#include "ui/window/tool_windows.h"
#include "ui/window/window_scene.h"

/// Called by sanitizers before they end the process; nothing where there are none.
extern "C" void __sanitizer_set_death_callback(void (*callback)()) __attribute__((weak));

namespace normscope {
namespace random_hand_test {

// What was done last, for whoever ends the process: plain memory and write(2).

constexpr std::size_t remembered = 40;
constexpr std::size_t longest = 200;
std::array<std::array<char, longest>, remembered> lastActions;
std::atomic<std::size_t> actionCount = 0;
char headline[longest] = "";

void note(const std::string& action) {
  auto& line = lastActions[actionCount % remembered];
  std::snprintf(line.data(), longest, "%zu %s\n", actionCount.load(), action.c_str());
  ++actionCount;
}

void print(const char* text) {
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text, std::strlen(text));
}

void printLastActions() {
  print(headline);
  const std::size_t count = actionCount;
  for (std::size_t i = count < remembered ? 0 : count - remembered; i < count; ++i)
    print(lastActions[i % remembered].data());
}

/// Not SIGBUS, which the program itself handles: files may lose their pages.
constexpr std::array ends = {SIGSEGV, SIGABRT, SIGFPE, SIGILL};

void onSignal(int signal) {
  printLastActions();
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

/// Says what was done last when the process ends because of it.
void tellWhenTheProcessEnds() {
  if (__sanitizer_set_death_callback != nullptr) return __sanitizer_set_death_callback(printLastActions);
  for (const int signal : ends) std::signal(signal, onSignal);
}

/// Ends the process when nothing happens for two minutes.
class Watchdog {
 public:
  Watchdog() : thread_([this](const std::stop_token& stop) { watch(stop); }) {}

 private:
  void watch(const std::stop_token& stop) {
    std::size_t seen = 0;
    for (int quiet = 0; !stop.stop_requested(); std::this_thread::sleep_for(std::chrono::milliseconds(100))) {
      quiet = seen == actionCount ? quiet + 1 : 0;
      seen = actionCount;
      if (quiet < 1200) continue;
      print("the window hangs\n");
      std::abort();
    }
  }

  std::jthread thread_;
};

/// The window with files to open, and a hand that uses it.
class Hand {
 public:
  explicit Hand(std::uint32_t seed)
      : random_(seed),
        settings_(QString::fromStdString(folder_.file("settings.ini"))),
        window_(workspace_),
        remembered_(window_, settings_, ColorScheme::light) {
    makeFiles();
    workspace_.open("normal:8,6,8,8");
    window_.show();
    EXPECT_TRUE(QTest::qWaitForWindowExposed(&window_));
    // Dialogs that wait for an answer get none. File dialogs never do: no file of anybody may be overwritten.
    QObject::connect(&closing_, &QTimer::timeout, &window_, [this] { closeDialogs(); });
    closing_.start(20);
  }

  void act() {
    acting_.start();
    static const std::vector<std::pair<int, void (Hand::*)()>> actions = {
        {20, &Hand::click},    {8, &Hand::drag},     {6, &Hand::turnWheel}, {6, &Hand::hover},
        {14, &Hand::pressKey}, {18, &Hand::command}, {8, &Hand::openText},  {6, &Hand::openFile},
        {4, &Hand::setLayout}, {3, &Hand::resize},   {8, &Hand::undo},      {4, &Hand::tool},
        {2, &Hand::openCase},  {5, &Hand::closeOne}, {5, &Hand::rest},      {3, &Hand::drop},
        {3, &Hand::rewrite},   {5, &Hand::setNorm},  {2, &Hand::session},   {5, &Hand::typeNumber}};
    int all = 0;
    for (const auto& [weight, action] : actions) all += weight;
    int chosen = upTo(all - 1);
    for (const auto& [weight, action] : actions) {
      if ((chosen -= weight) >= 0) continue;
      (this->*action)();
      break;
    }
    QCoreApplication::processEvents();
    acting_.invalidate();
    check();
  }

  /// All that is shown is there and is what the document asks for.
  void checkAtTheEnd() {
    note("the end");
    closeDialogs();
    const bool isAtRest = QTest::qWaitFor([this] { return !workspace_.isBusy(); }, 60000);
    EXPECT_TRUE(isAtRest) << "it is still computing";
    QTest::qWait(400);  // a file that changed is read again after a pause
    EXPECT_TRUE(QTest::qWaitFor([this] { return !workspace_.isBusy(); }, 60000));
    check();
    for (std::size_t i = 0; i < workspace_.normCount(); ++i) compareWithAFreshResult(i);
    std::string saved;
    if (workspace_.source().empty()) return;
    EXPECT_NO_THROW(saved = toJson(shownSession(window_)));
    EXPECT_NO_THROW(readSession(saved, "session")) << saved;
  }

 private:
  int upTo(int most) { return static_cast<int>(random_() % static_cast<std::uint32_t>(most + 1)); }
  bool oneIn(int n) { return upTo(n - 1) == 0; }

  template <typename Values>
  auto oneOf(const Values& values) {
    return *std::next(std::begin(values), upTo(static_cast<int>(std::size(values)) - 1));
  }

  // What is on the screen

  void check() const {
    const Shape& shape = workspace_.shape();
    if (workspace_.plan()) {
      EXPECT_EQ(workspace_.plan()->shape(), shape);
    }
    EXPECT_LT(workspace_.active(), workspace_.normCount());
    for (std::size_t i = 0; i < workspace_.normCount(); ++i) {
      const PlannedNorm& norm = workspace_.norm(i);
      EXPECT_EQ(norm.spec, workspace_.document().norms[i].spec);
      if (norm.plan) {
        EXPECT_EQ(norm.plan->shape(), shape);
      }
      if (norm.plan) {
        EXPECT_EQ(norm.plan->spec(), norm.spec);
      }
      const auto result = workspace_.result(i);
      if (!result) continue;
      EXPECT_EQ(result->result.plan.shape(), shape);
      EXPECT_EQ(result->result.plan.spec(), norm.spec);
      EXPECT_EQ(result->result.y.extents(), shape.extents());
      EXPECT_EQ(result->request.x.bytes(), workspace_.currentTensor()->source.tensor.bytes());
    }
    if (const auto compared = workspace_.compared()) {
      EXPECT_EQ(compared->a, workspace_.result(workspace_.active()));
      EXPECT_EQ(compared->b, workspace_.result(1 - workspace_.active()));
    }
    const std::int64_t element = workspace_.selection().element;
    EXPECT_TRUE(element == 0 || element < shape.elementCount()) << element;
    const auto& unfold = workspace_.view().cube.unfold;
    EXPECT_TRUE(!unfold || shape.layout().find(*unfold)) << *unfold;
  }

  void compareWithAFreshResult(std::size_t norm) const {
    const auto result = workspace_.result(norm);
    if (!result) {
      EXPECT_TRUE(!workspace_.currentTensor() || !workspace_.problemOf(norm).empty() ||
                  workspace_.isCancelled() || norm != workspace_.active())
          << "norm " << norm << " is neither computed nor refused";
      return;
    }
    const DeviceChoice device{
        result->result.engine == "reference" ? DeviceChoice::Kind::reference : workspace_.device().kind,
        workspace_.device().index};
    const auto running = keepsRunning(workspace_.norm(norm).spec) ? workspace_.document().running : nullptr;
    const LayerParameters taken = takenBy(workspace_.norm(norm).spec, workspace_.document().parameters);
    const auto valuesOf = [](const std::optional<LayerParameter>& source) {
      return source ? std::make_shared<const Tensor>(readParameter(*source, {})) : nullptr;
    };
    const Computed fresh =
        compute({workspace_.currentTensor(), workspace_.shape(), workspace_.norm(norm).spec, running, device,
                 valuesOf(taken.weight), valuesOf(taken.bias)},
                {});
    const Distance distance = distanceOf(fresh.computation->result.y, result->result.y, {});
    EXPECT_TRUE(!distance.finite() || distance.maxAbs <= 1e-3) << "norm " << norm << ": " << distance.maxAbs;
  }

  // Dialogs

  void closeDialogs() {
    for (QWidget* top : QApplication::topLevelWidgets()) {
      if (top->isVisible() && qobject_cast<QFileDialog*>(top) != nullptr) top->close();
    }
    if (!acting_.isValid() || acting_.elapsed() < 150) return;
    if (QWidget* popup = QApplication::activePopupWidget()) popup->close();
    if (QWidget* modal = QApplication::activeModalWidget()) modal->close();
  }

  /// A modal dialog that is not waited for stays a while, and is used.
  void closeOne() {
    QList<QWidget*> tops;
    for (QWidget* top : QApplication::topLevelWidgets()) {
      if (top->isVisible() && top != &window_) tops << top;
    }
    note("close one of " + std::to_string(tops.size()));
    if (QWidget* modal = QApplication::activeModalWidget()) {
      modal->close();
    } else if (!tops.isEmpty()) {
      oneOf(tops)->close();
    }
  }

  // The mouse

  QWidget* someWidget() {
    QList<QWidget*> widgets;
    for (QWidget* top : QApplication::topLevelWidgets()) {
      if (!top->isVisible() || qobject_cast<QFileDialog*>(top) != nullptr) continue;
      widgets << top;
      for (QWidget* child : top->findChildren<QWidget*>()) {
        if (child->isVisible() && child->isEnabled() && !child->size().isEmpty()) widgets << child;
      }
    }
    if (widgets.isEmpty() || oneIn(4))
      return oneIn(2) ? static_cast<QWidget*>(&window_.maps()) : &window_.cube();
    return oneOf(widgets);
  }

  QPoint someWhere(const QWidget& widget) {
    return {upTo(std::max(0, widget.width() - 1)), upTo(std::max(0, widget.height() - 1))};
  }

  static std::string nameOf(const QWidget& widget) {
    return widget.metaObject()->className() + std::string(" ") + widget.objectName().toStdString();
  }

  static std::string textOf(const QPoint& point) {
    return " at " + std::to_string(point.x()) + "," + std::to_string(point.y());
  }

  void click() {
    QWidget* widget = someWidget();
    const QPoint at = someWhere(*widget);
    const auto button = oneIn(8) ? Qt::RightButton : Qt::LeftButton;
    const auto modifier = oneIn(10) ? Qt::ShiftModifier : oneIn(10) ? Qt::ControlModifier : Qt::NoModifier;
    note(std::string(button == Qt::RightButton ? "right " : "") + "click " + nameOf(*widget) + textOf(at));
    if (button == Qt::RightButton) {
      QContextMenuEvent menu(QContextMenuEvent::Mouse, at, widget->mapToGlobal(at));
      QCoreApplication::sendEvent(widget, &menu);
    } else if (oneIn(8)) {
      QTest::mouseDClick(widget, button, modifier, at);
    } else {
      QTest::mouseClick(widget, button, modifier, at);
    }
  }

  void drag() {
    const QPointer<QWidget> widget = someWidget();
    QPoint at = someWhere(*widget);
    note("drag " + nameOf(*widget) + textOf(at));
    QTest::mousePress(widget, Qt::LeftButton, Qt::NoModifier, at);
    for (int moves = 1 + upTo(5); moves > 0 && widget; --moves) {
      at += QPoint(upTo(120) - 60, upTo(120) - 60);
      QMouseEvent move(QEvent::MouseMove, at, widget->mapToGlobal(at), Qt::NoButton, Qt::LeftButton,
                       Qt::NoModifier);
      QCoreApplication::sendEvent(widget, &move);
      if (oneIn(3)) QCoreApplication::processEvents();
    }
    if (widget) QTest::mouseRelease(widget, Qt::LeftButton, Qt::NoModifier, at);
  }

  void turnWheel() {
    QWidget* widget = someWidget();
    const QPoint at = someWhere(*widget);
    note("wheel " + nameOf(*widget) + textOf(at));
    QWheelEvent event(at, widget->mapToGlobal(at), {}, {0, 120 * (upTo(6) - 3)}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(widget, &event);
  }

  void hover() {
    QWidget* widget = someWidget();
    const QPoint at = someWhere(*widget);
    note("hover " + nameOf(*widget) + textOf(at));
    QTest::mouseMove(widget, at);
    if (oneIn(4)) {
      QEvent leave(QEvent::Leave);
      QCoreApplication::sendEvent(widget, &leave);
    }
  }

  // The keyboard

  void pressKey() {
    static const std::vector<Qt::Key> keys = {
        Qt::Key_Left,   Qt::Key_Right, Qt::Key_Up,     Qt::Key_Down,      Qt::Key_PageUp, Qt::Key_PageDown,
        Qt::Key_Home,   Qt::Key_End,   Qt::Key_Tab,    Qt::Key_Return,    Qt::Key_Escape, Qt::Key_Space,
        Qt::Key_Plus,   Qt::Key_Minus, Qt::Key_Delete, Qt::Key_Backspace, Qt::Key_0,      Qt::Key_2,
        Qt::Key_5,      Qt::Key_B,     Qt::Key_C,      Qt::Key_N,         Qt::Key_H,      Qt::Key_Comma,
        Qt::Key_Period, Qt::Key_F1,    Qt::Key_F5,     Qt::Key_Alt};
    const Qt::Key key = oneOf(keys);
    const auto modifier = oneIn(6) ? Qt::ShiftModifier : oneIn(10) ? Qt::ControlModifier : Qt::NoModifier;
    QWidget* focus = QApplication::focusWidget();
    QWidget* target = focus != nullptr ? focus : &window_;
    note("key " + std::to_string(key) + " in " + nameOf(*target));
    if (oneIn(10)) {
      QTest::keyPress(target, key, modifier);  // held: the release never comes, or to another
    } else {
      QTest::keyClick(target, key, modifier);
    }
  }

  void typeNumber() {
    QList<QWidget*> fields;
    for (auto* box : window_.findChildren<QAbstractSpinBox*>()) fields << box;
    for (auto* field : window_.findChildren<QLineEdit*>()) fields << field;
    QWidget* field = oneOf(fields);
    if (!field->isVisible() || !field->isEnabled()) return note("type nothing");
    static const std::vector<const char*> texts = {"1",    "0",   "3",    "17",      "400000000", "-1",
                                                   "1e-3", "nan", "NHWC", "1,2,3,4", ""};
    const QString text = QString::fromLatin1(oneOf(texts));
    note("type " + text.toStdString() + " in " + nameOf(*field));
    field->setFocus();
    QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(field, text);
    if (!oneIn(3)) QTest::keyClick(field, oneIn(2) ? Qt::Key_Return : Qt::Key_Tab);
  }

  /// One of the commands of the menus.
  void command() {
    QList<QAction*> actions;
    for (QAction* action : window_.findChildren<QAction*>()) {
      if (action->isEnabled() && !action->isSeparator() && action->menu() == nullptr &&
          !action->text().isEmpty())
        actions << action;
    }
    QAction* action = oneOf(actions);
    note("command " + action->text().toStdString());
    action->trigger();
    if (!window_.isVisible()) window_.show();  // it was Quit
  }

  void undo() {
    const bool back = !oneIn(3);
    const int times = 1 + upTo(5);
    note((back ? "undo " : "redo ") + std::to_string(times));
    for (int i = 0; i < times; ++i) back ? workspace_.undo() : workspace_.redo();
  }

  // Tensors, norms, files

  std::string someTensor() {
    static const std::vector<const char*> kinds = {"normal:", "uniform:", "constant:", "ramp:"};
    std::string text = oneOf(kinds);
    const int rank = 1 + upTo(5);
    for (int i = 0; i < rank; ++i) text += (i == 0 ? "" : ",") + std::to_string(oneIn(30) ? 0 : 1 + upTo(9));
    if (oneIn(4)) return "normal:" + std::to_string(8 << upTo(2)) + ",16,14,14";
    if (oneIn(30)) return "normal:2,400000000,8,8";
    if (oneIn(30)) return text + ",x";
    return text;
  }

  std::optional<Layout> someLayout() {
    static const std::vector<const char*> layouts = {"NCHW", "NHWC",  "NCL",  "BTF", "NC",
                                                     "C",    "NCDHW", "CHWN", "HW",  "N"};
    return oneIn(2) ? std::nullopt : std::optional(Layout::parse(oneOf(layouts)));
  }

  void openText() {
    const std::string text = oneIn(8) ? "sample:" + oneOf(samples()).name : someTensor();
    note("open " + text);
    oneIn(2) ? workspace_.open(text, someLayout()) : window_.opener().open(text, someLayout());
  }

  void setLayout() {
    static const std::vector<const char*> layouts = {"NCHW", "NHWC",  "NCL",  "BTF",  "NC",
                                                     "C",    "NCDHW", "CHWN", "HWCN", "CNHW",
                                                     "N",    "",      "NN",   "nc",   "NCHWDTX"};
    const std::string letters = oneOf(layouts);
    note("layout " + letters);
    workspace_.setLayout(letters);
  }

  void setNorm() {
    static const std::vector<const char*> norms = {"batch",
                                                   "batch:workers=4",
                                                   "batch:mode=eval",
                                                   "layer",
                                                   "layer:over=C",
                                                   "instance",
                                                   "group:groups=3",
                                                   "rms",
                                                   "group:groups=1",
                                                   "group:groups=7",
                                                   "custom:over=N+W",
                                                   "layer:over=W",
                                                   "l2",
                                                   "instance:mode=eval",
                                                   "batch:momentum=none",
                                                   "custom:over=C,center=false",
                                                   "rms:over=N",
                                                   "batch:eps=0,variance=unbiased"};
    const std::string text = oneOf(norms);
    note("norm " + text);
    if (oneIn(4)) return workspace_.setOther(parseNormSpec(text));
    if (oneIn(4)) return workspace_.setKind(oneOf(normRegistry()).kind);
    workspace_.setSpec(parseNormSpec(text));
  }

  void makeFiles() {
    const auto npy = [&](const std::string& name, const Extents& extents) {
      Tensor tensor = Tensor::allocate(DType::float32, extents);
      auto values = tensor.edit<float>();
      for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(upTo(1000)) / 500 - 1;
      writeNpy(folder_.file(name), tensor);
      files_.push_back(folder_.file(name));
    };
    npy("x.npy", {4, 6, 5, 5});
    npy("y.npy", {4, 6, 5, 5});
    npy("l.npy", {3, 8, 7});
    npy("c.npy", {12});
    npy("empty.npy", {0, 4, 4, 4});
    npy("large.npy", {16, 32, 28, 28});
    const std::string bytes = contentsOf(folder_.file("x.npy"));
    const auto file = [&](const std::string& name, const std::string& content) {
      files_.push_back(folder_.fileOf(name, content));
    };
    file("cut.npy", bytes.substr(0, bytes.size() / 2));
    file("head.npy", bytes.substr(0, 20));
    file("nothing.npy", "");
    file("picture.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
    file("junk.normscope", "{\"normscope\": \"session\"}");
    files_.push_back(folder_.file("missing.npy"));
    files_.push_back(folder_.file("session.normscope"));
    for (const char* name : {"scalar", "half", "big", "bool", "fortran"})
      files_.push_back(std::string(NORMSCOPE_TEST_DATA) + "/npy/" + name + ".npy");
    good_ = bytes;
  }

  void openFile() {
    const std::string path = oneOf(files_);
    note("open " + path);
    window_.opener().open(path, someLayout());
  }

  void drop() {
    QList<QUrl> urls;
    for (int i = upTo(2); i >= 0; --i) urls << QUrl::fromLocalFile(QString::fromStdString(oneOf(files_)));
    note("drop " + std::to_string(urls.size()) + " files, first " + urls[0].toLocalFile().toStdString());
    QMimeData data;
    data.setUrls(urls);
    QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window_, &enter);
    if (oneIn(4)) {
      QDragLeaveEvent leave;
      QCoreApplication::sendEvent(&window_, &leave);
      return;
    }
    QDropEvent event(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window_, &event);
  }

  /// Another program writes the file that may be open: in place, cut short, or with another tensor.
  void rewrite() {
    const std::string path =
        folder_.file(oneOf(std::vector<const char*>{"x.npy", "y.npy", "large.npy", "missing.npy"}));
    const int how = upTo(3);
    note("rewrite " + path + " in way " + std::to_string(how));
    if (how == 0) {
      folder_.fileOf(std::filesystem::path(path).filename(), good_);
    } else if (how == 1) {
      folder_.fileOf(std::filesystem::path(path).filename(),
                     good_.substr(0, static_cast<std::size_t>(upTo(2000))));
    } else if (how == 2) {
      writeNpy(path, Tensor::allocate(DType::float32, {1 + upTo(4), 1 + upTo(8), 1 + upTo(8)}));
    } else {
      std::error_code ignored;
      std::filesystem::remove(path, ignored);
    }
  }

  void session() {
    if (workspace_.source().empty()) return note("no session");
    note("session");
    folder_.fileOf("session.normscope", toJson(shownSession(window_)));
    if (oneIn(2)) window_.opener().open(folder_.file("session.normscope"));
  }

  // The window

  void resize() {
    const QSize size(1000 + upTo(900), 560 + upTo(600));
    note("resize " + std::to_string(size.width()) + "×" + std::to_string(size.height()));
    window_.resize(size);
    if (oneIn(3)) window_.setTheme(window_.theme().isDark ? Theme::light() : Theme::dark());
  }

  void tool() {
    const ToolInfo& info = oneOf(toolRegistry());
    note(std::string("tool ") + info.name);
    window_.tools().open(info);
  }

  void openCase() {
    const std::string name = oneOf(cases()).name;
    note("case " + name);
    window_.openCase(name);
  }

  void rest() {
    const int time = upTo(1) * upTo(120);
    note("rest " + std::to_string(time));
    oneIn(6) ? (void)QTest::qWaitFor([this] { return !workspace_.isBusy(); }, 5000) : QTest::qWait(time);
  }

  TemporaryFolder folder_;
  std::vector<std::string> files_;
  std::string good_;
  std::mt19937 random_;
  SettingsFile settings_;
  Workspace workspace_;
  MainWindow window_;
  Remembered remembered_;
  QTimer closing_;
  QElapsedTimer acting_;
};

int fromEnvironment(const char* name, int usual) {
  bool isNumber = false;
  const int number = qEnvironmentVariableIntValue(name, &isNumber);
  return isNumber ? number : usual;
}

/// What the platform plugin without a screen can't do is nothing to hear of at every step.
void onMessage(QtMsgType, const QMessageLogContext&, const QString& message) {
  if (message.startsWith(QLatin1String("This plugin does not support"))) return;
  std::fprintf(stderr, "%s\n", qPrintable(message));
}

/// Nothing that a person can do ends the program, stops it, or shows what is of another tensor or norm.
TEST(RandomHand, FindsNothingThatBreaksTheWindow) {
  const int steps = fromEnvironment("NORMSCOPE_HAND_STEPS", 600);
  const auto first = static_cast<std::uint32_t>(fromEnvironment("NORMSCOPE_HAND_SEED", 1));
  constexpr int stepsOfAWindow = 300;
  QGuiApplication::setQuitOnLastWindowClosed(false);
  const QString folder = QDir::currentPath();
  QDir::setCurrent(QString::fromStdString(testing::TempDir()));
  tellWhenTheProcessEnds();
  const QtMessageHandler handler = qInstallMessageHandler(onMessage);
  const Watchdog watchdog;
  for (int done = 0; done < steps && !testing::Test::HasFailure(); done += stepsOfAWindow) {
    const std::uint32_t seed = first + static_cast<std::uint32_t>(done / stepsOfAWindow);
    std::snprintf(headline, longest, "NORMSCOPE_HAND_SEED=%u, and these were the last of its actions:\n",
                  seed);
    if (steps > 600) std::fprintf(stderr, "seed %u\n", seed);
    Hand hand(seed);
    for (int step = 0; step < stepsOfAWindow && !testing::Test::HasFailure(); ++step) hand.act();
    if (!testing::Test::HasFailure()) hand.checkAtTheEnd();
  }
  if (testing::Test::HasFailure()) printLastActions();
  for (const int signal : ends) {
    if (__sanitizer_set_death_callback == nullptr) std::signal(signal, SIG_DFL);
  }
  qInstallMessageHandler(handler);
  QDir::setCurrent(folder);
  QGuiApplication::setQuitOnLastWindowClosed(true);
}

}  // namespace random_hand_test
}  // namespace normscope
