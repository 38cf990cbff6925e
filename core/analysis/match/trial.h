#pragma once

#include <vector>

#include "core/analysis/match/arithmetic.h"
#include "core/analysis/match/sample.h"
#include "core/analysis/match/sharing.h"

namespace normscope::match {

/// One computation that is compared with y.
struct Trial {
  std::size_t partition = 0;
  std::size_t sharing = 0;
  Arithmetic arithmetic = {};
  bool fitted = false;  ///< weight and bias per parameter of fittedPlan
  std::optional<ReductionPlan> fittedPlan = {};
  double maxAbs = 0;  ///< largest distance from y, on the sample, later on every element
  /// The largest distance in units of what rounding explains in its own set. Up to 1 y is explained. (A
  /// single bound for all sets would let the one with the largest mean / standard deviation excuse every
  /// other.)
  double excess = 0;
  double meanToStd = 0;  ///< largest |mean| / standard deviation of the sets seen
};

/// What y is compared under.
struct Target {
  const Tensor* x;  ///< as given, or rounded to half precision
  const Tensor* y;
  bool halved = false;  ///< y was rounded to half precision
  double bound = 0;     ///< what rounding explains in a set of mean 0

  /// A distance in units of what rounding explains in a set with this |mean| / standard deviation.
  double excess(double distance, double meanToStd) const {
    return distance == 0 ? 0 : distance / (bound * (1 + meanToStd));
  }
};

/// |mean| / standard deviation where that is finite, else 0.
double meanToStd(const reference::SetMoments& moments);

/// All arithmetics of a partition on its sample, with one sharing; the trials come with their residuals.
std::vector<Trial> onSample(const Sample& sample, const Partition& partition, std::size_t partitionNumber,
                            const Sharing& sharing, std::size_t sharingNumber,
                            const std::vector<Arithmetic>& arithmetics, const Target& target);

/// All that is tried of a partition, for each of its readings.
std::vector<Arithmetic> arithmeticsOf(const Partition& partition);

/// The eps with which the sample's sets come out best, for both estimators, inside and outside; none where it
/// is not positive.
std::vector<Arithmetic> fittedEps(const Sample& sample, const Partition& partition, const Sharing& sharing);

/// Compares the trials, all of one partition, with every element of y.
void verify(std::vector<Trial*>& trials, const Partition& partition, const Sharings& sharings,
            const Target& target, const Progress& progress);

}  // namespace normscope::match
