#include "core/analysis/set_series.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace normscope {
namespace {

SeriesPoint pointOf(const Statistics& statistics, std::size_t first, std::size_t end) {
  const double infinity = std::numeric_limits<double>::infinity();
  SeriesPoint point{
      static_cast<std::int64_t>(first), static_cast<std::int64_t>(end - first), 0, infinity, -infinity, 0, 0};
  double finite = 0;
  double variance = 0;
  for (std::size_t set = first; set < end; ++set) {
    if (!std::isfinite(statistics.mean[set]) || !std::isfinite(statistics.variance[set])) {
      ++point.notFinite;
      continue;
    }
    finite += 1;
    point.mean += (statistics.mean[set] - point.mean) / finite;
    variance += (statistics.variance[set] - variance) / finite;
    point.lowestMean = std::min(point.lowestMean, statistics.mean[set]);
    point.highestMean = std::max(point.highestMean, statistics.mean[set]);
  }
  if (finite == 0) point.mean = point.lowestMean = point.highestMean = variance = std::nan("");
  point.standardDeviation = std::sqrt(variance);
  return point;
}

}  // namespace

std::vector<SeriesPoint> seriesOf(const Statistics& statistics, int maxPoints) {
  const std::size_t sets = statistics.mean.size();
  const std::size_t width = std::max<std::size_t>(
      1, (sets + static_cast<std::size_t>(maxPoints) - 1) / static_cast<std::size_t>(maxPoints));
  std::vector<SeriesPoint> points;
  for (std::size_t first = 0; first < sets; first += width) {
    points.push_back(pointOf(statistics, first, std::min(sets, first + width)));
  }
  return points;
}

}  // namespace normscope
