#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/engine/progress.h"
#include "core/norm/affine.h"
#include "core/norm/running_statistics.h"
#include "core/tensor/tensor.h"

namespace normscope {

/// A backward pass that somebody computed.
struct BackwardPair {
  Tensor gradOutput;  ///< dL/dy
  Tensor gradInput;   ///< dL/dx, as it came out
  std::optional<Tensor> gradWeight = {}, gradBias = {};
};

/// What a backward pass may have wrong.
enum class GradientMistake {
  meanOfGMissing,      ///< the term mean(g), which comes through the mean
  meanOfGXhatMissing,  ///< the term x̂ * mean(g * x̂), which comes through the variance
  weightMissing,       ///< g is dL/dy without the weight
  axes,                ///< the means are taken over other axes than the norm's
  sumsOverWrongAxes    ///< the gradients of weight and bias are summed over other axes than theirs
};

/// "mean_of_g_missing", "mean_of_g_xhat_missing", "weight_missing", "axes", "sums_over_wrong_axes"
std::string_view nameOf(GradientMistake mistake);

/// What explains a gradient with respect to x.
struct GradientFinding {
  NormSpec spec;  ///< whose backward pass it was compared with
  double maxAbs = 0;
  double bound = 0;
  bool explains = false;
  std::vector<GradientMistake> differences;
  std::string meansOver;                  ///< with GradientMistake::axes: "N+H+W"
  std::optional<std::string> parameters;  ///< what the gradients of weight and bias are, in words
};

}  // namespace normscope
