// Times what a person waits for: from a new selection, or a new angle, to the painted cube.
//     cube_bench
// Prints medians and 95th percentiles, and an empty repaint of the same widget to compare with.

#include <QApplication>
#include <QElapsedTimer>
#include <QImage>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ui/draw/cube/cube_view.h"

namespace normscope {
namespace {

constexpr int rounds = 300;
constexpr QSize size(760, 620);

/// Milliseconds of processor time of this thread: what remains of a measurement on a busy machine.
double processorTime() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

/// Times `step` followed by a repaint into an image, in milliseconds.
void measure(const std::string& name, QWidget& widget, const std::function<void(int)>& step) {
  QImage image(size, QImage::Format_ARGB32_Premultiplied);
  std::vector<double> times;
  const double before = processorTime();
  for (int i = 0; i < rounds; ++i) {
    QElapsedTimer timer;
    timer.start();
    step(i);
    widget.render(&image);
    times.push_back(static_cast<double>(timer.nsecsElapsed()) * 1e-6);
  }
  std::sort(times.begin(), times.end());
  std::printf("%-44s median %6.2f ms   p95 %6.2f ms   processor %6.2f ms\n", name.c_str(), times[rounds / 2],
              times[rounds * 95 / 100], (processorTime() - before) / rounds);
}

void measureShape(const Extents& extents, const std::string& norm, CubeShow show) {
  const Shape shape(Layout::parse("NCHW"), extents);
  CubeView view;
  view.resize(size);
  view.setPlan(std::make_shared<const ReductionPlan>(plan(shape, parseNormSpec(norm))));
  view.setContent(show);
  const std::string name = toText(extents) + " " + norm + (show == CubeShow::sets ? ", all sets" : "");
  // A prime stride visits elements all over the tensor.
  measure(name + ": select", view,
          [&](int i) { view.setSelection(i * 7919LL % shape.elementCount(), false); });
  measure(name + ": turn", view, [&](int) { view.setCamera(view.camera().turned(1.7, 0.3)); });
}

}  // namespace
}  // namespace normscope

int main(int argc, char** argv) {
  using namespace normscope;
  if (qgetenv("QT_QPA_PLATFORM").isEmpty()) qputenv("QT_QPA_PLATFORM", "offscreen");
  const QApplication app(argc, argv);
  CubeView empty;
  empty.resize(normscope::size);
  measure("no tensor (an empty repaint)", empty, [](int) {});
  for (const Extents& extents : {Extents{6, 6, 6, 6}, Extents{32, 256, 56, 56}}) {
    for (const char* norm : {"batch", "group:groups=2", "custom:over=H"}) {
      measureShape(extents, norm, CubeShow::set);
    }
    measureShape(extents, "group:groups=2", CubeShow::sets);
  }
}
