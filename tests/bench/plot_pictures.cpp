// Pictures of the plots in light and dark, at scale 1 and 2, and what they cost; for people to look at.
#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QPixmap>
#include <cmath>
#include <cstdio>
#include <functional>
#include <random>

#include "core/engine/reference/reference_engine.h"
#include "core/view/plots/plot_command.h"
#include "ui/base/fonts.h"
#include "ui/draw/plots/plot_export.h"
#include "ui/draw/plots/plot_widget.h"

using namespace normscope;

namespace {

struct Case {
  const char* name;
  const char* layout;
  Extents extents;
  const char* spec;
  double mean;
  bool poisoned;
};

const std::vector<Case> cases = {
    {"sets16", "NCHW", {8, 6, 8, 8}, "group:groups=2", 0, false},
    {"sets1", "NCHW", {1, 6, 8, 8}, "layer", 0, false},
    {"sets120", "NCHW", {20, 6, 10, 10}, "instance", 0, false},
    {"sets100352", "NCHW", {128, 6, 28, 28}, "layer:over=C", 0, false},
    {"sets16nan", "NCHW", {8, 6, 8, 8}, "group:groups=2", 0, true},
    {"rms", "BTF", {4, 8, 64}, "rms", 0, false},
    {"shifted", "NCHW", {8, 6, 8, 8}, "batch", 1e6, false},
    {"channels512", "NCHW", {4, 512, 4, 4}, "batch", 3, false},
};

NormalizeRequest requestOf(const Case& c) {
  const Shape shape(Layout::parse(c.layout), c.extents);
  std::mt19937 random(7);
  std::normal_distribution<float> normal(0, 1);
  std::vector<float> values(static_cast<std::size_t>(shape.elementCount()));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto slow = static_cast<float>(0.3 * std::sin(static_cast<double>(i / 64)));
    values[i] = normal(random) + slow + static_cast<float>(c.mean);
  }
  if (c.poisoned) values[900] = NAN;
  if (c.poisoned) values[2900] = INFINITY;
  return {Tensor::of<float>(DType::float32, c.extents, values), shape, parseNormSpec(c.spec), {}, {}};
}

double milliseconds(PlotWidget& widget, const std::function<void(int)>& change) {
  constexpr int rounds = 50;
  QElapsedTimer timer;
  timer.start();
  for (int i = 0; i < rounds; ++i) {
    change(i);
    QApplication::processEvents();
    widget.repaint();
  }
  return static_cast<double>(timer.nsecsElapsed()) / 1e6 / rounds;
}

void measure(const Case& c, const char* kind, const PlotDocument& document, qint64 sets) {
  PlotWidget widget;
  widget.resize(380, 200);
  widget.show();
  widget.setDocument(document);
  QApplication::processEvents();
  const double whole = milliseconds(widget, [&](int) { widget.setDocument(document); });
  const double select = milliseconds(widget, [&](int i) { widget.setSelectedSet((i * 37) % sets); });
  std::printf("%-12s %-12s setDocument %6.2f ms  setSelectedSet %6.2f ms\n", c.name, kind, whole, select);
}

}  // namespace

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  loadFonts();
  const QString folder = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QStringLiteral(".");
  QDir().mkpath(folder);
  ReferenceEngine engine;
  for (const Theme& theme : {Theme::light(), Theme::dark()}) {
    const QString suffix = theme.isDark ? QStringLiteral("-dark") : QStringLiteral("-light");
    for (const Case& c : cases) {
      const NormalizeRequest request = requestOf(c);
      const NormalizeResult result = normalize(request, engine);
      QWidget column;
      QPalette palette;
      palette.setColor(QPalette::Window, theme.panel);
      column.setPalette(palette);
      int y = 12;
      for (const char* kind : {"statistics", "histogram-x", "histogram-y", "running"}) {
        const PlotDocument document = makePlot(request, result, kind, request.shape.elementCount() / 9);
        auto* widget = new PlotWidget(&column);
        widget->setTheme(theme);
        widget->setDocument(document);
        widget->setGeometry(12, y, 380, widget->sizeHint().height());
        y += widget->height() + 8;
        if (!theme.isDark) measure(c, kind, document, result.plan.setCount());
        const std::string file = (folder + "/" + c.name + "-" + kind).toStdString();
        if (!theme.isDark) writePlot(document, theme, file + ".svg");
        if (!theme.isDark && std::string(c.name) == "sets16") {
          writePlot(document, theme, file + ".pdf");
          writePlot(document, theme, file + ".png");
          writePlot(document, theme, file + ".csv");
        }
      }
      column.resize(404, y + 4);
      column.show();
      QApplication::processEvents();
      column.grab().save(folder + "/" + c.name + suffix + ".png");
    }
  }
}
