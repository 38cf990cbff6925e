#include <algorithm>
#include <cmath>
#include <limits>

#include "core/analysis/axis_words.h"
#include "core/text/list.h"
#include "core/text/number.h"
#include "core/view/plots/plot_document.h"
#include "core/view/plots/plot_text.h"

namespace normscope {
namespace {

/// QCustomPlot draws nothing beyond.
constexpr double largestDrawn = 1e250;

MarkSpan spanOf(bool fromZero, double mean, double variance) {
  const double deviation = std::sqrt(variance);
  if (!std::isfinite(mean) || !std::isfinite(deviation)) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    return {nan, nan, nan};
  }
  if (fromZero) return {deviation, 0, deviation};
  return {mean, mean - deviation, mean + deviation};
}

/// The range that holds every finite set, with some air; counts the sets that are not finite.
std::int64_t setRange(StatisticsPlot& plot) {
  std::int64_t notFinite = 0;
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (std::int64_t set = 0; set < plot.setCount(); ++set) {
    const MarkSpan span = spanOf(plot, set);
    if (std::isnan(span.centre)) {
      ++notFinite;
      continue;
    }
    low = std::min(low, span.low);
    high = std::max(high, span.high);
  }
  if (low > high) return notFinite;
  const double size = std::max(std::abs(low), std::abs(high));
  const double extent = high - low > 1e-9 * size ? high - low : (size > 0 ? 1e-3 * size : 1);
  plot.low = plot.fromZero ? 0 : low - 0.06 * extent;
  plot.high = high + 0.06 * extent;
  return notFinite;
}

/// Where the mean is not subtracted, the series is that of the root mean squares.
std::vector<SeriesPoint> marksOf(const Statistics& statistics, bool fromZero) {
  if (!fromZero) return seriesOf(statistics, maxMarks);
  Statistics roots{statistics.variance, std::vector<double>(statistics.variance.size(), 0)};
  for (double& value : roots.mean) value = std::sqrt(value);
  return seriesOf(roots, maxMarks);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

/// The long form where the note leaves room for it.
std::string titleOf(const StatisticsPlot& plot, bool fromX, bool brief) {
  if (plot.fromZero) return "Root mean square of each set";
  if (!fromX) return "Running mean and std of each set";
  return brief ? "Mean and std of each set" : "Mean and standard deviation of each set";
}

void setWords(PlotDocument& document, const StatisticsPlot& plot, const ReductionPlan& plan,
              std::int64_t notFinite) {
  const bool fromX = plan.statisticsFromX();
  const bool thinned = !plot.marks.empty() && plot.marks.front().setCount > 1;
  const std::string sets = groupedCount(plan.setCount(), "set");
  document.title = titleOf(plot, fromX, thinned || notFinite > 0);
  if (notFinite > 0) {
    document.warning = groupedDigits(notFinite) + " of " + sets + " NaN or Inf";
  } else {
    document.note = sets + (fromX ? "" : " · not from x");
  }
  document.yAxis = plot.fromZero ? "root mean square" : "mean ± std";
  document.xAxis = plot.axisWords.empty() ? "set (the whole tensor)" : "set (" + joined(plot.axisWords) + ")";
  if (!thinned) return;
  document.note += (document.note.empty() ? "" : " · ") + std::string("shade: range");
  document.xAxis += " · 1 mark = " + groupedCount(plot.marks.front().setCount, "set");
}

std::string whatIsMissing(const StatisticsPlot& plot, const ReductionPlan& plan) {
  if (plan.setCount() == 0) return "The tensor has no sets: give every axis an extent of 1 or more.";
  if (plan.elementsPerSet() == 0) return "The sets have no elements: give every axis an extent of 1 or more.";
  if (plot.high > largestDrawn || plot.low < -largestDrawn || !std::isfinite(plot.high - plot.low)) {
    return "The values are too large to be drawn: copy the numbers instead.";
  }
  return "";
}

PlotDocument make(const ReductionPlan& plan, std::shared_ptr<const Statistics> statistics,
                  std::optional<std::int64_t> selectedSet) {
  StatisticsPlot plot;
  plot.fromZero = !plan.spec().subtractsMean() && plan.statisticsFromX();
  plot.marks = marksOf(*statistics, plot.fromZero);
  plot.statistics = std::move(statistics);
  plot.extents = plan.statisticsShape();
  for (const PlanAxis& axis : plan.axes()) {
    if (axis.kept) plot.axisWords.push_back(wordOf(axis));
  }
  const std::int64_t notFinite = setRange(plot);

  PlotDocument document;
  document.kind = PlotKind::statistics;
  setWords(document, plot, plan, plan.elementsPerSet() > 0 ? notFinite : 0);
  document.message = whatIsMissing(plot, plan);
  document.selectedSet = selectedSet;
  document.data = std::move(plot);
  return document;
}

}  // namespace

PlotDocument statisticsDocument(const std::shared_ptr<const NormalizeResult>& result,
                                std::optional<std::int64_t> selectedSet) {
  return make(result->plan, {result, &result->statistics}, selectedSet);
}

PlotDocument statisticsDocument(const NormalizeResult& result, std::optional<std::int64_t> selectedSet) {
  return make(result.plan, std::make_shared<const Statistics>(result.statistics), selectedSet);
}

MarkSpan spanOf(const StatisticsPlot& plot, std::int64_t set) {
  const auto at = static_cast<std::size_t>(set);
  return spanOf(plot.fromZero, plot.statistics->mean[at], plot.statistics->variance[at]);
}

MarkSpan spanOf(const StatisticsPlot& plot, const SeriesPoint& mark) {
  if (plot.fromZero) return {mark.mean, std::isnan(mark.mean) ? mark.mean : 0, mark.mean};
  return spanOf(false, mark.mean, mark.standardDeviation * mark.standardDeviation);
}

std::string describeSet(const StatisticsPlot& plot, std::int64_t set) {
  std::string position;
  std::int64_t rest = set;
  for (std::size_t i = plot.extents.size(); i-- > 0;) {
    position = plot.axisWords[i] + " " + groupedDigits(rest % plot.extents[i]) +
               (position.empty() ? "" : ", ") + position;
    rest /= plot.extents[i];
  }
  const auto at = static_cast<std::size_t>(set);
  const std::string deviation = shown(std::sqrt(plot.statistics->variance[at]));
  return "set " + groupedDigits(set) + (position.empty() ? "" : " (" + position + ")") + ": " +
         (plot.fromZero ? "root mean square " + deviation
                        : "mean " + shown(plot.statistics->mean[at]) + ", std " + deviation);
}

}  // namespace normscope
