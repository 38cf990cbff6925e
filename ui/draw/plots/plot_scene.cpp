#include "ui/draw/plots/plot_scene.h"

#include <algorithm>
#include <cmath>

#include "core/view/plots/plot_readout.h"
#include "ui/draw/plots/plot_lines.h"
#include "ui/draw/plots/plot_style.h"

namespace normscope {
namespace {

constexpr int rightMargin = 8;   // half a tick label may reach over the frame
constexpr int besideFrame = 56;  // where the mouse takes an axis
constexpr int belowFrame = 40;

std::vector<LegendEntry> legendOf(const PlotDocument& document, const PlotLook& look) {
  std::vector<LegendEntry> entries;
  const auto addNorm = [&](const std::string& name) {
    entries.push_back({look.words(name), look.theme.normColor(entries.size())});
  };
  if (const auto* plot = document.statisticsOfNorms()) {
    for (const NormStatistics& norm : plot->norms) addNorm(norm.norm);
  } else if (const auto* histograms = document.histogramOfNorms()) {
    for (const NormHistogram& norm : histograms->norms) addNorm(norm.norm);
  } else if (const auto* curves = document.curves()) {
    for (const Curve& curve : curves->curves)
      entries.push_back({look.words(curve.name), colorOf(curve, look.theme), curve.dashed});
  }
  return entries;
}

}  // namespace

PlotScene::PlotScene(QCustomPlot& plot) : plot_(plot) {
  plot_.setAutoAddPlottableToLegend(false);
  plot_.addLayer(selectedLayer, plot_.layer(QStringLiteral("legend")), QCustomPlot::limAbove);
  plot_.addLayer(pointedLayer, plot_.layer(selectedLayer), QCustomPlot::limAbove);
  plot_.layer(selectedLayer)->setMode(QCPLayer::lmBuffered);
  plot_.layer(pointedLayer)->setMode(QCPLayer::lmBuffered);
  plot_.setInteractions({});
  plot_.plotLayout()->clear();
}

void PlotScene::clear() {
  framesBefore_ = frames();
  plot_.clearPlottables();
  plot_.clearItems();
  plot_.plotLayout()->clear();
  frames_.clear();
  selected_.clear();
  pointed_ = {};
  bands_.clear();
}

bool PlotScene::isOutgrown() const {
  return document_.running() != nullptr && low_ != (plot_.viewport().height() < lowPlot);
}

void PlotScene::show(const PlotDocument& document, const PlotLook& look) {
  clear();
  document_ = document;
  look_ = look;
  low_ = plot_.viewport().height() < lowPlot;
  plot_.setBackground(QBrush(look.surround));
  QCPLayoutGrid& layout = *plot_.plotLayout();
  layout.setMargins(QMargins(0, 0, rightMargin, 2));
  layout.setAutoMargins(QCP::msNone);
  layout.setRowSpacing(0);
  if (look_.captions || !document_.warning.empty()) {
    layout.addElement(layout.rowCount(), 0, new TitleLine(&plot_, document_, look_, [this] {
                        return look_.captions ? hiddenNames() : QString();
                      }));
  }
  if (document_.isEmpty()) {
    layout.addElement(layout.rowCount(), 0, new MessageElement(&plot_, document_, look_));
    return;
  }
  if (const std::vector<LegendEntry> entries = legendOf(document_, look_); !entries.empty())
    layout.addElement(layout.rowCount(), 0, new LegendLine(&plot_, entries, look_.theme));
  if (const auto* histogram = document_.histogram()) {
    showHistogram(*histogram);
  } else if (const auto* histograms = document_.histogramOfNorms()) {
    showHistograms(*histograms);
  } else if (const auto* running = document_.running()) {
    showRunning(*running);
  } else if (const auto* curves = document_.curves()) {
    showCurves(*curves);
  } else {
    showStatistics();
  }
}

PlotFrame* PlotScene::addFrame(QCPLayoutGrid& grid, int row, int column, PlotFrame* frame) {
  grid.addElement(row, column, frame);
  const PlotRange x = shownX(document_);
  frame->axis(QCPAxis::atBottom)->setRange(x.low, x.high);
  auto* band = new QCPItemRect(&plot_);
  band->setLayer(pointedLayer);
  band->setClipAxisRect(frame);
  for (QCPItemPosition* corner : {band->topLeft, band->bottomRight}) {
    corner->setAxisRect(frame);
    corner->setAxes(frame->axis(QCPAxis::atBottom), frame->axis(QCPAxis::atLeft));
    corner->setTypeX(QCPItemPosition::ptPlotCoords);
    corner->setTypeY(QCPItemPosition::ptAxisRectRatio);
  }
  QColor veil = look_.theme.text;
  veil.setAlphaF(0.08F);
  band->setBrush(veil);
  veil.setAlphaF(0.3F);
  band->setPen(QPen(veil, 1));
  band->setVisible(false);
  bands_.push_back(band);
  frames_.push_back(frame);
  return frame;
}

QCPGraph* PlotScene::addDots(PlotFrame& frame, const QCPScatterStyle& style, const QString& layer) {
  auto* dots = new QCPGraph(frame.axis(QCPAxis::atBottom), frame.axis(QCPAxis::atLeft));
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

/// "density over value of x"
QString PlotScene::hiddenNames() const {
  QStringList names;
  for (const PlotFrame* frame : frames_) names << frame->hiddenNames();
  names.removeDuplicates();
  return names.join(look_.words(" over "));
}

/// Those of the picture that is on the screen.
std::vector<QRect> PlotScene::frames() const {
  std::vector<QRect> all;
  for (const PlotFrame* frame : frames_) all.push_back(frame->rect());
  const bool laidOut = !all.empty() && !all[0].isEmpty();
  return laidOut || frames_.size() != framesBefore_.size() ? all : framesBefore_;
}

QRectF PlotScene::frameAt(const QPointF& position) const {
  const auto distance = [&](const QRectF& frame) {
    return std::max({frame.left() - position.x(), position.x() - frame.right(), 0.0}) +
           std::max({frame.top() - position.y(), position.y() - frame.bottom(), 0.0});
  };
  QRectF nearest;
  for (const QRectF frame : frames()) {
    if (nearest.isNull() || distance(frame) < distance(nearest)) nearest = frame;
  }
  return nearest;
}

PlotPart PlotScene::partAt(const QPointF& position) const {
  for (const QRect& rect : frames()) {
    const QRectF frame(rect);
    if (frame.isEmpty()) continue;
    if (frame.contains(position)) return PlotPart::frame;
    const bool beside = position.x() < frame.left() && position.x() >= frame.left() - besideFrame;
    if (beside && position.y() >= frame.top() && position.y() <= frame.bottom()) return PlotPart::uprightAxis;
    const bool below = position.y() > frame.bottom() && position.y() <= frame.bottom() + belowFrame;
    if (below && position.x() >= frame.left() && position.x() <= frame.right()) return PlotPart::levelAxis;
  }
  return PlotPart::outside;
}

double PlotScene::xAt(const QPointF& position) const {
  const QRectF frame = frameAt(position);
  const PlotRange shown = shownX(document_);
  return shown.low + (position.x() - frame.left()) / std::max(1.0, frame.width()) * shown.size();
}

double PlotScene::yAt(const QPointF& position) const {
  const QRectF frame = frameAt(position);
  const PlotRange shown = shownY(document_);
  return shown.high - (position.y() - frame.top()) / std::max(1.0, frame.height()) * shown.size();
}

void PlotScene::showBand(double from, double to) {
  for (QCPItemRect* band : bands_) {
    band->topLeft->setCoords(from, 0);
    band->bottomRight->setCoords(to, 1);
    band->setVisible(true);
  }
}

void PlotScene::point(std::optional<double> position) {
  if (document_.isEmpty() || frames_.empty()) return;
  for (QCPItemRect* band : bands_) band->setVisible(false);
  if (pointed_.dot != nullptr) mark(pointed_, {}, std::nullopt, {});
  if (position && !std::isnan(*position)) {
    if (const auto set = setAt(document_, *position)) {
      pointAtSet(*set);
    } else if (const auto* histogram = document_.histogram()) {
      const std::size_t bin = binAt(histogram->tensor, *position);
      showBand(histogram->tensor.binStart(bin), histogram->tensor.binEnd(bin));
    } else if (document_.running() != nullptr) {
      const double last = static_cast<double>(document_.running()->after->mean.size() - 1);
      const double channel = std::clamp(std::round(*position), 0.0, last);
      showBand(channel, channel);
    } else if (document_.curves() != nullptr) {
      if (const auto nearest = nearestPosition(*document_.curves(), *position)) showBand(*nearest, *nearest);
    } else {
      showBand(*position, *position);
    }
  }
  if (!frames_[0]->rect().isEmpty()) plot_.layer(pointedLayer)->replot();
}

}  // namespace normscope
