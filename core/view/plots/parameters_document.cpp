#include <algorithm>
#include <cmath>
#include <limits>

#include "core/norm/affine.h"
#include "core/text/number.h"
#include "core/view/plots/plot_document.h"
#include "core/view/plots/plot_text.h"

namespace normscope {
namespace {

/// What a position on the level axis is.
std::string nounOf(const ReductionPlan& plan) {
  switch (plan.spec().affineSharing()) {
    case Affine::channel:
      return "channel";
    case Affine::group:
      return "group";
    case Affine::none:
    case Affine::element:
    case Affine::axes:
      break;
  }
  return "parameter";
}

/// One point a value where they fit, else one a range of values: its mean, from the least to the greatest.
/// Values that are not finite are left out, and counted.
Curve curveOf(const std::string& name, const Tensor& values, std::size_t color, std::int64_t& notFinite) {
  Curve curve{name, {}, color};
  const std::int64_t count = values.elementCount();
  const std::int64_t width = (count + maxMarks - 1) / maxMarks;
  curve.marked = width <= 1;
  for (std::int64_t first = 0; first < count; first += std::max<std::int64_t>(width, 1)) {
    const std::int64_t end = std::min(first + width, count);
    double sum = 0, low = std::numeric_limits<double>::infinity(), high = -low;
    std::int64_t finite = 0;
    for (std::int64_t i = first; i < end; ++i) {
      const double value = values.at(i);
      if (!std::isfinite(value)) continue;
      sum += value;
      low = std::min(low, value);
      high = std::max(high, value);
      ++finite;
    }
    notFinite += end - first - finite;
    const double middle = static_cast<double>(first) + static_cast<double>(end - first - 1) / 2;
    if (finite > 0) curve.points.push_back({middle, sum / static_cast<double>(finite), low, high});
  }
  return curve;
}

std::string csvOf(const ReductionPlan& plan, const AffineParameters& effective, std::int64_t count) {
  std::string text = nounOf(plan);
  if (effective.weight) text += ",gamma";
  if (effective.bias) text += ",beta";
  text += "\n";
  for (std::int64_t i = 0; i < count; ++i) {
    text += std::to_string(i);
    if (effective.weight) text += "," + shortest(effective.weightAt(i));
    if (effective.bias) text += "," + shortest(effective.biasAt(i));
    text += "\n";
  }
  return text;
}

}  // namespace

PlotDocument parametersDocument(const AffineParameters& given, const ReductionPlan& plan) {
  PlotDocument document;
  document.kind = PlotKind::parameters;
  document.title = "Weight γ and bias β";
  document.shortTitle = "γ and β";
  document.xName = document.xAxis = nounOf(plan);
  document.yAxis = document.yAxisShort = !given.bias && given.weight   ? "γ"
                                         : !given.weight && given.bias ? "β"
                                                                       : "γ, β";
  CurvesPlot plot;
  plot.xNoun = nounOf(plan);
  if (!given.weight && !given.bias) {
    document.message = "None are given: γ is 1 and β is 0 everywhere.";
    document.data = std::move(plot);
    return document;
  }
  const AffineParameters effective = effectiveParameters(plan.spec(), given);
  const std::int64_t count = (given.weight ? *given.weight : *given.bias).elementCount();
  std::int64_t notFinite = 0;
  if (effective.weight) plot.curves.push_back(curveOf("γ", *effective.weight, 0, notFinite));
  if (effective.bias) plot.curves.push_back(curveOf("β", *effective.bias, 1, notFinite));
  plot.csv = csvOf(plan, effective, count);
  if (given.weight && plan.spec().zeroCentered) document.note = "γ = 1 + weight";
  if (notFinite > 0) document.warning = groupedDigits(notFinite) + " NaN or Inf";
  const bool drawn = std::any_of(plot.curves.begin(), plot.curves.end(),
                                 [](const Curve& curve) { return !curve.points.empty(); });
  if (!drawn) document.message = "There is no finite value to draw.";
  document.data = std::move(plot);
  return document;
}

}  // namespace normscope
