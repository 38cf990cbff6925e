#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/analysis/summary.h"
#include "core/norm/reduction_plan.h"

namespace normscope {

/// How many values fall into each of some bins of equal width; the last bin includes `high`.
struct Histogram {
  double low = 0;
  double high = 1;
  std::vector<std::int64_t> counts;
  std::int64_t notFinite = 0;  ///< NaN and Inf, in no bin
  std::int64_t outside = 0;    ///< finite but beyond low or high

  double binWidth() const { return (high - low) / static_cast<double>(counts.size()); }
  double binStart(std::size_t bin) const { return low + binWidth() * static_cast<double>(bin); }
  double binEnd(std::size_t bin) const { return bin + 1 == counts.size() ? high : binStart(bin + 1); }
};

/// An empty histogram of `bins` bins that spans the finite values of a summary, a little more where they are
/// all equal.
Histogram histogramFor(const Summary& summary, int bins);

/// The empty histogram `bins`, filled with all the elements of a tensor. Throws Cancelled when progress says
/// so, and what Tensor::requireIntact() does.
Histogram fill(Histogram bins, const Tensor& tensor, const Progress& progress = {});

/// The empty histogram `bins`, filled with the elements of one set. Throws the same.
Histogram fill(Histogram bins, const Tensor& tensor, const ReductionPlan& plan, std::int64_t set,
               const Progress& progress = {});

}  // namespace normscope
