// Times what a person at the window waits for.
//     window_bench [SOURCE...]        (normal:6,6,6,6, normal:16,16,4,4 and normal:32,256,56,56 where none is
//     given)
// `shown` is the time from a control's change to the end of the event that painted the cube with the new plan
// and handed it to the window system; `held` the longest that one event kept the GUI thread. `settled` rows
// wait for the numbers and their comparison with the reference between two changes, `busy` rows do not, so
// that a computation or comparison is under way at most of them. QT_QPA_PLATFORM=xcb measures on a display.
#include <QDeadlineTimer>
#include <QMenu>
#include <QPushButton>
#include <QSlider>
#include <QTest>
#include <QToolButton>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <qcustomplot.h>

#include "core/norm/norm_registry.h"
#include "tests/bench/gui_watch.h"
#include "ui/base/fonts.h"
#include "ui/draw/cube/cube_view.h"
#include "ui/draw/maps/map_view.h"
#include "ui/panels/plot_column.h"
#include "ui/window/main_window.h"

namespace normscope {
namespace {

constexpr int patience = 60000;  // ms

WatchedApplication& application() {
  return *static_cast<WatchedApplication*>(qApp);
}

/// A row of the table: all times of one thing, in milliseconds.
class Row {
 public:
  Row(const std::string& source, const std::string& what) : name_(source + "  " + what) {
    application().longest = {};
    application().scenario = name_;
  }
  ~Row() {
    std::sort(times_.begin(), times_.end());
    std::sort(processor_.begin(), processor_.end());
    const HeldTime& held = application().longest;
    std::printf("%-52s %4zu %7.2f %7.2f %7.2f %7.2f | %7.2f %7.2f  %s\n", name_.c_str(), times_.size(),
                at(times_, 50), at(times_, 95), at(times_, 100), at(processor_, 95), held.wall,
                held.processor, held.event.c_str());
    std::fflush(stdout);
  }
  Row(const Row&) = delete;
  Row& operator=(const Row&) = delete;

  template <typename Step>
  void time(Step step) {
    const double before = processorTime();
    QElapsedTimer timer;
    timer.start();
    step();
    times_.push_back(static_cast<double>(timer.nsecsElapsed()) * 1e-6);
    processor_.push_back(processorTime() - before);
  }

 private:
  static double at(const std::vector<double>& sorted, std::size_t percent) {
    return sorted.empty() ? 0 : sorted[std::min(sorted.size() - 1, sorted.size() * percent / 100)];
  }

  std::string name_;
  std::vector<double> times_;
  std::vector<double> processor_;
};

/// One window on one tensor.
class Bench {
 public:
  explicit Bench(const std::string& source) : source_(source), window_(workspace_) {
    window_.show();
    if (!QTest::qWaitForWindowExposed(&window_)) fail("the window does not appear");
    const Row row(source_, "open, read, compute, compare");
    workspace_.open(source_);
    settle();
  }

  void calibrate() {
    Row row(source_, "calibration: the cube painted again");
    for (int i = 0; i < 100; ++i) show(row, [&] { window_.cube().update(); });
  }

  void controls(bool settled, int rounds, const std::string& when = "") {
    Row row(source_, (settled ? "kinds and groups, settled" : "kinds and groups, busy") + when);
    for (int round = 0; round < rounds; ++round) {
      for (const NormInfo& info : normRegistry()) {
        auto* button = window_.findChild<QToolButton*>(QStringLiteral("kind-") + info.name.data());
        show(row, [&] { QTest::mouseClick(button, Qt::LeftButton); });
        pause(settled, 20);
      }
      QTest::mouseClick(window_.findChild<QToolButton*>(QStringLiteral("kind-group")), Qt::LeftButton);
      pause(settled, 20);
      auto* groups = window_.findChild<QSlider*>(QStringLiteral("groups"));
      for (int i = 0; i <= groups->maximum(); ++i) {
        const int value = round % 2 == 0 ? i : groups->maximum() - i;
        if (value == groups->value()) continue;
        show(row, [&] { application().hold("slider", [&] { groups->setValue(value); }); });
        pause(settled, 7 * i);
      }
    }
  }

  /// The mouse runs over the cube, as fast as the window follows.
  void hovers(const char* norm, int count) {
    workspace_.setSpec(parseNormSpec(norm));
    settle();
    Row row(source_, std::string("hovering, ") + norm);
    CubeView& cube = window_.cube();
    for (int i = 0, step = 0; i < count && step < 100 * count; ++step) {
      const QPoint point(100 + step * 37 % (cube.width() - 200), 100 + step * 23 % (cube.height() - 200));
      const auto element = cube.elementAt(point);
      if (!element || *element == workspace_.selection().element) continue;
      show(row, [&] { QTest::mouseMove(&cube, point); });
      ++i;
    }
  }

