#include "ui/draw/plots/plot_scene.h"

#include <algorithm>
#include <cmath>

#include "ui/draw/plots/plot_lines.h"
#include "ui/draw/plots/plot_style.h"

namespace normscope {
namespace {

constexpr int rightMargin = 8;  // half a tick label may reach over the frame

}  // namespace

PlotScene::PlotScene(QCustomPlot& plot) : plot_(plot) {
  plot_.setAutoAddPlottableToLegend(false);
  plot_.addLayer(selectedLayer, plot_.layer(QStringLiteral("legend")), QCustomPlot::limAbove);
  plot_.layer(selectedLayer)->setMode(QCPLayer::lmBuffered);
  plot_.setInteractions({});
  plot_.plotLayout()->clear();
}

void PlotScene::clear() {
  plot_.clearPlottables();
  plot_.plotLayout()->clear();
  statisticsRect_ = nullptr;
  selectedDot_ = nullptr;
  selectedBar_ = nullptr;
}

void PlotScene::show(const PlotDocument& document, const Theme& theme, const QColor& surround) {
  clear();
  document_ = document;
  theme_ = theme;
  plot_.setBackground(QBrush(surround));
  QCPLayoutGrid& layout = *plot_.plotLayout();
  layout.setMargins(QMargins(0, 0, rightMargin, 2));
  layout.setAutoMargins(QCP::msNone);
  layout.setRowSpacing(0);
  layout.addElement(0, 0, new TitleLine(&plot_, document_, theme_));
  if (document_.isEmpty()) {
    layout.addElement(1, 0, new MessageElement(&plot_, document_, theme_));
  } else if (const auto* statistics = document_.statistics()) {
    showStatistics(*statistics);
  } else if (const auto* histogram = document_.histogram()) {
    showHistogram(*histogram);
  } else {
    showRunning(*document_.running());
  }
}

QCPAxisRect* PlotScene::addAxes(int row) {
  auto* rect = new QCPAxisRect(&plot_);
  styleAxes(*rect, theme_);
  plot_.plotLayout()->addElement(row, 0, rect);
  // Not in the order of axes(), which changes from run to run: it would change the bytes of files.
  for (const QCPAxis::AxisType side :
       {QCPAxis::atLeft, QCPAxis::atBottom, QCPAxis::atRight, QCPAxis::atTop}) {
    rect->axis(side)->setLayer(QStringLiteral("axes"));
    rect->axis(side)->grid()->setLayer(QStringLiteral("grid"));
  }
  return rect;
}

QCPGraph* PlotScene::addDots(QCPAxisRect* rect, const QCPScatterStyle& style, const QString& layer) {
  auto* dots = new QCPGraph(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
  dots->setLineStyle(QCPGraph::lsNone);
  dots->setScatterStyle(style);
  dots->setLayer(layer);
  return dots;
}

QCPErrorBars* PlotScene::addBars(QCPGraph* dots, const QPen& pen, const QString& layer) {
  auto* bars = new QCPErrorBars(dots->keyAxis(), dots->valueAxis());
  bars->setDataPlottable(dots);
  bars->setWhiskerWidth(0);
  bars->setSymbolGap(0);
  bars->setPen(pen);
  bars->setAntialiased(false);
  bars->setLayer(layer);
  return bars;
}

std::optional<std::int64_t> PlotScene::setAt(const QPointF& position) const {
  if (statisticsRect_ == nullptr || !statisticsRect_->rect().contains(position.toPoint()))
    return std::nullopt;
  const double at = statisticsRect_->axis(QCPAxis::atBottom)->pixelToCoord(position.x());
  return std::clamp<std::int64_t>(std::llround(at), 0, document_.statistics()->setCount() - 1);
}

}  // namespace normscope
