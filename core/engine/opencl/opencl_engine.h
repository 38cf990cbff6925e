#pragma once

#include <memory>

#include "core/engine/engine.h"

namespace normscope {

class OpenClSession;

/// Computes on an OpenCL device, in float32 whose errors stay at rounding: statistics are measured around
/// the means of bounded blocks and merged in double precision. Holds the device and its compiled kernels;
/// used by one thread at a time.
class OpenClEngine : public Engine {
 public:
  /// On device `index` of openClDevices(). Throws Error (failed) when there is none such or it is not usable.
  explicit OpenClEngine(int index);
  ~OpenClEngine() override;

  std::string name() const override { return "opencl"; }
  std::string device() const override;  ///< "opencl:0 (pthread-skylake)"

  /// float32, float16 and bfloat16.
  static bool computes(DType dtype);
  bool supports(DType dtype) const override { return computes(dtype); }

  /// Whether backward() computes; where not, it throws Error (failed).
  static constexpr bool differentiates = false;

  void forward(const Tensor& x, const ReductionPlan& plan, const AffineParameters& affine, Moments& moments,
               Tensor& y, const Progress& progress) override;
  void backward(const Tensor& x, const ReductionPlan& plan, const AffineParameters& affine,
                const Moments& moments, const Tensor& gradOutput, Gradients& gradients,
                const Progress& progress) override;

 private:
  std::unique_ptr<OpenClSession> session_;
};

}  // namespace normscope
