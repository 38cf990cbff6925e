#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/engine/normalize.h"

namespace normscope {

/// What a statistics file (.npz) holds: mean, variance (as used) and rstd in plan.statisticsShape(), and
/// where there are running statistics running_mean and running_var of shape [C], all float64, with
/// num_batches_tracked, an int64 of rank 0. After a backward pass also grad_weight and grad_bias, float64 of
/// plan.parameterShape(), where the norm has parameters.
std::vector<std::pair<std::string, Tensor>> statisticsArrays(const NormalizeResult& result);

}  // namespace normscope
