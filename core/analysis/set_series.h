#pragma once

#include <cstdint>
#include <vector>

#include "core/engine/normalize.h"

namespace normscope {

/// Mean and standard deviation of some neighbouring sets, as one mark of a plot.
struct SeriesPoint {
  std::int64_t firstSet;
  std::int64_t setCount;
  double mean;  ///< average of the sets' means (finite ones)
  double lowestMean;
  double highestMean;
  double standardDeviation;  ///< root of the average variance
  std::int64_t notFinite;    ///< sets whose statistics are NaN or Inf
};

/// The statistics of all sets in at most `maxPoints` marks: one a set where they fit, else equal ranges of
/// sets. Where the norm does not subtract the mean, mean is 0 and the standard deviation is the root mean
/// square.
std::vector<SeriesPoint> seriesOf(const Statistics& statistics, int maxPoints);

/// The same of the sets from `first` to before `end` alone. The ranges begin at whole multiples of their
/// length, so that they stay the same while one moves along the sets: a mark more may be needed for that, and
/// the first and the last mark may reach beyond `first` and `end`.
std::vector<SeriesPoint> seriesOf(const Statistics& statistics, std::int64_t first, std::int64_t end,
                                  int maxPoints);

/// The same of what was already gathered in equal ranges (the last may be shorter), whole ranges only: for
/// counts of sets that take too long to be read again. Equal to the series of the statistics but for
/// rounding.
std::vector<SeriesPoint> gathered(const std::vector<SeriesPoint>& points, std::int64_t first,
                                  std::int64_t end, int maxPoints);

}  // namespace normscope
