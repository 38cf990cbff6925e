#include "core/view/plots/plot_view.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace normscope {
namespace {

constexpr double blockMargin = 0.03;  // on both sides of a block, in blocks
constexpr double fewest = 4;          // sets, channels or bins that can be looked at

/// The range along which `count` sets or channels stand.
PlotRange rangeOfItems(std::int64_t count) {
  const auto last = static_cast<double>(count - 1);
  const double air = std::max(0.7, 0.012 * last);
  return {-air, last + air};
}

PlotRange rangeOfValues(const HistogramOfNorms& plot) {
  PlotRange range{plot.norms[0].values.low, plot.norms[0].values.high};
  for (const NormHistogram& norm : plot.norms) {
    range.low = std::min(range.low, norm.values.low);
    range.high = std::max(range.high, norm.values.high);
  }
  return range;
}

double highestDensity(const HistogramPlot& plot) {
  const double tensor = peakDensity(plot.tensor);
  return plot.set ? std::max(tensor, std::min(peakDensity(*plot.set), mostAboveTensor * tensor)) : tensor;
}

double highestDensity(const HistogramOfNorms& plot) {
  double peak = 0;
  for (const NormHistogram& norm : plot.norms) peak = std::max(peak, peakDensity(norm.values));
  return peak;
}

/// Where the values of all curves stand, and how far they reach.
PlotRange rangeOfCurves(const CurvesPlot& plot) {
  PlotRange range{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  for (const Curve& curve : plot.curves) {
    for (const CurvePoint& point : curve.points) {
      for (const double y : {point.y, point.low, point.high}) {
        if (!std::isfinite(y)) continue;
        range.low = std::min(range.low, plot.onAxis(y));
        range.high = std::max(range.high, plot.onAxis(y));
      }
    }
  }
  if (range.low > range.high) return {};
  if (!plot.logarithmic) range.low = std::min(range.low, 0.0);
  const double air = std::max(0.06 * range.size(), plot.logarithmic ? 0.05 : 1e-9);
  return {range.low - (plot.logarithmic || range.low < 0 ? air : 0.7 * air), range.high + air};
}

PlotRange positionsOfCurves(const CurvesPlot& plot) {
  PlotRange range{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  const auto add = [&](double x) {
    range.low = std::min(range.low, x);
    range.high = std::max(range.high, x);
  };
  for (const AxisMark& mark : plot.xMarks) add(mark.at);
  for (const Curve& curve : plot.curves) {
    for (const CurvePoint& point : curve.points) add(point.x);
  }
  if (range.low > range.high) return {};
  const double air =
      plot.xMarks.empty() ? std::max(0.3, 0.02 * range.size()) : std::max(0.4, 0.08 * range.size());
  return {range.low - air, range.high + air};
}

std::optional<PlotRange> unlessWhole(const PlotRange& range, const PlotRange& whole) {
  const double slack = 1e-9 * whole.size();
  if (range.low <= whole.low + slack && range.high >= whole.high - slack) return std::nullopt;
  return range;
}

}  // namespace

double CurvesPlot::onAxis(double y) const {
  return logarithmic ? std::log10(std::max(y, least)) : y;
}

std::int64_t SetBlock::setAt(double position) const {
  const double last = static_cast<double>(plot->setCount() - 1);
  return std::llround(std::clamp((position - start) / width - 0.5, 0.0, last));
}

std::vector<SetBlock> setBlocks(const PlotDocument& document) {
  if (document.isEmpty()) return {};
  if (const StatisticsPlot* plot = document.statistics()) return {{0, plot, document.selectedSet, -0.5, 1}};
  std::vector<SetBlock> blocks;
  if (const StatisticsOfNorms* several = document.statisticsOfNorms()) {
    for (const NormStatistics& norm : several->norms) {
      const std::size_t at = blocks.size();
      blocks.push_back({at, &norm.plot, norm.selectedSet, static_cast<double>(at) + blockMargin,
                        (1 - 2 * blockMargin) / static_cast<double>(norm.plot.setCount())});
    }
  }
  return blocks;
}

std::optional<SetOfNorm> setAt(const PlotDocument& document, double position) {
  const std::vector<SetBlock> blocks = setBlocks(document);
  if (blocks.empty() || std::isnan(position)) return std::nullopt;
  if (blocks.size() == 1) return SetOfNorm{0, blocks[0].setAt(position)};
  const double last = static_cast<double>(blocks.size() - 1);
  const auto norm = static_cast<std::size_t>(std::clamp(std::floor(position), 0.0, last));
  return SetOfNorm{norm, blocks[norm].setAt(position)};
}

PlotRange wholeX(const PlotDocument& document) {
  if (const auto* plot = document.statistics()) return rangeOfItems(plot->setCount());
  if (const auto* plot = document.statisticsOfNorms()) return {0, static_cast<double>(plot->norms.size())};
  if (const auto* plot = document.histogram()) return {plot->tensor.low, plot->tensor.high};
  if (const auto* plot = document.histogramOfNorms()) return rangeOfValues(*plot);
  if (const auto* plot = document.curves()) return positionsOfCurves(*plot);
  return rangeOfItems(static_cast<std::int64_t>(document.running()->after->mean.size()));
}

PlotRange wholeY(const PlotDocument& document) {
  if (const auto* plot = document.statistics()) return {plot->low, plot->high};
  if (const auto* plot = document.statisticsOfNorms()) return {plot->low, plot->high};
  if (const auto* plot = document.histogram()) return {0, 1.06 * highestDensity(*plot)};
  if (const auto* plot = document.histogramOfNorms()) return {0, 1.06 * highestDensity(*plot)};
  if (const auto* plot = document.curves()) return rangeOfCurves(*plot);
  return {};
}

double leastX(const PlotDocument& document) {
  if (const auto* plot = document.histogram()) return fewest * plot->tensor.binWidth();
  if (document.histogramOfNorms() != nullptr) return fewest * wholeX(document).size() / histogramBins;
  if (const auto* plot = document.curves())
    return std::min(1.0, wholeX(document).size() / (plot->xMarks.empty() ? 8 : 2));
  if (document.statisticsOfNorms() == nullptr) return fewest;
  double least = 1;
  for (const SetBlock& block : setBlocks(document)) least = std::min(least, fewest * block.width);
  return least;
}

PlotRange shownX(const PlotDocument& document) {
  return document.view.x.value_or(wholeX(document));
}

PlotRange shownY(const PlotDocument& document) {
  return document.view.y.value_or(wholeY(document));
}

std::optional<PlotRange> zoomed(const PlotRange& shown, double at, double factor, const PlotRange& whole,
                                double least) {
  const double size = std::clamp(shown.size() * factor, std::min(least, whole.size()), whole.size());
  const double share = std::clamp((at - shown.low) / shown.size(), 0.0, 1.0);
  const double low = std::clamp(at - share * size, whole.low, whole.high - size);
  return unlessWhole({low, low + size}, whole);
}

std::optional<PlotRange> moved(const PlotRange& shown, double by, const PlotRange& whole) {
  const double low = std::clamp(shown.low + by, whole.low, std::max(whole.low, whole.high - shown.size()));
  return unlessWhole({low, low + shown.size()}, whole);
}

}  // namespace normscope
