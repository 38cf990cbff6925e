#include <algorithm>
#include <cmath>

#include "core/norm/norm_registry.h"
#include "core/text/list.h"
#include "core/text/number.h"
#include "core/view/plots/plot_document.h"
#include "core/view/plots/plot_marks.h"
#include "core/view/plots/plot_text.h"

namespace normscope {
namespace {

bool isFinite(const RunningStatistics& running, std::size_t channel) {
  return std::isfinite(running.mean[channel]) && std::isfinite(running.variance[channel]);
}

std::int64_t notFiniteChannels(const RunningPlot& plot) {
  std::int64_t count = 0;
  for (std::size_t channel = 0; channel < plot.after->mean.size(); ++channel) {
    if (!isFinite(*plot.before, channel) || !isFinite(*plot.after, channel)) ++count;
  }
  return count;
}

bool tooLarge(const RunningStatistics& running) {
  const auto beyond = [](double value) { return std::isfinite(value) && std::abs(value) > 1e250; };
  return std::any_of(running.mean.begin(), running.mean.end(), beyond) ||
         std::any_of(running.variance.begin(), running.variance.end(), beyond);
}

std::string noteOf(const ReductionPlan& plan) {
  if (!plan.statisticsFromX()) return "evaluation reads them, unchanged";
  const auto momentum = plan.spec().momentum;
  return std::string("hollow: before · filled: after") +
         (momentum ? " · momentum " + shown(*momentum) : " · cumulative average");
}

/// The sentence for a norm without running statistics.
std::string whyNone(const ReductionPlan& plan) {
  const NormInfo& info = infoOf(plan.spec().kind);
  const std::string title(info.title);
  if (!info.mayTrack) return title + " keeps none: training and evaluation are the same.";
  return title + " keeps none unless it is given some to update.";
}

}  // namespace

PlotDocument runningDocument(const std::optional<RunningStatistics>& before,
                             const std::optional<RunningStatistics>& after, const ReductionPlan& plan) {
  PlotDocument document;
  document.kind = PlotKind::running;
  document.title = "Running statistics";
  document.xName = document.xAxis = "channel";
  document.yAxis = "mean, variance";
  RunningPlot plot;
  if (!before || !after) {
    document.message = whyNone(plan);
    document.data = plot;
    return document;
  }
  plot.before = std::make_shared<const RunningStatistics>(*before);
  plot.after = std::make_shared<const RunningStatistics>(*after);
  plot.mean = runningMarks(before->mean, after->mean);
  plot.variance = runningMarks(before->variance, after->variance);
  document.note = noteOf(plan);
  document.xAxis = withMarks(document.xName, plot.mean.after, "channel");
  if (after->mean.empty()) document.message = "There are no channels: give that axis an extent of 1 or more.";
  if (tooLarge(*before) || tooLarge(*after))
    document.message = "The values are too large to be drawn: copy the numbers instead.";
  const std::int64_t bad = notFiniteChannels(plot);
  if (bad > 0 && !document.isEmpty()) document.warning = groupedDigits(bad) + " with NaN or Inf";
  document.data = std::move(plot);
  return document;
}

}  // namespace normscope
