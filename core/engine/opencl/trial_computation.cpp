#include "core/engine/opencl/trial_computation.h"

#include <map>

namespace normscope {
namespace {

/// A computation in a few words.
struct Recipe {
  const char* layout;
  Extents extents;
  const char* norm;
  bool backward = false;
};

/// Small tensors take one kernel for all; larger ones of few sets take one for each step.
const Recipe& recipeFor(const std::string& kernel) {
  static const Recipe largeRuns = {"NCHW", {1, 3, 320, 320}, "layer"};
  static const Recipe largeLanes = {"NHWC", {1, 140, 140, 16}, "batch"};
  static const Recipe largeRunsBackward = {"NCHW", {1, 3, 320, 320}, "layer:affine=channel", true};
  static const Recipe largeLanesBackward = {"NHWC", {1, 140, 140, 16}, "batch", true};
  static const std::map<std::string, Recipe> recipes = {
      {"runs_whole", {"NCHW", {2, 4, 6, 6}, "layer"}},
      {"lanes_whole", {"NHWC", {2, 6, 6, 24}, "batch"}},
      {"runs_moments", largeRuns},
      {"runs_apply", largeRuns},
      {"sets_merge", largeRuns},
      {"lanes_moments", largeLanes},
      {"lanes_apply", largeLanes},
      {"runs_gradient_whole", {"NCHW", {2, 4, 6, 6}, "layer", true}},
      {"lanes_gradient_whole", {"NHWC", {2, 6, 6, 24}, "batch", true}},
      {"runs_gradient_sums", largeRunsBackward},
      {"runs_backward", largeRunsBackward},
      {"sets_gradient", largeRunsBackward},
      {"lanes_gradient_sums", largeLanesBackward},
      {"lanes_backward", largeLanesBackward},
      {"runs_gradient_known", {"NCHW", {2, 4, 16, 16}, "batch:mode=eval", true}},
      {"lanes_gradient_known", {"NHWC", {2, 6, 6, 24}, "batch:mode=eval", true}},
      {"runs_backward_strips", {"NCHW", {1, 3, 320, 320}, "layer", true}},
      {"runs_parameters", {"NCHW", {1, 5000, 10, 10}, "layer:affine=channel", true}},
      {"lanes_parameters", {"NC", {2, 160000}, "batch", true}},
      {"sets_records", {"NCHW", {50, 100, 4, 4}, "instance", true}},
      {"teams_whole", {"NCHW", {2, 4, 6, 6}, "layer"}},
      {"teams_moments", largeRuns},
      {"teams_merge", largeRuns},
      {"teams_apply", largeRuns},
      {"teams_gradient_whole", {"NCHW", {2, 4, 6, 6}, "layer", true}},
      {"teams_gradient_sums", largeRunsBackward},
      {"teams_gradient_merge", largeRunsBackward},
      {"teams_backward", largeRunsBackward},
      {"teams_parameters", {"NHWC", {2, 6, 6, 24}, "batch", true}}};
  return recipes.at(kernel);
}

/// Numbers that are not even: a small generator of its own, so that nothing else can change them.
Tensor valuesFor(DType dtype, const Extents& extents, std::uint32_t seed) {
  std::vector<double> values(static_cast<std::size_t>(elementCountOf(extents, "x")));
  for (double& value : values) {
    seed = seed * 1664525U + 1013904223U;
    value = static_cast<double>(seed >> 8) / (1 << 23) - 0.75;
  }
  return Tensor::of<double>(dtype, extents, values);
}

}  // namespace

TrialComputation trialComputationFor(const KernelVariant& kernel) {
  const Recipe& recipe = recipeFor(kernel.name);
  const Extents& extents = recipe.extents;
  TrialComputation trial{{valuesFor(kernel.dtype, extents, 1),
                          Shape(Layout::parse(recipe.layout), extents),
                          parseNormSpec(recipe.norm),
                          {},
                          {}},
                         {}};
  NormalizeRequest& request = trial.request;
  if (request.spec.usesRunningStatistics())
    request.running = RunningStatistics::fresh(request.shape.channelCount());
  const auto parameters = plan(request.shape, request.spec).parameterShape();
  if (parameters) {
    request.affine.weight = valuesFor(DType::float32, *parameters, 2);
    request.affine.bias = valuesFor(DType::float32, *parameters, 3);
  }
  if (recipe.backward) request.gradOutput = valuesFor(kernel.dtype, extents, 4);
  if (kernel.streams) trial.limits.streamedBytes = 1;
  request.y.isWanted = kernel.writes;
  request.gradInput.isWanted = kernel.writes;
  trial.limits.family = familyOf(kernel.name);
  return trial;
}

}  // namespace normscope
