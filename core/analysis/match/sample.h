#pragma once

#include <vector>

#include "core/analysis/match/partitions.h"
#include "core/engine/progress.h"
#include "core/engine/reference/formula.h"
#include "core/tensor/tensor.h"

namespace normscope::match {

/// Some elements of some sets of a partition, with those sets' exact moments: enough to tell most candidates
/// apart at little cost.
struct Sample {
  std::vector<std::int64_t> sets;
  std::vector<reference::SetMoments> moments;  ///< of `sets`
  std::vector<std::int64_t> offsets;           ///< elements, in memory order of x
  std::vector<std::size_t> slot;               ///< which of `sets` each lies in
  std::vector<double> x, y;
};

/// The moments of a set of the partition: measured, or those of a layer that starts.
reference::SetMoments momentsOf(const Tensor& x, const Partition& partition, std::int64_t set);

/// The same sample every time, spread over the sets without a pattern.
Sample sampleOf(const Tensor& x, const Tensor& y, const Partition& partition, const Progress& progress);

/// How far a predicted value is from y; 0 where neither is finite. With `halved`, how far beyond the
/// interval that rounds to y in half precision.
double distance(double predicted, double y, bool halved);

}  // namespace normscope::match
