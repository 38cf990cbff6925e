#pragma once

#include <algorithm>
#include <compare>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <type_traits>

#include "core/engine/opencl/checked_call.h"
#include "core/engine/opencl/kernel_manifest.h"
#include "core/engine/opencl/kernel_variant.h"

namespace normscope {

/// On a CPU: enough work-items that one core's delay does not hold up the others.
inline constexpr std::int64_t itemsPerComputeUnit = 16;

/// What tests set otherwise than a device has it.
struct OpenClLimits {
  std::size_t largestBuffer = std::numeric_limits<std::size_t>::max();  ///< bytes; the device's where smaller
  bool asAccelerator = false;                        ///< a CPU is used as if it had a memory of its own
  std::size_t streamedBytes = std::size_t{8} << 20;  ///< a larger y is written past the caches of a CPU
  std::int64_t launchBytes = std::numeric_limits<std::int64_t>::max();  ///< of x in a launch, or one unit
  std::int64_t sharedCacheBytes = std::numeric_limits<std::int64_t>::max();  ///< of a unit; less on its own
  std::optional<KernelFamily> family = {};                             ///< the device's own where nothing
  std::int64_t groupItems = std::numeric_limits<std::int64_t>::max();  ///< of a work-group; the device's too
  std::int64_t localBytes = std::numeric_limits<std::int64_t>::max();  ///< of a work-group, likewise
  std::int64_t computeUnits = std::numeric_limits<std::int64_t>::max();  ///< likewise
  bool withoutDouble = false;  ///< as if the device had no double precision
  std::size_t keptBytes = std::numeric_limits<std::size_t>::max();  ///< of a tensor that stays on the device

  bool operator==(const OpenClLimits&) const = default;
};

/// What a device was asked to do, for tests and measurements.
struct DeviceWork {
  std::int64_t uploads = 0;    ///< parts of tensors that were brought to the device's own memory
  std::int64_t buffers = 0;    ///< that were made
  std::int64_t launches = 0;   ///< of kernels
  std::int64_t transfers = 0;  ///< reads, writes and maps that were enqueued
  std::int64_t waits = 0;      ///< of the host for the device

  auto operator<=>(const DeviceWork&) const = default;
};

/// How a kernel is built and run.
struct LaunchOptions {
  DType dtype;  ///< of x and y
  bool streams = false;
  std::int64_t items = 1;  ///< of the launch
  std::int64_t group = 1;  ///< of a work-group
  bool writes = true;      ///< else y, or dL/dx, is not made
};

/// A device with its context, its in-order queue and the kernels built so far. Every method throws Error
/// (failed) about the device when the driver reports an error. Used by one thread at a time.
class OpenClSession {
 public:
  /// `index` as in openClDevices(). Throws what usableOpenClHandle() throws.
  explicit OpenClSession(int index, const OpenClLimits& limits = {});

  const std::string& subject() const { return subject_; }  ///< "opencl:0 (pthread-skylake)"

  /// Buffers lie over host memory: on PoCL's processors, whose threads also survive that a mapped file
  /// shrinks (Mesa's do not), and which may unmap what is not yet mapped.
  bool sharesMemory() const { return sharesMemory_; }

  std::int64_t computeUnits() const { return computeUnits_; }
  std::size_t largestBuffer() const { return largestBuffer_; }  ///< bytes

  /// Bytes of a tensor that goes through in one part; fewer than the largest buffer where the device has
  /// turned out to have no room.
  std::size_t largestPart() const { return std::min(largestBuffer_, largestPart_); }
  void limitParts(std::size_t bytes) { largestPart_ = bytes; }

  /// Whether a tensor may stay on the device between computations: a quarter of a memory of its own. Where
  /// the host's memory is the device's it costs little to bring it there again.
  bool keeps(std::size_t bytes) const { return bytes <= keptBytes_; }

  DeviceWork& work() { return work_; }
  bool streams(std::size_t bytes) const { return sharesMemory_ && bytes >= streamedBytes_; }
  bool computesDouble() const { return computesDouble_; }
  KernelFamily family() const { return family_; }
  std::int64_t launchBytes() const { return launchBytes_; }
  std::int64_t sharedCacheBytes() const { return sharedCacheBytes_; }
  KernelTarget target() const { return target_; }

  /// Throws Error (failed) where `what`, "weights", would need a larger buffer than the device has.
  void requireRoom(const std::string& what, std::size_t bytes) const;

