#include "core/view/plots/plot_readout.h"

#include <algorithm>
#include <cmath>

#include "core/text/list.h"
#include "core/text/number.h"
#include "core/view/plots/plot_text.h"

namespace normscope {
namespace {

/// "set 7 (sample 3, group 1)" and "mean −0.0213, std 0.979"
std::vector<ReadoutLine> readoutOf(const PlotDocument& document, const SetOfNorm& at) {
  const std::vector<SetBlock> blocks = setBlocks(document);
  const std::string text = describeSet(*blocks[at.norm].plot, at.set);
  const std::size_t colon = text.find(": ");
  std::vector<ReadoutLine> lines;
  if (const auto* several = document.statisticsOfNorms())
    lines.push_back({several->norms[at.norm].norm, at.norm});
  lines.push_back({text.substr(0, colon), std::nullopt});
  lines.push_back({text.substr(colon + 2), std::nullopt});
  return lines;
}

std::string rangeText(const Histogram& histogram, std::size_t bin) {
  return shown(histogram.binStart(bin), 4) + " to " + shown(histogram.binEnd(bin), 4);
}

/// "density 0.31, 120 elements"
std::string densityText(const Histogram& histogram, std::size_t bin) {
  return "density " + shown(densityOf(histogram, bin), 3) + ", " +
         groupedCount(histogram.counts[bin], "element");
}

std::vector<ReadoutLine> readoutOf(const PlotDocument& document, const HistogramPlot& plot, double value) {
  const std::size_t bin = binAt(plot.tensor, value);
  std::vector<ReadoutLine> lines = {{rangeText(plot.tensor, bin), std::nullopt},
                                    {"tensor: " + densityText(plot.tensor, bin), std::nullopt}};
  const std::string set = "set" + (document.selectedSet ? " " + groupedDigits(*document.selectedSet) : "");
  if (plot.set) lines.push_back({set + ": " + densityText(*plot.set, bin), std::nullopt});
  return lines;
}

/// Each norm's bin has a range of its own.
std::vector<ReadoutLine> readoutOf(const HistogramOfNorms& plot, double value) {
  std::vector<ReadoutLine> lines;
  for (std::size_t norm = 0; norm < plot.norms.size(); ++norm) {
    const Histogram& values = plot.norms[norm].values;
    const bool inside = value >= values.low && value <= values.high;
    const std::size_t bin = binAt(values, value);
    const std::string text =
        inside ? shown(densityOf(values, bin), 3) + " from " + rangeText(values, bin) : "no elements";
    lines.push_back({plot.norms[norm].norm + ": " + text, norm});
  }
  return lines;
}

std::vector<ReadoutLine> readoutOf(const RunningPlot& plot, double position) {
  const double last = static_cast<double>(plot.after->mean.size() - 1);
  const auto channel = static_cast<std::size_t>(std::llround(std::clamp(position, 0.0, last)));
  const auto change = [&](const char* what, const std::vector<double>& before,
                          const std::vector<double>& after) {
    return std::string(what) + " " + shown(before[channel]) + " → " + shown(after[channel]);
  };
  return {{"channel " + groupedDigits(static_cast<std::int64_t>(channel)), std::nullopt},
          {change("mean", plot.before->mean, plot.after->mean), std::nullopt},
          {change("variance", plot.before->variance, plot.after->variance), std::nullopt}};
}

/// "1.33 % (1.2 to 1.6)"
std::string valueText(const CurvesPlot& plot, const CurvePoint& point) {
  std::string text = shown(point.y, 3) + plot.unit;
  if (point.low != point.y || point.high != point.y)
    text += " (" + shown(point.low, 3) + " to " + shown(point.high, 3) + ")";
  return text;
}

std::vector<ReadoutLine> readoutOf(const CurvesPlot& plot, double position) {
  const auto nearest = nearestPosition(plot, position);
  if (!nearest) return {};
  std::string name = shown(*nearest);
  for (const AxisMark& mark : plot.xMarks) {
    if (mark.at == *nearest) name = mark.text;
  }
  std::vector<ReadoutLine> lines = {
      {plot.xNoun.starts_with("epoch") ? plot.xNoun + " " + name : name + " " + plot.xNoun, std::nullopt}};
  for (const Curve& curve : plot.curves) {
    for (const CurvePoint& point : curve.points) {
      if (point.x == *nearest)
        lines.push_back({curve.name + ": " + valueText(plot, point), std::nullopt, curve.color});
    }
  }
  return lines;
}

}  // namespace

std::optional<double> nearestPosition(const CurvesPlot& plot, double position) {
  std::optional<double> nearest;
  for (const Curve& curve : plot.curves) {
    for (const CurvePoint& point : curve.points) {
      if (!nearest || std::abs(point.x - position) < std::abs(*nearest - position)) nearest = point.x;
    }
  }
  return nearest;
}

std::size_t binAt(const Histogram& histogram, double value) {
  const double last = static_cast<double>(histogram.counts.size() - 1);
  return static_cast<std::size_t>(
      std::clamp(std::floor((value - histogram.low) / histogram.binWidth()), 0.0, last));
}

std::vector<ReadoutLine> readoutAt(const PlotDocument& document, double position) {
  if (document.isEmpty() || std::isnan(position)) return {};
  if (const auto at = setAt(document, position)) return readoutOf(document, *at);
  if (const auto* plot = document.histogram()) return readoutOf(document, *plot, position);
  if (const auto* plot = document.histogramOfNorms()) return readoutOf(*plot, position);
  if (const auto* plot = document.curves()) return readoutOf(*plot, position);
  return readoutOf(*document.running(), position);
}

}  // namespace normscope