  /// The mouse drags the cubes round, `norms` of them side by side, or moves the maps.
  void drags(const std::string& what, QWidget& view, int count) {
    Row row(source_, what);
    const QPoint from(view.width() / 2, view.height() / 2);
    QTest::mousePress(&view, Qt::LeftButton, {}, from);
    for (int i = 1; i <= count; ++i) {
      const int turn = i % 80 < 40 ? i % 40 : 40 - i % 40;
      const QPoint to = from + QPoint(6 + 4 * turn + i % 2, 2 * turn);  // never twice the same
      show(row, view, [&] { QTest::mouseMove(&view, to); });
    }
    QTest::mouseRelease(&view, Qt::LeftButton, {}, from);
  }

  void look(std::size_t norms, Shown shown) {
    workspace_.setNormCount(norms);
    workspace_.setView(&View::shown, shown);
  }

  void lookAsAtTheStart() {
    workspace_.setNormCount(1);
    workspace_.setView(View());
  }

  void turns() {
    workspace_.setSpec(parseNormSpec("group:groups=2"));
    workspace_.select(workspace_.plan()->elementOf(workspace_.plan()->setCount() / 2, 0), true);
    settle();
    for (const std::size_t norms : {1, 4}) {
      for (const Shown shown : {Shown::set, Shown::sets, Shown::x}) {
        look(norms, shown);
        QTest::qWait(200);
        const char* what = shown == Shown::set ? "" : shown == Shown::sets ? ", all sets" : ", values of x";
        window_.cube().setCamera(CubeCamera::paper());
        drags("turning " + std::to_string(norms) + (norms == 1 ? " cube" : " cubes") + what, window_.cube(),
              150);
      }
    }
    lookAsAtTheStart();
  }

  /// Groups slid with four norms side by side.
  void slides() {
    for (const auto& [shown, name] : {std::pair{Shown::set, ""},
                                      {Shown::sets, ", all sets"},
                                      {Shown::x, ", values of x"},
                                      {Shown::y, ", values of y"}}) {
      look(4, shown);
      settle();
      Row row(source_, std::string("groups, four norms side by side") + name);
      auto* groups = window_.findChild<QSlider*>(QStringLiteral("groups"));
      for (int i = 0; i < 60; ++i) {
        const int value = i % (groups->maximum() + 1);
        if (value == groups->value()) continue;
        show(row, [&] { application().hold("slider", [&] { groups->setValue(value); }); });
        QTest::qWait(10);
      }
    }
    lookAsAtTheStart();
  }

  void maps() {
    workspace_.setView(&View::page, Page::maps);
    MapView& maps = window_.maps();
    if (!QTest::qWaitFor([&] { return maps.isSettled(); }, patience)) fail("no maps");
    maps.zoomBy(8, QPointF(0, 0));
    maps.panBy({-400, -300});  // away from the corner, where moving ends
    drags("moving the feature maps", maps, 150);
    {
      Row row(source_, "zooming the feature maps");
      for (int i = 0; i < 120; ++i) {
        const double factor = i % 40 < 20 ? 1 / 1.06 : 1.06;
        show(row, maps, [&] { maps.zoomBy(factor, QPointF(maps.width() / 2.0, maps.height() / 3.0)); });
      }
    }
    {
      Row row(source_, "hovering the feature maps");
      workspace_.unpin();
      for (int i = 0, step = 0; i < 100 && step < 10000; ++step) {
        const QPoint point(60 + step * 37 % (maps.width() - 80), 60 + step * 23 % (maps.height() - 80));
        const auto element = maps.elementAt(point);
        if (!element || *element == workspace_.selection().element) continue;
        show(row, maps, [&] { QTest::mouseMove(&maps, point); });
        ++i;
      }
    }
    lookAsAtTheStart();
  }

  /// Opening the menu asks the drivers for their devices.
  void deviceMenu() {
    const Row row(source_, "opening the menu of devices");
    for (QMenu* menu : window_.findChildren<QMenu*>()) {
      if (menu->title() == QStringLiteral("&Device"))
        application().hold("menu", [&] { menu->aboutToShow(); });
    }
  }

