#pragma once

#include "core/engine/opencl/reals.h"
#include "core/engine/opencl/session.h"
#include "core/tensor/tensor.h"

namespace normscope {

/// Numbers that kernels and the host both work on: one memory where a device shares it, else two.
class SharedNumbers {
 public:
  /// Room for `count` numbers of the type that kernels compute in for `dtype`. What was there is lost. No
  /// command on it may be under way.
  void reserve(OpenClSession& session, DType dtype, std::int64_t count);

  const cl::Buffer& buffer() const { return buffer_; }
  Reals& host() { return host_; }
  std::size_t bytes() const { return host_.bytes(); }

  /// Sets the first `count` numbers of the host to 0.
  void clear(std::int64_t count);

  /// Without waiting: the first `count` numbers go to the device, or come from it once they are `made`. The
  /// host may not use them until the event. No command on the buffer may be under way when numbers go to the
  /// device.
  cl::Event upload(OpenClSession& session, std::int64_t count);
  cl::Event fetch(OpenClSession& session, std::int64_t count, cl::Event&& made);

 private:
  DType dtype_ = DType::float32;
  Reals host_{DType::float32};
  cl::Buffer buffer_;
};

/// Memory of a device that kernels alone use.
class DeviceScratch {
 public:
  /// Room for so many bytes. What was there is lost.
  void reserve(OpenClSession& session, std::size_t bytes);

  const cl::Buffer& buffer() const { return buffer_; }
  std::size_t bytes() const { return bytes_; }

 private:
  cl::Buffer buffer_;
  std::size_t bytes_ = 0;
};

/// A tensor that stays on a device with a memory of its own, for the next computation on it.
class KeptTensor {
 public:
  /// The whole tensor for kernels to read: what was kept, if it is that, else it is brought there. Nothing is
  /// kept any more.
  cl::Buffer take(OpenClSession& session, const Tensor& tensor);

  /// Keeps what take() gave, if it is not too large and the tensor's file has not changed.
  void keep(OpenClSession& session, const Tensor& tensor, cl::Buffer&& buffer);

  void drop();

 private:
  std::optional<Tensor::Identity> identity_;
  cl::Buffer buffer_;
};

/// Memory of a device that one computation leaves to the next: to have it anew would take longer than many
/// computations.
struct DeviceWorkspace {
  DeviceScratch moments;
  DeviceScratch rows;
  SharedNumbers records[2];
  SharedNumbers parameterSums;
  KeptTensor x;

  /// Gives back what is too large to be kept. x has a bound of its own.
  void trim();
};

}  // namespace normscope
