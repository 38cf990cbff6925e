#pragma once

#include <vector>

#include "core/analysis/match/trial.h"

namespace normscope::match {

/// Trials of one partition with weight and bias fitted by least squares, per channel and per element of the
/// reduced axes: those that come near y on a few elements, verified on every element. Parameters with fewer
/// than leastPerParameter values are not fitted, since anything would fit.
std::vector<Trial> fittedTrials(const Partition& partition, std::size_t partitionNumber, const Target& target,
                                const Progress& progress);

inline constexpr std::int64_t leastPerParameter = 4;

}  // namespace normscope::match
