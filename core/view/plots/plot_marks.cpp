#include "core/view/plots/plot_marks.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/text/list.h"

namespace normscope {
namespace {

struct ItemRange {
  std::int64_t first;
  std::int64_t end;
};

/// The sets or channels that stand in a range of the axis, of `count`.
ItemRange itemsIn(const PlotRange& range, double start, double width, std::int64_t count) {
  const auto most = static_cast<double>(count);
  const double first = std::clamp(std::floor((range.low - start) / width), 0.0, most);
  const double end = std::clamp(std::ceil((range.high - start) / width), first, most);
  return {static_cast<std::int64_t>(first), static_cast<std::int64_t>(end)};
}

/// Roots of the mean squares of a range of sets, as statistics of their own.
std::vector<SeriesPoint> rootMarks(const Statistics& statistics, std::int64_t first, std::int64_t end,
                                   int most) {
  if (first >= end) return {};  // a tensor without elements has no sets
  const std::int64_t each = std::max<std::int64_t>(1, (end - first + most - 1) / most);
  const std::int64_t from = first / each * each;
  const auto until = std::min(from + (end - from + each - 1) / each * each,
                              static_cast<std::int64_t>(statistics.variance.size()));
  Statistics roots{{statistics.variance.begin() + from, statistics.variance.begin() + until}, {}};
  roots.variance.assign(roots.mean.size(), 0);
  for (double& value : roots.mean) value = std::sqrt(value);
  std::vector<SeriesPoint> marks =
      seriesOf(roots, 0, until - from, static_cast<int>((until - from + each - 1) / each));
  for (SeriesPoint& mark : marks) mark.firstSet += from;
  return marks;
}

/// Values by channel, gathered like the statistics of sets.
std::vector<SeriesPoint> gathered(const std::vector<double>& values, const ItemRange& range) {
  return seriesOf({{values.begin(), values.end()}, ResultVector<double>(values.size(), 0)}, range.first,
                  range.end, maxMarks);
}

RunningMarks marksIn(const PlotDocument& document, const RunningMarks& whole,
                     const std::vector<double>& before, const std::vector<double>& after) {
  if (!document.view.x) return whole;
  const ItemRange range = itemsIn(*document.view.x, -0.5, 1, static_cast<std::int64_t>(after.size()));
  return {gathered(before, range), gathered(after, range), whole.low, whole.high};
}

std::int64_t widest(const std::vector<SeriesPoint>& marks) {
  std::int64_t most = 1;
  for (const SeriesPoint& mark : marks) most = std::max(most, mark.setCount);
  return most;
}

}  // namespace

RunningMarks runningMarks(const std::vector<double>& before, const std::vector<double>& after) {
  const ItemRange all{0, static_cast<std::int64_t>(after.size())};
  RunningMarks marks{gathered(before, all), gathered(after, all), 0, 1};
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const auto* values : {&before, &after}) {
    for (const double value : *values) {
      if (!std::isfinite(value)) continue;
      low = std::min(low, value);
      high = std::max(high, value);
    }
  }
  if (low > high) return marks;
  const double size = std::max(std::abs(low), std::abs(high));
  const double extent = high - low > 1e-9 * size ? high - low : (size > 0 ? 1e-1 * size : 1);
  marks.low = low - 0.15 * extent;
  marks.high = high + 0.15 * extent;
  return marks;
}

std::vector<SeriesPoint> setMarks(const StatisticsPlot& plot, std::int64_t first, std::int64_t end,
                                  int most) {
  // From the ranges that are there already where none of the marks would be shorter.
  if (plot.fine && end - first > plot.fine->front().setCount * most)
    return gathered(*plot.fine, first, end, most);
  if (plot.fromZero) return rootMarks(*plot.statistics, first, end, most);
  return seriesOf(*plot.statistics, first, end, most);
}

std::vector<SeriesPoint> marksShown(const PlotDocument& document, const SetBlock& block) {
  if (!document.view.x) return block.plot->marks;
  const ItemRange sets = itemsIn(*document.view.x, block.start, block.width, block.plot->setCount());
  if (sets.first == sets.end) return {};
  const double share =
      std::min(1.0, static_cast<double>(sets.end - sets.first) * block.width / document.view.x->size());
  return setMarks(*block.plot, sets.first, sets.end, std::max(8, static_cast<int>(share * maxMarks)));
}

RunningMarks meansShown(const PlotDocument& document) {
  const RunningPlot& plot = *document.running();
  return marksIn(document, plot.mean, plot.before->mean, plot.after->mean);
}

RunningMarks variancesShown(const PlotDocument& document) {
  const RunningPlot& plot = *document.running();
  return marksIn(document, plot.variance, plot.before->variance, plot.after->variance);
}

std::string withMarks(const std::string& name, const std::vector<SeriesPoint>& marks,
                      const std::string& noun) {
  const std::int64_t each = widest(marks);
  return each > 1 ? name + " · 1 mark = " + groupedCount(each, noun) : name;
}

std::string xAxisShown(const PlotDocument& document) {
  if (!document.view.x) return document.xAxis;
  if (document.running() != nullptr) return withMarks(document.xName, meansShown(document).after, "channel");
  const std::vector<SetBlock> blocks = setBlocks(document);
  if (blocks.size() == 1) return withMarks(document.xName, marksShown(document, blocks[0]), "set");
  return document.xAxis;
}

}  // namespace normscope
