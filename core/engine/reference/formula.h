#pragma once

#include "core/engine/reference/pieces.h"
#include "core/norm/affine.h"

namespace normscope::reference {

/// Mean and biased variance of one set. The mean is `mean` + `rest`: where it is far larger than the standard
/// deviation, what rounding takes from it would show in x - mean.
struct SetMoments {
  double mean;
  double variance;
  double rest = 0;
};

/// x - mean.
Eigen::ArrayXd centred(const Eigen::ArrayXd& x, SetMoments moments);

/// The statistics of one set by the textbook, in double and in two passes: the mean first, then the mean of
/// (x - mean)^2. The passes work on x - x_0, with x_0 the first element, so that equal elements give their
/// value and 0 exactly; and values whose squares would overflow are scaled by a power of two. Without the
/// mean: 0 and the mean of x^2.
SetMoments measure(const Tensor& x, const ReductionPlan& plan, std::int64_t set);

/// y = (x - mean) * rstd * weight + bias for the elements of one set.
void normalize(const Tensor& x, const ReductionPlan& plan, const AffineParameters& affine, std::int64_t set,
               SetMoments moments, const Sink& sink);

}  // namespace normscope::reference
