#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

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
  std::function<std::string(const std::string& array, const std::vector<std::int64_t>& axes)> sum;
  std::function<std::string(const std::string& array, const std::string& least)> atLeast;
};

Dialect numpyDialect();  ///< of arrays, which JAX has too

/// "x.reshape(2, 3)", as NumPy, JAX and PyTorch say it.
std::string reshaped(const std::string& array, const Extents& shape);

/// An array that a method is called of: "x", "(x ** 2)".
std::string receiver(const std::string& array);

/// mean, var and y of x, and what weight and bias do to y, line by line.
void writeFormula(Lines& lines, const ReductionPlan& plan, const Dialect& dialect);

/// y * weight + bias after a layer that lacks the plan's sharing of them; nothing where there are none.
void writeAffine(Lines& lines, const ReductionPlan& plan, const Dialect& dialect);

/// A layer that a framework has ready.
struct ReadyLayer {
  std::string make;              ///< "nn.GroupNorm(2, 6, eps=1e-5)"; empty where a function is ready instead
  std::vector<std::string> use;  ///< the lines that make y of x
  bool ownAffine;                ///< has the plan's weight and bias, or there are none
};

/// The layer as `norm`, its use and the affine parameters that it lacks; without a layer the formula.
FrameworkCode finished(Lines lines, const ReductionPlan& plan, const Dialect& dialect,
                       const std::optional<ReadyLayer>& layer);

/// Why RMSNorm is written out: what layers of that name lack; `layer` is theirs, `lacks` what the
/// framework's own can't do beside.
void noteRms(Lines& lines, const ReductionPlan& plan, const std::string& layer,
             const std::string& lacks = {});

/// "0.9": the weight of the old value, as Keras, Flax and ONNX count momentum; without one that of 0.1.
std::string weightOfOld(const NormSpec& spec);

/// The axes of the plan that are reduced, by their index after splitting.
std::vector<std::int64_t> reducedPlanAxes(const ReductionPlan& plan);

}  // namespace normscope::rosetta
