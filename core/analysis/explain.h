#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/norm/reduction_plan.h"

namespace normscope {

/// A plan in plain words, one sentence or phrase a field.
struct Explanation {
  std::string sets;  ///< "one mean and one variance per sample and group: 40 sets of 300 elements"
  std::string
      extent;  ///< "each set extends over C/G, H and W"; in evaluation mode over which axes a pair is shared
  std::string statistics;  ///< "shape [N, G] = [20, 2], with kept dimensions [20, 2, 1, 1, 1]"
  std::string parameters;  ///< "γ and β: one per channel, shape [C] = [6]"
  std::optional<std::string> parametersElsewhere;  ///< parameterConvention()
  std::string formula;                             ///< "y = (x − mean) / √(variance + 1e-5) · γ + β"
  std::vector<std::string> running;  ///< where running statistics may be kept: runningConventions()
  std::vector<std::string> notices;  ///< what surprises people about this plan, one line each
};

/// What divides: "√(SQUARE + EPS)", "(√SQUARE + EPS)" or "max(√SQUARE, EPS)", as the spec's eps_at has it.
std::string rootText(const NormSpec& spec, const std::string& square, const std::string& eps);

/// `keepsStatistics`: false of a layer that was told to keep no running statistics, where its norm does.
Explanation explain(const ReductionPlan& plan, bool keepsStatistics = true);

}  // namespace normscope
