#pragma once

#include <functional>
#include <string>

#include "core/analysis/rosetta/code_writer.h"

namespace normscope::rosetta {

/// How a framework says the few things of which every norm can be written out.
struct Dialect {
  std::function<std::string(const std::string& array, const Extents& shape)> reshape;
  std::function<std::string(const std::string& array, const std::vector<std::int64_t>& axes)> mean;
  /// The biased or unbiased variance of the plan.
  std::function<std::string(const std::string& array, const std::vector<std::int64_t>& axes,
                            const ReductionPlan&)>
      variance;
  std::string root;  ///< the function of the square root
};

Dialect numpyDialect();  ///< of arrays, which JAX has too

/// mean, var and y of x, and what weight and bias do to y, line by line.
void writeFormula(Lines& lines, const ReductionPlan& plan, const Dialect& dialect);

/// y * weight + bias after a layer that lacks the plan's sharing of them; nothing where there are none.
void writeAffine(Lines& lines, const ReductionPlan& plan, const Dialect& dialect);

/// The axes of the plan that are reduced, by their index after splitting.
std::vector<std::int64_t> reducedPlanAxes(const ReductionPlan& plan);

}  // namespace normscope::rosetta
