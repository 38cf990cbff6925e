#pragma once

#include <vector>

#include "core/analysis/match/trial.h"

namespace normscope::match {

/// Trials of one partition with weight and bias fitted by least squares, per channel and per element of the
/// reduced axes: those that come near y on a few elements, verified on every element. Parameters with fewer
/// than leastPerParameter values are not fitted, since anything would fit. Sets where y is 0 throughout or
/// not finite have no part in a fit.
std::vector<Trial> fittedTrials(const Partition& partition, std::size_t partitionNumber, const Target& target,
                                const std::optional<NormSpec>& meant, const Progress& progress);

inline constexpr std::int64_t leastPerParameter = 4;

/// y by one scale, one shift, or both, for all of it: of a partition on a sample, under each of some
/// arithmetics; those that come near y.
std::vector<Trial> scalarTrials(const Sample& sample, std::size_t partitionNumber, const Sharing& sharing,
                                std::size_t sharingNumber, const std::vector<Arithmetic>& arithmetics,
                                const std::vector<Scalars>& forms, const Target& target);

}  // namespace normscope::match
