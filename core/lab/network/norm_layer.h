#pragma once

#include <optional>
#include <vector>

#include "core/lab/network/set_table.h"

namespace normscope::lab {

/// A norm of the registry as a layer of a network, forward and backward, in training and in evaluation. Its
/// sets, its parameters and its formulas are those of the reduction plan and of core/engine/scale.h; values
/// are of type Scalar, sums and statistics in double precision. tests/core/lab hold it against the reference
/// engine.
template <typename Scalar>
class NormLayer {
 public:
  /// For batches of `samples` maps of that many channels and rows and columns in training, of `evaluated` in
  /// evaluation. Throws Error (nonsense) where the norm has no plan for the shape.
  NormLayer(const NormSpec& spec, int channels, int side, int samples, int evaluated);

  int parameterCount() const { return static_cast<int>(training_.plan.parameterCount()); }
  /// A new layer's weight: it multiplies by 1.
  Scalar firstWeight() const { return training_.plan.spec().zeroCentered ? 0 : 1; }
  const ReductionPlan& plan() const { return training_.plan; }  ///< of a batch in training, on layout NHWC
  bool tracks() const { return running_.has_value(); }
  const std::optional<RunningStatistics>& running() const { return running_; }

  /// y of a whole batch; keeps what backward() needs, and moves the running statistics. weight and bias have
  /// parameterCount() values; the bias is not read where the norm has none, and its gradient stays 0.
  void train(const Scalar* x, const Scalar* weight, const Scalar* bias, Scalar* y);

  /// The same in evaluation: by the running statistics where the norm keeps any, else by those of x.
  void evaluate(const Scalar* x, const Scalar* weight, const Scalar* bias, Scalar* y) const;

  /// The gradients after train(): the formula of Engine::backward. Adds to those of weight and bias.
  void backward(const Scalar* gradOutput, const Scalar* weight, Scalar* gradWeight, Scalar* gradBias,
                Scalar* gradInput);

 private:
  /// A plan as tables.
  struct Tables : SetTable {
    explicit Tables(const ReductionPlan& ofPlan);
    std::vector<std::uint32_t> parameterOf;  ///< of every element; empty without parameters
  };

  Scalar factorOf(Scalar weight) const;  ///< what multiplies x̂
  void normalize(const Tables& tables, const Moments& moments, const Scalar* x, const Scalar* weight,
                 const Scalar* bias, Scalar* xhat, Scalar* y) const;

  Tables training_;
  Tables evaluation_;
  std::optional<RunningStatistics> running_;
  Moments moments_;
  std::vector<Scalar> xhat_;
  std::vector<double> sumG_, sumGXhat_, gradWeight_, gradBias_;
};

}  // namespace normscope::lab
