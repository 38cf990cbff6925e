#include "core/analysis/summary.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace normscope {
namespace {

constexpr std::size_t summedAtOnce = 1 << 16;

/// Count, mean and sum of squared distances of some values, and how two of them join (Chan, Golub and LeVeque
/// 1979).
struct Accumulated {
  double count = 0;
  double mean = 0;
  double squares = 0;

  void join(const Accumulated& other) {
    if (other.count == 0) return;
    const double delta = other.mean - mean;
    const double total = count + other.count;
    mean += delta * other.count / total;
    squares += other.squares + delta * delta * count * other.count / total;
    count = total;
  }
};

template <typename Stored>
Accumulated accumulate(std::span<const Stored> values, Summary& summary) {
  Accumulated part;
  double sum = 0;
  for (const Stored stored : values) {
    const auto value = static_cast<double>(stored);
    if (!std::isfinite(value)) {
      ++(std::isnan(value) ? summary.nan : summary.infinite);
      continue;
    }
    summary.min = std::min(summary.min, value);
    summary.max = std::max(summary.max, value);
    sum += value;
    part.count += 1;
  }
  if (part.count == 0) return part;
  part.mean = sum / part.count;
  for (const Stored stored : values) {
    const double distance = static_cast<double>(stored) - part.mean;
    if (std::isfinite(distance)) part.squares += distance * distance;
  }
  return part;
}

}  // namespace

Summary summarize(const Tensor& tensor, const Progress& progress) {
  Summary summary;
  summary.count = tensor.elementCount();
  summary.min = std::numeric_limits<double>::infinity();
  summary.max = -summary.min;
  Accumulated total;
  visitDType(tensor.dtype(), [&](auto tag) {
    const auto values = tensor.values<typename decltype(tag)::type>();
    for (std::size_t start = 0; start < values.size(); start += summedAtOnce) {
      progress.step(static_cast<double>(start) / static_cast<double>(values.size()));
      total.join(accumulate(values.subspan(start, std::min(summedAtOnce, values.size() - start)), summary));
    }
  });
  if (total.count == 0) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    summary.min = summary.max = summary.mean = summary.standardDeviation = nan;
    return summary;
  }
  summary.mean = total.mean;
  summary.standardDeviation = std::sqrt(total.squares / total.count);
  return summary;
}

}  // namespace normscope
