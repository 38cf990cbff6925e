#include "core/engine/opencl/session.h"

#include <algorithm>
#include <bit>
#include <cstdint>

#include "core/engine/opencl/device_handles.h"
#include "core/engine/opencl/reals.h"

namespace normscope {
namespace {

/// More would leave work-items without registers on current GPUs.
constexpr std::int64_t mostGroupItems = 1024;

std::int64_t mostItemsOf(const cl::Device& device) {
  const auto ofGroup = static_cast<std::int64_t>(device.getInfo<CL_DEVICE_MAX_WORK_GROUP_SIZE>());
  const auto ofAxis = static_cast<std::int64_t>(device.getInfo<CL_DEVICE_MAX_WORK_ITEM_SIZES>().at(0));
  return std::clamp<std::int64_t>(std::min(ofGroup, ofAxis), 1, mostGroupItems);
}

std::int64_t powerOfTwoIn(std::int64_t most) {
  return static_cast<std::int64_t>(std::bit_floor(static_cast<std::uint64_t>(most)));
}

}  // namespace

OpenClSession::OpenClSession(int index, const OpenClLimits& limits)
    : streamedBytes_(limits.streamedBytes),
      launchBytes_(limits.launchBytes),
      sharedCacheBytes_(limits.sharedCacheBytes) {
  device_ = usableOpenClHandle(index);
  subject_ = openClSubject(index);
  checkedCall(subject_, [&] {
    const bool isCpu = (device_.getInfo<CL_DEVICE_TYPE>() & CL_DEVICE_TYPE_CPU) != 0;
    const std::string platform =
        cl::Platform(device_.getInfo<CL_DEVICE_PLATFORM>()).getInfo<CL_PLATFORM_NAME>();
    sharesMemory_ = isCpu && isPocl(platform) && !limits.asAccelerator;
    family_ = limits.family.value_or(familyFor(sharesMemory_, platform));
    if (family_ == KernelFamily::vectors && sharesMemory_) target_ = KernelTarget::poclCpu;
    computeUnits_ =
        std::min<std::int64_t>(limits.computeUnits, device_.getInfo<CL_DEVICE_MAX_COMPUTE_UNITS>());
    groupItems_ = std::min(limits.groupItems, mostItemsOf(device_));
    localBytes_ =
        std::min(limits.localBytes, static_cast<std::int64_t>(device_.getInfo<CL_DEVICE_LOCAL_MEM_SIZE>()));
    largestBuffer_ = std::min(limits.largestBuffer,
                              static_cast<std::size_t>(device_.getInfo<CL_DEVICE_MAX_MEM_ALLOC_SIZE>()));
    const bool unified = device_.getInfo<CL_DEVICE_HOST_UNIFIED_MEMORY>() != 0;
    if (!sharesMemory_ && (!unified || limits.asAccelerator)) {
      const auto all = static_cast<std::size_t>(device_.getInfo<CL_DEVICE_GLOBAL_MEM_SIZE>());
      keptBytes_ = std::min(limits.keptBytes, all / 4);
    }
    computesDouble_ = !limits.withoutDouble &&
                      device_.getInfo<CL_DEVICE_EXTENSIONS>().find("cl_khr_fp64") != std::string::npos;
    context_ = cl::Context(device_);
    queue_ = cl::CommandQueue(context_, device_);
  });
}

void OpenClSession::requireRoom(const std::string& what, std::size_t bytes) const {
  if (bytes <= largestBuffer_) return;
  throw failure(subject_,
                what + " of " + std::to_string(bytes) + " bytes are more than its largest buffer of " +
                    std::to_string(largestBuffer_),
                "use --device reference");
}

cl::Buffer OpenClSession::input(const void* host, std::size_t bytes) {
  ++work_.buffers;
  requireRoom("numbers", bytes);
  const cl_mem_flags place = sharesMemory_ ? CL_MEM_USE_HOST_PTR : CL_MEM_COPY_HOST_PTR;
  return checkedCall(subject_, [&] {
    return cl::Buffer(context_, CL_MEM_READ_ONLY | place, bytes, const_cast<void*>(host));
  });
}

cl::Buffer OpenClSession::over(void* host, std::size_t bytes, cl_mem_flags use) {
  ++work_.buffers;
  requireRoom("numbers", bytes);
  return checkedCall(subject_, [&] { return cl::Buffer(context_, use | CL_MEM_USE_HOST_PTR, bytes, host); });
}

cl::Buffer OpenClSession::output(void* host, std::size_t bytes) {
  return sharesMemory_ ? over(host, bytes, CL_MEM_WRITE_ONLY) : scratch(bytes);
}

cl::Buffer OpenClSession::begunOutput(void* host, std::size_t bytes) {
  if (sharesMemory_) return output(host, bytes);
  ++work_.buffers;
  requireRoom("numbers", bytes);
  return checkedCall(
      subject_, [&] { return cl::Buffer(context_, CL_MEM_READ_WRITE | CL_MEM_COPY_HOST_PTR, bytes, host); });
}

cl::Buffer OpenClSession::shared(void* host, std::size_t bytes) {
  return sharesMemory_ ? over(host, bytes, CL_MEM_READ_WRITE) : scratch(bytes);
}

void OpenClSession::fetch(const cl::Buffer& output, void* host, std::size_t bytes) {
  // The threads of PoCL's processors write to the host's memory itself: a map would be a command more, which
  // wakes a thread. Were it not so, no trial would succeed.
  if (sharesMemory_) return finish();
  ++work_.transfers;
  ++work_.waits;
  busy_ = true;
  checkedCall(subject_, [&] { queue_.enqueueReadBuffer(output, CL_TRUE, 0, bytes, host); });
}

cl::Buffer OpenClSession::scratch(std::size_t bytes) {
  ++work_.buffers;
  requireRoom("numbers", bytes);
  return checkedCall(subject_, [&] { return cl::Buffer(context_, CL_MEM_READ_WRITE, bytes); });
}

cl::Event OpenClSession::write(const cl::Buffer& buffer, const void* host, std::size_t bytes) {
  ++work_.transfers;
  busy_ = true;
  return checkedCall(subject_, [&] {
    cl::Event done;
    queue_.enqueueWriteBuffer(buffer, CL_FALSE, 0, bytes, host, nullptr, &done);
    return done;
  });
}

cl::Event OpenClSession::read(const cl::Buffer& buffer, void* host, std::size_t bytes) {
  ++work_.transfers;
  busy_ = true;
  return checkedCall(subject_, [&] {
    cl::Event done;
    queue_.enqueueReadBuffer(buffer, CL_FALSE, 0, bytes, host, nullptr, &done);
    queue_.flush();
    return done;
  });
}

void OpenClSession::wait(const cl::Event& event) {
  if (event() == nullptr || !busy_) return;
  ++work_.waits;
  checkedCall(subject_, [&] { event.wait(); });
}

void OpenClSession::finish() {
  // Waiting costs as much as a small computation.
  if (!busy_) return;
  ++work_.waits;
  checkedCall(subject_, [&] { queue_.finish(); });
  busy_ = false;
}

/// A wait that fails for want of memory leaves the device at work on memory that is about to go: it is tried
/// once more. A device that is lost fails both times, and touches nothing any more.
void OpenClSession::finishQuietly() noexcept {
  for (int attempt = 0; attempt < 2; ++attempt) {
    try {
      return finish();
    } catch (const std::exception&) {
      continue;  // The error that leads here is the one to report.
    }
  }
}

std::int64_t OpenClSession::mostGroupItems(DType dtype) const {
  constexpr std::int64_t numbers = 4;
  const auto bytesEach = numbers * static_cast<std::int64_t>(Reals::sizeFor(dtype));
  // Half of the local memory: drivers take some of it, and a GPU hides one group's waiting by another's work.
  return powerOfTwoIn(std::clamp<std::int64_t>(localBytes_ / 2 / bytesEach, 1, groupItems_));
}

std::int64_t OpenClSession::groupItemsOf(const KernelVariant& variant, std::int64_t wanted) {
  const cl::Kernel& kernel = kernelFor(variant);
  const auto most =
      checkedCall(subject_, [&] { return kernel.getWorkGroupInfo<CL_KERNEL_WORK_GROUP_SIZE>(device_); });
  return powerOfTwoIn(std::clamp<std::int64_t>(static_cast<std::int64_t>(most), 1, wanted));
}

cl::Event OpenClSession::enqueue(const cl::Kernel& kernel, const LaunchOptions& options) {
  cl::Event done;
  queue_.enqueueNDRangeKernel(kernel, cl::NullRange, cl::NDRange(static_cast<std::size_t>(options.items)),
                              cl::NDRange(static_cast<std::size_t>(options.group)), nullptr, &done);
  queue_.flush();
  return done;
}

cl::Kernel& OpenClSession::kernelFor(const KernelVariant& variant) {
  const auto known = kernels_.find(variant);
  if (known != kernels_.end()) return known->second;
  if (ask_) ask_(variant);
  return checkedCall(subject_, [&]() -> cl::Kernel& {
    const cl::Program program(context_, kernelSource(variant.name));
    buildProgram(program, device_, kernelOptions(variant.dtype, target_, {variant.streams, variant.writes}));
    return kernels_[variant] = cl::Kernel(program, variant.name.c_str());
  });
}

}  // namespace normscope
