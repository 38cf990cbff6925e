#include <algorithm>
#include <cmath>
#include <limits>

#include "core/analysis/axis_words.h"
#include "core/text/list.h"
#include "core/text/number.h"
#include "core/view/plots/plot_document.h"
#include "core/view/plots/plot_marks.h"
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

bool isThinned(const StatisticsPlot& plot) {
  return !plot.marks.empty() && plot.marks.front().setCount > 1;
}

void setWords(PlotDocument& document, const StatisticsPlot& plot, const ReductionPlan& plan) {
  const std::int64_t notFinite = plot.notFinite;
  const bool fromX = plan.statisticsFromX();
  const bool thinned = isThinned(plot);
  const std::string sets = groupedCount(plan.setCount(), "set");
  document.title = titleOf(plot, fromX, thinned || notFinite > 0);
  document.shortTitle = titleOf(plot, fromX, true);
  if (notFinite > 0) {
    document.warning = groupedDigits(notFinite) + " of " + sets + " NaN or Inf";
  } else {
    document.note = sets + (fromX ? "" : " · not from x");
  }
  document.yAxis = plot.fromZero ? "root mean square" : "mean ± std";
  document.yAxisShort = plot.fromZero ? "RMS" : "μ ± σ";
  document.xName = plot.axisWords.empty() ? "set (the whole tensor)" : "set (" + joined(plot.axisWords) + ")";
  document.xAxis = withMarks(document.xName, plot.marks, "set");
  if (thinned) document.note += (document.note.empty() ? "" : " · ") + std::string("shade: range");
}

std::string whatIsMissing(const StatisticsPlot& plot, const ReductionPlan& plan) {
  if (plan.setCount() == 0) return "The tensor has no sets: give every axis an extent of 1 or more.";
  if (plan.elementsPerSet() == 0) return "The sets have no elements: give every axis an extent of 1 or more.";
  if (plot.high > largestDrawn || plot.low < -largestDrawn || !std::isfinite(plot.high - plot.low)) {
    return "The values are too large to be drawn: copy the numbers instead.";
  }
  return "";
}

/// The plot of one norm.
StatisticsPlot plotOf(const ReductionPlan& plan, std::shared_ptr<const Statistics> statistics) {
  StatisticsPlot plot;
  plot.fromZero = !plan.spec().subtractsMean() && plan.statisticsFromX();
  plot.statistics = std::move(statistics);
  plot.marks = setMarks(plot, 0, plot.setCount(), maxMarks);
  if (plot.setCount() > mostFine)
    plot.fine =
        std::make_shared<const std::vector<SeriesPoint>>(setMarks(plot, 0, plot.setCount(), mostFine));
  plot.extents = plan.statisticsShape();
  for (const PlanAxis& axis : plan.axes()) {
    if (axis.kept) plot.axisWords.push_back(wordOf(axis));
  }
  const std::int64_t notFinite = setRange(plot);
  if (plan.elementsPerSet() > 0) plot.notFinite = notFinite;
  return plot;
}

PlotDocument make(const ReductionPlan& plan, std::shared_ptr<const Statistics> statistics,
                  std::optional<std::int64_t> selectedSet) {
  StatisticsPlot plot = plotOf(plan, std::move(statistics));
  PlotDocument document;
  document.kind = PlotKind::statistics;
  setWords(document, plot, plan);
  document.message = whatIsMissing(plot, plan);
  document.selectedSet = selectedSet;
  document.data = std::move(plot);
  return document;
}

/// What the marks of several norms stand for.
void setWords(PlotDocument& document, const StatisticsOfNorms& plot) {
  const auto isFromZero = [](const NormStatistics& norm) { return norm.plot.fromZero; };
  const auto fromZero = std::count_if(plot.norms.begin(), plot.norms.end(), isFromZero);
  const bool none = fromZero == 0;
  const bool all = fromZero == static_cast<std::ptrdiff_t>(plot.norms.size());
  document.title = all    ? "Root mean square of each set"
                   : none ? "Mean and std of each set"
                          : "Mean and std, or RMS, of each set";
  document.yAxis = all ? "root mean square" : none ? "mean ± std" : "mean ± std, or root mean square";
  document.yAxisShort = all ? "RMS" : none ? "μ ± σ" : "μ ± σ or RMS";
  document.xName = document.xAxis = "sets of each norm";
  std::int64_t notFinite = 0;
  std::int64_t sets = 0;
  for (const NormStatistics& norm : plot.norms) {
    document.note += (document.note.empty() ? "" : " + ") + groupedDigits(norm.plot.setCount());
    sets += norm.plot.setCount();
    notFinite += norm.plot.notFinite;
  }
  document.note += " sets";
  document.shortNote = groupedCount(sets, "set");
  if (notFinite > 0) document.warning = groupedCount(notFinite, "set") + " NaN or Inf";
}

/// Side by side, the norms share the marks of one plot.
PlotDocument make(const std::vector<NormPlot>& norms) {
  PlotDocument document;
  document.kind = PlotKind::statistics;
  StatisticsOfNorms several;
  for (const NormPlot& norm : norms) {
    StatisticsPlot plot = *norm.alone.statistics();
    plot.marks = setMarks(plot, 0, plot.setCount(), maxMarks / static_cast<int>(norms.size()));
    if (document.message.empty()) document.message = norm.alone.message;
    several.low = several.norms.empty() ? plot.low : std::min(several.low, plot.low);
    several.high = several.norms.empty() ? plot.high : std::max(several.high, plot.high);
    several.norms.push_back({norm.title, std::move(plot), norm.alone.selectedSet});
  }
  if (norms.empty()) document.message = "There is no norm to draw.";
  setWords(document, several);
  document.data = std::move(several);
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

PlotDocument statisticsDocument(const std::vector<NormPlot>& norms) {
  return norms.size() == 1 ? norms[0].alone : make(norms);
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
