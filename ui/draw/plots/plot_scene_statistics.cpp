#include <algorithm>
#include <cmath>

#include "core/view/plots/plot_marks.h"
#include "ui/draw/plots/plot_scene.h"
#include "ui/draw/plots/plot_style.h"

namespace normscope {
namespace {

/// Smaller dots where marks stand close together, `marks` in the whole width.
double dotSize(double marks) {
  return marks <= 24 ? 6 : marks <= 64 ? 4.5 : 3;
}

double centreOf(const SetBlock& block, const SeriesPoint& mark) {
  return block.positionOf(static_cast<double>(mark.firstSet) + static_cast<double>(mark.setCount - 1) / 2);
}

/// Where sets are marked that cannot be drawn: at the foot of the plot.
double footOf(const PlotDocument& document) {
  const PlotRange shown = shownY(document);
  return shown.low + 0.06 * shown.size();
}

QCPScatterStyle disc(const QColor& color, double size) {
  return {QCPScatterStyle::ssDisc, QPen(color, 1), QBrush(color), size - 1};
}

QCPScatterStyle cross(const QColor& color, double size) {
  return {QCPScatterStyle::ssCross, QPen(color, 1.6), Qt::NoBrush, size};
}

}  // namespace

void PlotScene::showStatistics() {
  const std::vector<SetBlock> blocks = setBlocks(document_);
  const AxisNames names = {look_.words(xAxisShown(document_)), look_.words(document_.yAxis),
                           look_.words(document_.yAxisShort)};
  QCPLayoutGrid& layout = *plot_.plotLayout();
  PlotFrame& frame = *addFrame(layout, layout.rowCount(), 0, new PlotFrame(&plot_, look_.theme, names));
  setAxis(frame, QCPAxis::atLeft, shownY(document_), TickKind::values);
  if (blocks.size() == 1) {
    setAxis(frame, QCPAxis::atBottom, shownX(document_), TickKind::items,
            static_cast<double>(blocks[0].plot->setCount() - 1));
  } else {
    frame.axis(QCPAxis::atBottom)->setTicker(QSharedPointer<BlockTicker>::create(blocks, frame));
  }
  for (const SetBlock& block : blocks) {
    if (block.norm > 0) addDivider(static_cast<double>(block.norm));
    showBlock(block, blocks.size() == 1);
    selected_.push_back(addSetMark(look_.theme.accent, selectedLayer));
    mark(selected_.back(), block, block.selectedSet, look_.theme.accent);
  }
  pointed_ = addSetMark(look_.theme.text, pointedLayer);
}

/// Between two norms.
void PlotScene::addDivider(double position) {
  auto* line = new QCPItemLine(&plot_);
  line->setLayer(QStringLiteral("grid"));
  line->setPen(QPen(look_.theme.border, 1));
  line->setAntialiased(false);
  line->setClipAxisRect(frames_[0]);
  for (QCPItemPosition* end : {line->start, line->end}) {
    end->setAxisRect(frames_[0]);
    end->setAxes(frames_[0]->axis(QCPAxis::atBottom), frames_[0]->axis(QCPAxis::atLeft));
    end->setTypeX(QCPItemPosition::ptPlotCoords);
    end->setTypeY(QCPItemPosition::ptAxisRectRatio);
  }
  line->start->setCoords(position, 0);
  line->end->setCoords(position, 1);
}

void PlotScene::showBlock(const SetBlock& block, bool alone) {
  const Theme& theme = look_.theme;
  const std::vector<SeriesPoint> marks = marksShown(document_, block);
  if (marks.empty()) return;
  const QColor own = theme.normColor(block.norm);
  const QColor dot = alone ? theme.textFaint : own;
  const QColor bar = alone ? theme.bars : mixed(own, theme.background, 0.55);
  const QColor range = alone ? theme.border : mixed(own, theme.background, 0.72);
  const bool thinned =
      std::any_of(marks.begin(), marks.end(), [](const SeriesPoint& m) { return m.setCount > 1; });
  const double inWidth =
      shownX(document_).size() / (block.width * static_cast<double>(marks.front().setCount));
  QCPGraph* dots = addDots(*frames_[0], disc(dot, dotSize(inWidth)), mainLayer);
  QCPGraph* crosses = addDots(*frames_[0], cross(theme.notANumber, 6), mainLayer);
  QCPErrorBars* ranges = addBars(dots, QPen(range, 3, Qt::SolidLine, Qt::FlatCap), mainLayer);
  QCPErrorBars* deviations = addBars(dots, QPen(bar, 1), mainLayer);
  for (const SeriesPoint& point : marks) {
    if (point.notFinite > 0) crosses->addData(centreOf(block, point), footOf(document_));
    if (std::isnan(point.mean)) continue;
    const MarkSpan span = spanOf(*block.plot, point);
    dots->addData(centreOf(block, point), span.centre);
    deviations->addData(span.centre - span.low, span.high - span.centre);
    if (thinned) ranges->addData(span.centre - point.lowestMean, point.highestMean - span.centre);
  }
  dots->setLayer(mainLayer);  // again, to lie above the bars
}

PlotScene::SetMark PlotScene::addSetMark(const QColor& color, const QString& layer) {
  SetMark added;
  added.dot = addDots(*frames_[0], disc(color, 7), layer);
  added.bar = addBars(added.dot, QPen(color, 2), layer);
  return added;
}

void PlotScene::mark(const SetMark& mark, const SetBlock& block, std::optional<std::int64_t> set,
                     const QColor& color) {
  mark.dot->data()->clear();
  mark.bar->data()->clear();
  if (!set || *set < 0 || *set >= block.plot->setCount()) return;
  const MarkSpan span = spanOf(*block.plot, *set);
  const bool finite = !std::isnan(span.centre);
  mark.dot->setScatterStyle(finite ? disc(color, 7) : cross(color, 9));
  mark.dot->addData(block.positionOf(static_cast<double>(*set)), finite ? span.centre : footOf(document_));
  if (finite) mark.bar->addData(span.centre - span.low, span.high - span.centre);
}

void PlotScene::pointAtSet(const SetOfNorm& at) {
  const SetBlock block = setBlocks(document_)[at.norm];
  const double middle = block.positionOf(static_cast<double>(at.set));
  const double half = 0.5 * std::min(block.width, 8 * shownX(document_).size() / frames_[0]->expectedWidth());
  showBand(middle - half, middle + half);
  mark(pointed_, block, at.set, look_.theme.text);
}

void PlotScene::select(std::size_t norm, std::optional<std::int64_t> set) {
  if (auto* several = std::get_if<StatisticsOfNorms>(&document_.data)) {
    if (norm < several->norms.size()) several->norms[norm].selectedSet = set;
  } else {
    document_.selectedSet = set;
  }
  if (norm < selected_.size()) mark(selected_[norm], setBlocks(document_)[norm], set, look_.theme.accent);
}

void PlotScene::drawSelection() {
  if (!selected_.empty()) plot_.layer(selectedLayer)->replot();
}

}  // namespace normscope
