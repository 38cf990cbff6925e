#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/norm/reduction_plan.h"
#include "core/norm/running_statistics.h"

namespace normscope {

// What ONNX and TensorFlow/Keras call or compute differently from PyTorch, whose conventions this program
// follows. Sources: the ONNX operators BatchNormalization-15, GroupNormalization-18 and -21; the layer
// BatchNormalization of Keras 3; flax.linen.BatchNorm. (Of Keras 2 the moving variance of the fused layer is
// unbiased.)

/// Of a norm that may keep running statistics, one line each; none of them for others. In evaluation mode,
/// where nothing is updated, at most the eps.
struct RunningConventions {
  std::optional<std::string> kept;       ///< where the layer keeps none unless asked to
  std::optional<std::string> momentum;   ///< "momentum 0.1 (…) = 0.9 (…) in ONNX and TensorFlow/Keras"
  std::optional<std::string> eps;        ///< where Keras has another default
  std::optional<std::string> operators;  ///< where ONNX has another operator for it
  std::optional<std::string> variance;   ///< which variance is stored

  std::vector<std::string> lines() const;
};

RunningConventions runningConventions(const ReductionPlan& plan);

/// "this batch makes running_var[0] 1.1 here, 1 in ONNX (biased)", of the same values before it; nothing
/// where there is no update, or none such in ONNX (momentum=none), or a value is not finite.
std::optional<std::string> onnxRunningVarianceText(const RunningStatistics& before,
                                                   const RunningStatistics& after, const ReductionPlan& plan,
                                                   std::int64_t channel);

/// For weight and bias per group, which only one version of ONNX has.
std::optional<std::string> parameterConvention(const ReductionPlan& plan);

}  // namespace normscope
