#pragma once

#include <vector>

#include "core/analysis/match/arithmetic.h"
#include "core/analysis/match/partitions.h"
#include "core/engine/progress.h"
#include "core/tensor/tensor.h"

namespace normscope::match {

/// Some elements of some sets of a partition, with what those sets are normalized by: enough to tell most
/// candidates apart at little cost.
struct Sample {
  std::vector<std::int64_t> sets;
  std::vector<SetFacts> facts;        ///< of `sets`
  std::vector<bool> broken;           ///< y is constant or not finite where x is neither
  std::vector<std::int64_t> offsets;  ///< elements, in memory order of x
  std::vector<std::size_t> slot;      ///< which of `sets` each lies in
  std::vector<double> x, y;
};

/// Where statistics that are not x's own come from.
struct Sources {
  const Tensor* x;
  const RunningStatistics* running;  ///< nothing where none were given
};

/// What a set of the partition is normalized by; with `largest` also its largest |x|.
SetFacts factsOf(const Sources& sources, const Partition& partition, std::int64_t set, bool largest = false);

/// The same sample every time, spread over the sets without a pattern.
Sample sampleOf(const Sources& sources, const Tensor& y, const Partition& partition, const Progress& progress,
                bool largest = false);

/// How far a predicted value is from y; 0 where neither is finite. With `narrow`, how far beyond the
/// interval that rounds to y in that dtype.
double distance(double predicted, double y, std::optional<DType> narrow);

}  // namespace normscope::match
