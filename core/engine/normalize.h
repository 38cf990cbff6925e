#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/engine/engine.h"
#include "core/tensor/result_vector.h"

namespace normscope {

/// Where a result of a tensor's size goes.
struct Destination {
  bool isWanted = true;               ///< else it is not made
  std::optional<Tensor> tensor = {};  ///< is written, one of the result's shape and dtype; else one is made
};

/// One normalization, as asked for.
struct NormalizeRequest {
  Tensor x;
  Shape shape;  ///< x's extents with axis names
  NormSpec spec;
  AffineParameters affine;
  std::optional<RunningStatistics> running;  ///< read in evaluation mode, updated in training mode
  std::optional<Tensor> gradOutput = {};     ///< dL/dy, of y's shape and dtype: asks for the backward pass
  Destination y = {};
  Destination gradInput = {};
};

/// Statistics per set as they normalized: the variance is the biased or unbiased one that the spec chose, or
/// the running one.
struct Statistics {
  ResultVector<double> mean;
  ResultVector<double> variance;
};

/// What came out, and who made it.
struct NormalizeResult {
  ReductionPlan plan;
  Tensor y;                                  ///< of no elements where it is not wanted
  Statistics statistics;                     ///< of plan.statisticsShape()
  std::optional<RunningStatistics> running;  ///< after the update; as given in evaluation mode
  std::optional<Gradients> gradients;        ///< where the request has a gradOutput
  std::string engine;
  std::string device;
  /// Of the computation itself, both passes, without reading and writing files. The first one on a device
  /// includes building its kernels.
  double seconds = 0;
  std::vector<std::string> notices;  ///< what a careful person would want to know, one line each
};

/// What the layer held before the request: the running statistics that were given, else those that training
/// starts from. Nothing where the result has none.
std::optional<RunningStatistics> runningBefore(const NormalizeRequest& request,
                                               const NormalizeResult& result);

/// Checks the request and forms its plan, with the affine sharing settled by the parameters' shapes. Throws
/// Error (nonsense) for a tensor, parameters, running statistics or a gradOutput that do not fit the norm.
ReductionPlan planOf(const NormalizeRequest& request);

/// Throws Error (failed) where a file behind a tensor of the request has changed since it was opened:
/// whatever came of it, an error included, may be of two versions.
void requireIntact(const NormalizeRequest& request);

/// Computes the request on the engine. Training BatchNorm without running statistics starts from mean 0 and
/// variance 1. What is made lies where allocateResult() puts it. With a gradOutput the backward pass follows,
/// from the same moments. Throws what planOf, Engine::forward, Engine::backward and requireIntact throw.
NormalizeResult normalize(const NormalizeRequest& request, Engine& engine, const Progress& progress = {});

}  // namespace normscope
