#include "core/lab/lab_summary.h"

#include <algorithm>
#include <cmath>

namespace normscope::lab {
namespace {

double meanOf(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

/// The value below which a part of the sorted ones lies, between two of them where need be.
double quantile(const std::vector<double>& sorted, double part) {
  const double at = part * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

}  // namespace

std::optional<Spread> errorsOf(const TrainingSettings& settings, const std::vector<RunRecord>& records,
                               std::size_t norm, std::size_t batchSize) {
  std::vector<double> errors;
  for (const RunRecord& record : records) {
    if (record.run.norm == norm && record.run.batchSize == batchSize && record.isDone(settings))
      errors.push_back(record.error());
  }
  if (errors.empty()) return std::nullopt;
  const auto [low, high] = std::minmax_element(errors.begin(), errors.end());
  return Spread{meanOf(errors), *low, *high, static_cast<int>(errors.size())};
}

std::string_view nameOf(BatchQuantity quantity) {
  if (quantity == BatchQuantity::mean) return "mean";
  return quantity == BatchQuantity::variance ? "variance" : "y";
}

double valueOf(const BatchErrors& errors, BatchQuantity quantity) {
  if (quantity == BatchQuantity::mean) return errors.errorMean;
  return quantity == BatchQuantity::variance ? errors.errorVariance : errors.errorY;
}

std::optional<Spread> errorsOf(const std::vector<BatchErrors>& records, std::size_t norm,
                               std::size_t batchSize, BatchQuantity quantity) {
  std::vector<double> values;
  for (const BatchErrors& record : records) {
    if (record.norm == norm && record.batchSize == batchSize) values.push_back(valueOf(record, quantity));
  }
  if (values.empty()) return std::nullopt;
  const double nan = std::nan("");
  const auto count = static_cast<int>(values.size());
  if (std::any_of(values.begin(), values.end(), [](double value) { return !std::isfinite(value); }))
    return Spread{nan, nan, nan, count};
  std::sort(values.begin(), values.end());
  return Spread{meanOf(values), quantile(values, 0.1), quantile(values, 0.9), count};
}

const std::vector<PublishedCurve>& publishedCurves() {
  static const std::vector<PublishedCurve> curves = {
      {NormKind::batch, "Batch Norm in the paper", {{32, 23.6}, {16, 23.7}, {8, 24.8}, {4, 27.3}, {2, 34.7}}},
      {NormKind::group,
       "Group Norm in the paper",
       {{32, 24.1}, {16, 24.2}, {8, 24.0}, {4, 24.2}, {2, 24.1}}}};
  return curves;
}

}  // namespace normscope::lab