  /// Called before a kernel is built; what it throws keeps it from being built, and leaves launch().
  void askBeforeBuilding(std::function<void(const KernelVariant&)> ask) { ask_ = std::move(ask); }

  /// Work-items that a group of kernels of this dtype can have, if they need four numbers of local memory
  /// each: a power of two.
  std::int64_t mostGroupItems(DType dtype) const;

  /// The same of a kernel, which is built for that: at most `wanted`.
  std::int64_t groupItemsOf(const KernelVariant& variant, std::int64_t wanted);

  bool hasBuilt(const KernelVariant& variant) const { return kernels_.contains(variant); }
  void build(const KernelVariant& variant) { kernelFor(variant); }

  /// A buffer with the bytes of the host, over them where memory is shared. `host` must outlive it.
  cl::Buffer input(const void* host, std::size_t bytes);

  /// A buffer to be written by kernels; fetch() waits and brings its bytes to `host`, which must outlive it.
  cl::Buffer output(void* host, std::size_t bytes);
  void fetch(const cl::Buffer& output, void* host, std::size_t bytes);

  /// The same, with the bytes that the host has already.
  cl::Buffer begunOutput(void* host, std::size_t bytes);

  cl::Buffer scratch(std::size_t bytes);

  /// A buffer that kernels read and write, over the host's memory where memory is shared.
  cl::Buffer shared(void* host, std::size_t bytes);

  /// Without waiting: `host` must stay as it is until the event.
  cl::Event write(const cl::Buffer& buffer, const void* host, std::size_t bytes);
  cl::Event read(const cl::Buffer& buffer, void* host, std::size_t bytes);

  /// Enqueues a kernel, built when it is first used; the event is its end.
  template <typename... Declared>
  cl::Event launch(const Kernel<void(Declared...)>& of, const LaunchOptions& options,
                   const std::type_identity_t<Declared>&... arguments) {
    cl::Kernel& kernel = kernelFor({std::string(of.name), options.dtype, options.streams, options.writes});
    busy_ = true;
    ++work_.launches;
    return checkedCall(subject_, [&] {
      cl_uint position = 0;
      (setArgument(kernel, position++, arguments), ...);
      return enqueue(kernel, options);
    });
  }

  void wait(const cl::Event& event);  ///< returns at once where there is none, or nothing is under way
  void finish();
  void finishQuietly() noexcept;  ///< for destructors: after it no command touches host memory

 private:
  static void setArgument(cl::Kernel& kernel, cl_uint position, const Reads& argument) {
    kernel.setArg(position, argument.buffer);
  }
  static void setArgument(cl::Kernel& kernel, cl_uint position, const Writes& argument) {
    kernel.setArg(position, argument.buffer);
  }
  static void setArgument(cl::Kernel& kernel, cl_uint position, const Local& argument) {
    kernel.setArg(position, cl::Local(argument.bytes));
  }
  template <typename Number>
  static void setArgument(cl::Kernel& kernel, cl_uint position, const Number& argument) {
    kernel.setArg(position, argument);
  }

  cl::Event enqueue(const cl::Kernel& kernel, const LaunchOptions& options);
  cl::Buffer over(void* host, std::size_t bytes, cl_mem_flags use);
  cl::Kernel& kernelFor(const KernelVariant& variant);

  std::string subject_;
  bool sharesMemory_ = false;
  bool busy_ = false;  ///< commands may be under way
  KernelFamily family_ = KernelFamily::teams;
  std::int64_t groupItems_ = 1;
  std::int64_t localBytes_ = 0;
  std::int64_t computeUnits_ = 1;
  std::size_t largestBuffer_ = 0;
  std::size_t largestPart_ = std::numeric_limits<std::size_t>::max();
  std::size_t keptBytes_ = 0;
  std::size_t streamedBytes_ = 0;
  std::int64_t launchBytes_ = 0;
  std::int64_t sharedCacheBytes_ = 0;
  bool computesDouble_ = false;
  KernelTarget target_ = KernelTarget::plain;
  DeviceWork work_;
  std::function<void(const KernelVariant&)> ask_;
  cl::Device device_;
  cl::Context context_;
  cl::CommandQueue queue_;
  std::map<KernelVariant, cl::Kernel> kernels_;
};

}  // namespace normscope
