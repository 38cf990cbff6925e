// Pictures of plots of one to four norms at the widths and heights that the window gives them, in light and
// dark; for people to look at.
#include <QApplication>
#include <QDir>
#include <QPainter>
#include <cmath>
#include <random>

#include "core/engine/reference/reference_engine.h"
#include "core/view/plots/plot_command.h"
#include "ui/base/fonts.h"
#include "ui/draw/plots/plot_widget.h"

using namespace normscope;

namespace {

const std::vector<std::pair<const char*, const char*>> norms = {{"Group Norm, G = 2", "group:groups=2"},
                                                                {"Batch Norm", "batch"},
                                                                {"Layer Norm, C, H, W", "layer"},
                                                                {"RMS Norm", "rms"}};

NormalizeRequest requestOf(const char* spec) {
  const Extents extents = {8, 6, 8, 8};
  const Shape shape(Layout::parse("NCHW"), extents);
  std::mt19937 random(7);
  std::normal_distribution<float> normal(0, 1);
  std::vector<float> values(static_cast<std::size_t>(shape.elementCount()));
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = normal(random) + static_cast<float>(0.6 * std::sin(static_cast<double>(i / 64)));
  return {Tensor::of<float>(DType::float32, extents, values), shape, parseNormSpec(spec), {}, {}};
}

std::vector<PlotDocument> documentsOf(std::size_t count) {
  std::vector<NormPlot> plots;
  std::vector<NormValues> values;
  ReferenceEngine engine;
  for (std::size_t i = 0; i < count; ++i) {
    const NormalizeRequest request = requestOf(norms[i].second);
    const auto result = std::make_shared<const NormalizeResult>(normalize(request, engine));
    plots.push_back({norms[i].first, statisticsDocument(result, result->plan.setOf(700))});
    const Summary summary = summarize(result->y);
    values.push_back({norms[i].first, summary, fill(histogramFor(summary, histogramBins), result->y)});
  }
  const NormalizeRequest batch = requestOf(count == 1 ? "group:groups=2" : "batch");
  const NormalizeResult made = normalize(batch, engine);
  PlotDocument y = histogramDocument("y", values);
  if (count == 1) y = makePlot(batch, made, "histogram-y", 700);
  return {statisticsDocument(plots), y, makePlot(batch, made, "histogram-x", 700),
          makePlot(requestOf("batch"), normalize(requestOf("batch"), engine), "running", 700)};
}

}  // namespace

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  loadFonts();
  const QString folder = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QStringLiteral(".");
  QDir().mkpath(folder);
  for (const Theme& theme : {Theme::light(), Theme::dark()}) {
    for (const std::size_t count : {1, 2, 4}) {
      for (const int width : {340, 600}) {
        const std::vector<PlotDocument> documents = documentsOf(count);
        const std::vector<int> heights = {110, 120, 156, 200, 300};
        int high = 8;
        for (const int height : heights) high += height + 8;
        QImage sheet(8 + 4 * (width + 8), high, QImage::Format_RGB32);
        sheet.fill(theme.border);
        QPainter painter(&sheet);
        int x = 8;
        for (const PlotDocument& document : documents) {
          int y = 8;
          for (const int height : heights) {
            PlotWidget widget;
            widget.setTheme(theme);
            widget.resize(width, height);
            widget.setDocument(document);
            widget.show();
            for (int i = 0; i < 5; ++i) QApplication::processEvents();
            painter.drawPixmap(x, y, widget.grab());
            y += height + 8;
          }
          x += width + 8;
        }
        painter.end();
        sheet.save(QStringLiteral("%1/%2-%3-%4.png")
                       .arg(folder, theme.isDark ? QStringLiteral("dark") : QStringLiteral("light"))
                       .arg(count)
                       .arg(width));
      }
    }
  }
}
