#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/model/checkpoint_convention.h"

namespace normscope {

/// What is odd about a norm layer, one sentence each, the gravest first; none where nothing is:
/// - values that are NaN or infinite, a tensor that can't be read or has another shape;
/// - a running variance that is negative, 0, or so small that ε decides (below `epsilon` / 1000; below 1e-8
///   where it is not known);
/// - running statistics as they start;
/// - γ near 0, that is below 1e-5 of the median |γ|, or 0 in all channels. Where weights are zero-centred, γ
/// is
///   1 + weight; where that can't be told, nothing is said of single channels;
/// - γ and β as they start;
/// - dtypes that no norm is kept in (integers, float8), or γ and β of two dtypes;
/// - `groups` that don't divide the channels, where it is given.
std::vector<std::string> problemsOf(const LayerValues& values, const std::string& kind,
                                    GammaConvention convention, const std::optional<double>& epsilon,
                                    const std::optional<std::int64_t>& groups);

/// The same of a layer of a recorded run, of its tensors before the call. `isDeclared`: its γ is known to be
/// plain. Of what is as it starts nothing is said in training, which begins so.
std::vector<std::string> problemsOfRecord(const LayerValues& values, bool isDeclared,
                                          const std::optional<double>& epsilon, bool inTraining);

}  // namespace normscope
