#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/engine/opencl/opencl_engine.h"

namespace normscope {

/// A norm on a tensor in one layout; `nchw` are N, C, H, W in every layout.
struct EngineCase {
  std::string name;    ///< "GN32", as in the tables
  std::string layout;  ///< "NCHW" or "NHWC"
  std::string norm;    ///< as on the command line
  Extents nchw;

  Extents extents() const;
};

/// The norms of the tables, in both layouts, on one tensor.
std::vector<EngineCase> engineCases(const Extents& nchw);

/// The first usable OpenCL device; throws Error (failed) where there is none.
OpenClEngine& benchEngine();

/// A case with its tensors: x, weight and bias are given, y is kept from one run to the next, as pages of a
/// new y would cost more than the norm.
class PreparedCase {
 public:
  explicit PreparedCase(const EngineCase& of);

  void forward();
  void backward();  ///< after forward()

  const Tensor& x() const { return x_; }
  Tensor& y() { return y_; }

 private:
  ReductionPlan plan_;
  Tensor x_;
  Tensor y_;
  AffineParameters affine_;
  Moments moments_;
  Tensor gradOutput_;  ///< random numbers on both sides of 0, made for the first backward()
  Gradients gradients_;
};

/// Ways to copy the bytes of one tensor to another, with all cores; the fastest is the floor of what reads x
/// once and writes y once.
class Copies {
 public:
  Copies(const Tensor& from, Tensor& to);
  ~Copies();

  static const std::vector<std::string>& names();  ///< "memcpy", "kernel", "streaming kernel"
  void run(std::size_t number);

 private:
  struct Device;
  const Tensor& from_;
  Tensor& to_;
  std::unique_ptr<Device> device_;
};

}  // namespace normscope
