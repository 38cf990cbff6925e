#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/text/list.h"
#include "core/text/number.h"
#include "core/view/plots/plot_document.h"
#include "core/view/plots/plot_text.h"
#include "core/view/plots/plot_view.h"

namespace normscope {
namespace {

std::int64_t sum(const Histogram& histogram) {
  return std::accumulate(histogram.counts.begin(), histogram.counts.end(), std::int64_t{0});
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
  if (!(peakDensity(tensor) < 1e250))
    return "The values are too close together to be drawn: copy the numbers instead.";
  return "";
}

/// The words that every histogram of `values` has.
PlotDocument titled(const std::string& values) {
  PlotDocument document;
  document.kind = values == "x" ? PlotKind::histogramX : PlotKind::histogramY;
  document.title = "Histogram of " + values;
  document.xName = document.xAxis = "value of " + values;
  document.yAxis = "density (share per unit of " + values + ")";
  document.yAxisShort = "density";
  return document;
}

/// "grey: tensor · blue: set 7", and where the set's bars end that leave the plot.
std::string legendOf(const HistogramPlot& plot, std::optional<std::int64_t> set) {
  const std::string name = "grey: tensor · blue: set" + (set ? " " + groupedDigits(*set) : "");
  const double peak = peakDensity(*plot.set);
  if (peak <= mostAboveTensor * peakDensity(plot.tensor)) return name;
  return name + ", up to " + shown(peak, 3);
}

}  // namespace

double densityOf(const Histogram& histogram, std::size_t bin) {
  const std::int64_t elements = sum(histogram);
  if (elements == 0) return 0;
  return static_cast<double>(histogram.counts[bin]) / (static_cast<double>(elements) * histogram.binWidth());
}

double peakDensity(const Histogram& histogram) {
  const auto peak = std::max_element(histogram.counts.begin(), histogram.counts.end());
  if (peak == histogram.counts.end()) return 0;
  return densityOf(histogram, static_cast<std::size_t>(peak - histogram.counts.begin()));
}

PlotDocument histogramDocument(const std::string& values, const Summary& summary, const Histogram& tensor,
                               const Histogram* set, std::optional<std::int64_t> selectedSet) {
  HistogramPlot plot{tensor, std::nullopt};
  PlotDocument document = titled(values);
  document.message = whatIsMissing(summary, tensor);
  document.note = groupedCount(summary.count, "element");
  if (!document.isEmpty()) document.warning = notFiniteText(summary);
  if (set != nullptr) {
    plot.set = *set;
    document.note = legendOf(plot, selectedSet);
    document.shortNote = "blue: set" + (selectedSet ? " " + groupedDigits(*selectedSet) : "");
  }
  document.selectedSet = selectedSet;
  document.data = std::move(plot);
  return document;
}

PlotDocument histogramDocument(const std::string& values, const std::vector<NormValues>& norms) {
  if (norms.size() == 1)
    return histogramDocument(values, norms[0].summary, norms[0].histogram, nullptr, std::nullopt);
  PlotDocument document = titled(values);
  HistogramOfNorms plot;
  Summary notFinite;
  for (const NormValues& norm : norms) {
    if (document.message.empty()) document.message = whatIsMissing(norm.summary, norm.histogram);
    notFinite.nan += norm.summary.nan;
    notFinite.infinite += norm.summary.infinite;
    plot.norms.push_back({norm.title, norm.histogram});
  }
  if (norms.empty()) document.message = "There is no norm to draw.";
  if (!document.isEmpty()) document.warning = notFiniteText(notFinite);
  document.data = std::move(plot);
  return document;
}

}  // namespace normscope
