#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/norm/reduction_plan.h"

namespace normscope {

enum class Framework { pytorch, tensorflow, jax, onnx, numpy };

inline constexpr std::array<Framework, 5> frameworks = {Framework::pytorch, Framework::tensorflow,
                                                        Framework::jax, Framework::onnx, Framework::numpy};

/// "pytorch": its key in JSON and the value of --code.
std::string_view nameOf(Framework framework);

/// "TensorFlow/Keras"
std::string_view titleOf(Framework framework);

/// A norm in the words of a framework, or why it has none for it.
///
/// The code makes y of x, a tensor of the plan's shape in the plan's memory order. Where it makes a layer,
/// that is called norm, and bears weight, bias and running statistics; else they are read from weight and
/// bias (of the plan's parameterShape()), running_mean and running_var. eps, momentum and axes are in the
/// framework's own convention; what is worth knowing beside is in the comments.
struct FrameworkCode {
  std::optional<std::string> code;
  std::string reason;  ///< "momentum=none is the cumulative average, which Keras does not have"
};

/// Written for PyTorch 1.13 to 2, TensorFlow 2.11 or later (Keras 2 and 3), Flax 0.8 (linen), the ONNX opsets
/// that the code names, NumPy 1.24.
FrameworkCode codeFor(Framework framework, const ReductionPlan& plan);

/// A line for each framework that has no code: "ONNX: no operator ...".
std::vector<std::string> codeNotices(const ReductionPlan& plan);

}  // namespace normscope
