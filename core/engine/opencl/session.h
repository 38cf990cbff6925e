#pragma once

#include <map>
#include <string>
#include <utility>

#include "core/engine/opencl/checked_call.h"
#include "core/tensor/dtype.h"

namespace normscope {

/// A device with its context, its in-order queue and the kernels built so far. Every method throws Error
/// (failed) about the device when the driver reports an error. Used by one thread at a time.
class OpenClSession {
 public:
  /// `index` as in openClDevices(). Throws Error (failed) that lists the devices where there is none such.
  explicit OpenClSession(int index);

  const std::string& subject() const { return subject_; }  ///< "opencl:0 (pthread-skylake)"
  const std::string& deviceName() const { return deviceName_; }
  bool sharesMemory() const { return isCpu_; }  ///< a CPU: buffers can lie over host memory
  std::int64_t computeUnits() const { return computeUnits_; }

  /// A buffer with the bytes of the host, over them where memory is shared. `host` must outlive it.
  cl::Buffer input(const void* host, std::size_t bytes);

  /// A buffer to be written by kernels; fetch() brings its bytes to `host`, which must outlive it.
  cl::Buffer output(void* host, std::size_t bytes);
  void fetch(const cl::Buffer& output, void* host, std::size_t bytes);

  cl::Buffer scratch(std::size_t bytes);

  /// Without waiting: `host` must stay as it is until the event.
  cl::Event write(const cl::Buffer& buffer, const void* host, std::size_t bytes);
  cl::Event read(const cl::Buffer& buffer, void* host, std::size_t bytes);

  /// Enqueues a kernel of kernels/NAME.cl, built for elements of `dtype` when it is first used.
  template <typename... Arguments>
  void launch(const std::string& name, DType dtype, std::int64_t items, const Arguments&... arguments) {
    cl::Kernel& kernel = kernelFor(name, dtype);
    checkedCall(subject_, [&] {
      cl_uint position = 0;
      (kernel.setArg(position++, arguments), ...);
      queue_.enqueueNDRangeKernel(kernel, cl::NullRange, cl::NDRange(static_cast<std::size_t>(items)),
                                  isCpu_ ? cl::NDRange(1) : cl::NullRange);
      queue_.flush();
    });
  }

  void wait(const cl::Event& event);
  void finish();
  void finishQuietly() noexcept;  ///< for destructors: after it no command touches host memory

 private:
  cl::Kernel& kernelFor(const std::string& name, DType dtype);
  void refuseTooLarge(std::size_t bytes) const;

  std::string subject_;
  std::string deviceName_;
  bool isCpu_ = false;
  std::int64_t computeUnits_ = 1;
  std::size_t maxAllocation_ = 0;
  cl::Device device_;
  cl::Context context_;
  cl::CommandQueue queue_;
  std::map<std::pair<std::string, DType>, cl::Kernel> kernels_;
};

}  // namespace normscope
