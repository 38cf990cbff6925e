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

/// The points from `first` to before `end` as one.
SeriesPoint joined(const std::vector<SeriesPoint>& points, std::size_t first, std::size_t end) {
  const double infinity = std::numeric_limits<double>::infinity();
  SeriesPoint all{points[first].firstSet, 0, 0, infinity, -infinity, 0, 0};
  double finite = 0;
  double variance = 0;
  for (std::size_t at = first; at < end; ++at) {
    const SeriesPoint& point = points[at];
    all.setCount += point.setCount;
    all.notFinite += point.notFinite;
    const auto sets = static_cast<double>(point.setCount - point.notFinite);
    if (sets == 0) continue;
    finite += sets;
    all.mean += (point.mean - all.mean) * (sets / finite);
    variance += (point.standardDeviation * point.standardDeviation - variance) * (sets / finite);
    all.lowestMean = std::min(all.lowestMean, point.lowestMean);
    all.highestMean = std::max(all.highestMean, point.highestMean);
  }
  if (finite == 0) all.mean = all.lowestMean = all.highestMean = variance = std::nan("");
  all.standardDeviation = std::sqrt(variance);
  return all;
}

}  // namespace

std::vector<SeriesPoint> seriesOf(const Statistics& statistics, int maxPoints) {
  return seriesOf(statistics, 0, static_cast<std::int64_t>(statistics.mean.size()), maxPoints);
}

std::vector<SeriesPoint> seriesOf(const Statistics& statistics, std::int64_t first, std::int64_t end,
                                  int maxPoints) {
  const std::int64_t sets = std::min(end, static_cast<std::int64_t>(statistics.mean.size()));
  first = std::max<std::int64_t>(0, first);
  const std::int64_t width = std::max<std::int64_t>(1, (sets - first + maxPoints - 1) / maxPoints);
  std::vector<SeriesPoint> points;
  for (std::int64_t at = first / width * width; at < sets; at += width) {
    const std::size_t until = std::min(static_cast<std::size_t>(at + width), statistics.mean.size());
    points.push_back(pointOf(statistics, static_cast<std::size_t>(at), until));
  }
  return points;
}

std::vector<SeriesPoint> gathered(const std::vector<SeriesPoint>& points, std::int64_t first,
                                  std::int64_t end, int maxPoints) {
  if (points.empty()) return {};
  const std::int64_t step = points.front().setCount;
  const auto roundedUp = [](std::int64_t count, std::int64_t by) { return (count + by - 1) / by; };
  const std::int64_t last = points.back().firstSet + points.back().setCount;
  first = std::max<std::int64_t>(0, first);
  end = std::min(end, last);
  const std::int64_t each = std::max<std::int64_t>(1, roundedUp(roundedUp(end - first, maxPoints), step));
  const std::int64_t until = roundedUp(end, step);
  std::vector<SeriesPoint> fewer;
  for (std::int64_t at = first / (each * step) * each; at < until; at += each) {
    const auto stop = std::min<std::int64_t>(at + each, static_cast<std::int64_t>(points.size()));
    fewer.push_back(joined(points, static_cast<std::size_t>(at), static_cast<std::size_t>(stop)));
  }
  return fewer;
}

}  // namespace normscope
