#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "core/engine/engine.h"
#include "core/engine/opencl/kernel_variant.h"

namespace normscope {

class OpenClSession;
struct OpenClLimits;
struct DeviceWork;
struct DeviceWorkspace;

/// Computes on an OpenCL device: float64 in double where the device has it, the narrower types in float32
/// whose errors stay at rounding, since statistics are measured around the means of bounded blocks. Holds the
/// device and its compiled kernels; used by one thread at a time.
class OpenClEngine : public Engine {
 public:
  /// On device `index` of openClDevices(). Throws Error (failed) when there is none such or it is not usable.
  explicit OpenClEngine(int index);
  OpenClEngine(int index, const OpenClLimits& limits);
  ~OpenClEngine() override;

  std::string name() const override { return "opencl"; }
  std::string device() const override;  ///< "opencl:0 (pthread-skylake)"

  /// float64, float32, float16 and bfloat16. A device without double precision fails for float64.
  static bool computes(DType dtype);
  bool supports(DType dtype) const override { return computes(dtype); }

  /// Whether backward() computes. Tensors that are larger than the device's largest buffer go through in
  /// parts, weights and biases do not: both passes throw Error (failed) then.
  static constexpr bool differentiates = true;

  void forward(const Tensor& x, const ReductionPlan& plan, const AffineParameters& affine, Moments& moments,
               Tensor& y, const Progress& progress) override;
  void backward(const Tensor& x, const ReductionPlan& plan, const AffineParameters& affine,
                const Moments& moments, const Tensor& gradOutput, Gradients& gradients,
                const Progress& progress) override;

  /// `ask` is called before a kernel is built that a computation needs; what it throws ends the computation.
  void askBeforeBuilding(std::function<void(const KernelVariant&)> ask);

  bool hasBuilt(const KernelVariant& variant) const;
  void build(const KernelVariant& variant);  ///< throws as a computation does

  /// The kernels of forward() for tensors of this dtype that need not be written past the caches.
  std::vector<KernelVariant> forwardKernels(DType dtype) const;

  /// What the device was asked to do so far.
  const DeviceWork& work() const;
  bool sharesMemory() const;  ///< buffers lie over the host's memory

 private:
  void refuse(DType dtype) const;

  /// Runs `compute` and keeps its memory for the next computation, unless it failed: then buffers may still
  /// be mapped. Where a device with its own memory has no room it is run again, on x in smaller parts.
  template <typename Compute>
  void keepingMemory(const Tensor& x, Compute&& compute);

  template <typename Compute>
  void attempt(Compute& compute);

  std::unique_ptr<OpenClSession> session_;
  std::unique_ptr<DeviceWorkspace> workspace_;
};

}  // namespace normscope
