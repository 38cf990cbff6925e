#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/text/list.h"
#include "core/text/number.h"
#include "core/view/plots/plot_document.h"
#include "core/view/plots/plot_text.h"

namespace normscope {
namespace {

std::int64_t sum(const Histogram& histogram) {
  return std::accumulate(histogram.counts.begin(), histogram.counts.end(), std::int64_t{0});
}

std::int64_t peak(const Histogram& histogram) {
  return histogram.counts.empty() ? 0 : *std::max_element(histogram.counts.begin(), histogram.counts.end());
}

/// The whole factor by which the set's bars are drawn taller: equal areas, or equal peaks where that is less.
std::int64_t scaleOf(const Histogram& tensor, const Histogram& set) {
  const std::int64_t elements = sum(set);
  if (elements == 0) return 1;
  return std::max<std::int64_t>(1, std::min(sum(tensor) / elements, peak(tensor) / peak(set)));
}

/// "1 NaN · 2 Inf"
std::string notFiniteText(const Summary& summary) {
  std::string text;
  if (summary.nan > 0) text = groupedDigits(summary.nan) + " NaN";
  if (summary.infinite > 0) text += (text.empty() ? "" : " · ") + groupedDigits(summary.infinite) + " Inf";
  return text;
}

std::string whatIsMissing(const Summary& summary, const Histogram& tensor) {
  if (summary.count == 0) return "The tensor has no values: give every axis an extent of 1 or more.";
  if (summary.finite() == 0) return "There is no finite value to draw: " + notFiniteText(summary) + ".";
  if (!std::isfinite(tensor.high - tensor.low) || tensor.high > 1e250 || tensor.low < -1e250) {
    return "The values are too large to be drawn: copy the numbers instead.";
  }
  return "";
}

}  // namespace

PlotDocument histogramDocument(const std::string& values, const Summary& summary, const Histogram& tensor,
                               const Histogram* set, std::optional<std::int64_t> selectedSet) {
  HistogramPlot plot{tensor, std::nullopt, 1};
  PlotDocument document;
  document.kind = values == "x" ? PlotKind::histogramX : PlotKind::histogramY;
  document.title = "Histogram of " + values;
  document.xAxis = "value of " + values;
  document.yAxis = "elements";
  document.message = whatIsMissing(summary, tensor);
  document.note = groupedCount(summary.count, "element");
  if (!document.isEmpty()) document.warning = notFiniteText(summary);
  if (set != nullptr) {
    plot.set = *set;
    plot.setScale = scaleOf(tensor, *set);
    document.note = "grey: tensor · blue: set" + (selectedSet ? " " + groupedDigits(*selectedSet) : "");
    if (plot.setScale > 1) document.yAxis += " (set ×\u2009" + groupedDigits(plot.setScale) + ")";
  }
  document.selectedSet = selectedSet;
  document.data = std::move(plot);
  return document;
}

}  // namespace normscope