  /// The window while the laboratory trains its networks: its own page, whose curves grow, and the cube.
  void training() {
    workspace_.setView(&View::page, Page::laboratory);
    Laboratory laboratory = workspace_.laboratory();
    laboratory.experiment = Experiment::training;
    workspace_.setLaboratory(laboratory);
    auto* start = window_.findChild<QPushButton*>(QStringLiteral("lab-start"));
    auto* plot =
        window_.findChild<PlotWidget*>(QStringLiteral("plot-laboratory-0"))->findChild<QCustomPlot*>();
    if (!QTest::qWaitFor([&] { return start->isEnabled(); }, patience)) fail("nothing can be trained");
    {
      Row row(source_, "training: from start to the first curve");
      show(row, *plot, [&] { application().hold("start", [&] { start->click(); }); });
    }
    {
      Row row(source_, "training: the curves grow");
      for (int i = 0; i < 60; ++i) show(row, *plot, [] {});
    }
    workspace_.setView(&View::page, Page::cube);
    settle();
    controls(false, 4, ", while networks are trained");
    window_.findChild<QPushButton*>(QStringLiteral("lab-cancel"))->click();
    lookAsAtTheStart();
  }

  /// Every control once more with many sets and large plots, for what it holds rather than what it shows.
  void norms() {
    for (const char* norm :
         {"batch", "instance", "layer:over=C", "rms", "custom:over=C", "group:groups=2", "batch:mode=eval"}) {
      Row row(source_, std::string("results of ") + norm);
      for (int i = 0; i < 3; ++i) {
        workspace_.setSpec(
            parseNormSpec("group:groups=1"));  // what is set already is no change, and painted by nobody
        settle();
        show(row, [&] { application().hold("setSpec", [&] { workspace_.setSpec(parseNormSpec(norm)); }); });
        settle();
        workspace_.stepSet(1);
        QTest::qWait(60);
      }
    }
  }

 private:
  [[noreturn]] static void fail(const char* why) {
    std::fprintf(stderr, "window_bench: %s\n", why);
    std::exit(1);
  }

  void settle() {
    if (!QTest::qWaitFor(
            [&] {
              return !workspace_.isBusy() && workspace_.currentComputation() && workspace_.difference();
            },
            patience))
      fail("no result");
    QTest::qWait(30);
  }

  void pause(bool settled, int ms) { settled ? settle() : QTest::qWait(ms); }

  template <typename Change>
  void show(Row& row, Change change) {
    show(row, window_.cube(), change);
  }

  template <typename Change>
  void show(Row& row, QWidget& view, Change change) {
    row.time([&] {
      application().watchPaint(&view);
      change();
      const QDeadlineTimer deadline(patience / 10);
      while (!application().wasShown()) {
        if (deadline.hasExpired()) fail("a change was not painted");
        QCoreApplication::processEvents(QEventLoop::AllEvents, 100);
      }
    });
  }

  std::string source_;
  Workspace workspace_;
  MainWindow window_;
};

void calibrateMemory() {
  constexpr std::size_t bytes = 4ULL * 32 * 256 * 56 * 56;
  const std::vector<char> from(bytes, 1);
  std::vector<char> to(bytes, 2);
  Row row("", "calibration: a copy of 103 MB, one thread");
  for (int i = 0; i < 20; ++i) row.time([&] { std::memcpy(to.data(), from.data(), bytes); });
}

void run(const std::string& source) {
  Bench bench(source);
  bench.calibrate();
  bench.controls(true, 2);
  bench.controls(false, 8);
  bench.hovers("group:groups=2", 200);
  bench.hovers("layer:over=C", 200);
  bench.turns();
  bench.slides();
  bench.maps();
  bench.training();
  bench.norms();
  bench.deviceMenu();
}

void printLoad(const char* when) {
  double load[3] = {};
  if (getloadavg(load, 3) == 3) std::printf("load %s: %.2f %.2f %.2f\n", when, load[0], load[1], load[2]);
}

}  // namespace
}  // namespace normscope

int main(int argc, char** argv) {
  using namespace normscope;
  if (qgetenv("QT_QPA_PLATFORM").isEmpty()) qputenv("QT_QPA_PLATFORM", "offscreen");
  WatchedApplication app(argc, argv);
  QApplication::setStyle(QStringLiteral("Fusion"));
  loadFonts();
  printLoad("before");
  std::printf("%-52s %4s %7s %7s %7s %7s | %7s %7s\n", "ms", "n", "shown", "p95", "max", "cpu p95", "held",
              "cpu");
  calibrateMemory();
  const std::vector<std::string> sources(argv + 1, argv + argc);
  if (sources.empty()) {
    for (const char* source : {"normal:6,6,6,6", "normal:16,16,4,4", "normal:32,256,56,56"}) run(source);
  }
  for (const std::string& source : sources) run(source);
  printLoad("after");
}
