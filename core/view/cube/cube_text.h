#pragma once

#include <cstdint>
#include <string>

#include "core/norm/reduction_plan.h"
#include "core/view/cube/cube_geometry.h"

namespace normscope {

/// "Group Norm"
std::string normTitle(const ReductionPlan& plan);

/// With what makes it special: "Group Norm, G = 2", "Layer Norm over C", "Batch Norm, evaluation".
std::string normTitleInFull(const ReductionPlan& plan);
std::string normTitleInFull(const NormSpec& spec);

/// "12 sets of 108"
std::string setsInShort(const ReductionPlan& plan);

/// "16 sets of 192 elements, each with one μ and one σ²"; in evaluation what shares a running pair, with the
/// words "not computed from x".
std::string setsSentence(const ReductionPlan& plan);

/// What the elements of a set share: "μ, σ²", "mean square", "sum of squares".
std::string sharedStatistics(const ReductionPlan& plan);

/// "one μ, σ² per sample and group"
std::string sharedPer(const ReductionPlan& plan);

/// "one γ, β per channel", "no γ, β"
std::string sharedParameters(const ReductionPlan& plan);

/// "set of x[0, 0, 0, 0]: sample 0, channels 0 to 2"
std::string selectedSet(const ReductionPlan& plan, std::int64_t offset);

/// "1 cell = 2 samples · 98 positions"; empty where every cell is one position.
std::string cellNote(const ReductionPlan& plan, const CubeGeometry& geometry);

/// "sample 3, channels 8 to 15 drawn alone": the selected runs cut out of cells that stand for more; or
/// empty.
std::string aloneNote(const ReductionPlan& plan, const CubeGeometry& geometry);

}  // namespace normscope
