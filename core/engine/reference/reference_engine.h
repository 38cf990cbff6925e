#pragma once

#include "core/engine/engine.h"

namespace normscope {

/// The oracle of every other engine: double precision, two passes, one set after the other, written to be
/// read (formula.h, gradient_formula.h).
class ReferenceEngine : public Engine {
 public:
  std::string name() const override { return "reference"; }
  std::string device() const override { return "CPU, double precision"; }
  bool supports(DType) const override { return true; }

  void forward(const Tensor& x, const ReductionPlan& plan, const AffineParameters& affine, Moments& moments,
               Tensor& y, const Progress& progress) override;
  void backward(const Tensor& x, const ReductionPlan& plan, const AffineParameters& affine,
                const Moments& moments, const Tensor& gradOutput, Gradients& gradients,
                const Progress& progress) override;
};

}  // namespace normscope
