#include <cmath>

#include "ui/draw/plots/plot_scene.h"
#include "ui/draw/plots/plot_style.h"

namespace normscope {
namespace {

constexpr double curveWidth = 1.8;
constexpr float bandOpacity = 0.16F;
constexpr int mostDots = 40;  // more would hide the curve

QCPGraph* addGraph(PlotFrame& frame, const QString& layer) {
  auto* graph = new QCPGraph(frame.axis(QCPAxis::atBottom), frame.axis(QCPAxis::atLeft));
  graph->setLayer(layer);
  graph->setAntialiased(true);
  graph->setPen(Qt::NoPen);
  return graph;
}

bool hasSpread(const Curve& curve) {
  for (const CurvePoint& point : curve.points) {
    if (point.low != point.y || point.high != point.y) return true;
  }
  return false;
}

/// From the lowest to the highest of what each point is the mean of.
void addSpread(PlotFrame& frame, const CurvesPlot& data, const Curve& curve, QColor color) {
  QCPGraph* low = addGraph(frame, mainLayer);
  QCPGraph* high = addGraph(frame, mainLayer);
  for (const CurvePoint& point : curve.points) {
    low->addData(point.x, data.onAxis(point.low));
    high->addData(point.x, data.onAxis(point.high));
  }
  color.setAlphaF(bandOpacity);
  high->setBrush(color);
  high->setChannelFillGraph(low);
}

void addCurve(PlotFrame& frame, const CurvesPlot& data, const Curve& curve, const QColor& color) {
  QCPGraph* graph = addGraph(frame, mainLayer);
  QPen pen(color, curveWidth);
  pen.setJoinStyle(Qt::RoundJoin);
  if (curve.dashed) {
    pen.setWidthF(1.4);
    pen.setDashPattern({4, 3});
    pen.setCapStyle(Qt::FlatCap);
  }
  graph->setPen(pen);
  if (curve.marked && curve.points.size() <= mostDots)
    graph->setScatterStyle({QCPScatterStyle::ssDisc, QPen(color, 1), QBrush(color), 6});
  for (const CurvePoint& point : curve.points) graph->addData(point.x, data.onAxis(point.y));
}

/// Positions are counted: epochs, batches, channels.
double lastPosition(const CurvesPlot& data) {
  double last = 0;
  for (const Curve& curve : data.curves) {
    if (!curve.points.empty()) last = std::max(last, curve.points.back().x);
  }
  return last;
}

}  // namespace

QColor colorOf(const Curve& curve, const Theme& theme) {
  return curve.color ? theme.curveColor(*curve.color) : theme.textFaint;
}

void PlotScene::showCurves(const CurvesPlot& data) {
  const AxisNames names = {look_.words(document_.xAxis), look_.words(document_.yAxis),
                           look_.words(document_.yAxisShort)};
  QCPLayoutGrid& layout = *plot_.plotLayout();
  PlotFrame& frame = *addFrame(layout, layout.rowCount(), 0, new PlotFrame(&plot_, look_.theme, names));
  setAxis(frame, QCPAxis::atLeft, shownY(document_), TickKind::values);
  setAxis(frame, QCPAxis::atBottom, shownX(document_), TickKind::items, lastPosition(data));
  if (data.logarithmic) frame.axis(QCPAxis::atLeft)->setTicker(QSharedPointer<LogTicker>::create(data.unit));
  if (!data.xMarks.empty())
    frame.axis(QCPAxis::atBottom)->setTicker(QSharedPointer<MarkTicker>::create(data.xMarks));
  if (!data.topMarks.empty()) {
    QCPAxis& top = *frame.axis(QCPAxis::atTop);
    top.setTicks(true);
    top.setTickLabels(true);
    top.grid()->setVisible(false);
    top.setTicker(QSharedPointer<MarkTicker>::create(data.topMarks));
    top.setRange(shownX(document_).low, shownX(document_).high);
    top.setLabel(look_.words(data.topAxis));
  }
  for (const Curve& curve : data.curves) {
    if (hasSpread(curve)) addSpread(frame, data, curve, colorOf(curve, look_.theme));
  }
  for (const Curve& curve : data.curves) addCurve(frame, data, curve, colorOf(curve, look_.theme));
}

}  // namespace normscope
