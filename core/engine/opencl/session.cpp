#include "core/engine/opencl/session.h"

#include <algorithm>

#include "core/engine/opencl/device_handles.h"

namespace normscope {

OpenClSession::OpenClSession(int index, const OpenClLimits& limits)
    : streamedBytes_(limits.streamedBytes), launchBytes_(limits.launchBytes) {
  device_ = usableOpenClHandle(index);
  subject_ = openClSubject(index);
  checkedCall(subject_, [&] {
    const bool isCpu = (device_.getInfo<CL_DEVICE_TYPE>() & CL_DEVICE_TYPE_CPU) != 0;
    isCpu_ = isCpu && !limits.asAccelerator;
    const cl::Platform platform(device_.getInfo<CL_DEVICE_PLATFORM>());
    const bool isPocl = platform.getInfo<CL_PLATFORM_NAME>().starts_with("Portable Computing Language");
    if (isCpu_) target_ = isPocl ? KernelTarget::poclCpu : KernelTarget::cpu;
    groups_ = isCpu ? cl::NDRange(1) : cl::NullRange;
    computeUnits_ = device_.getInfo<CL_DEVICE_MAX_COMPUTE_UNITS>();
    largestBuffer_ = std::min(limits.largestBuffer,
                              static_cast<std::size_t>(device_.getInfo<CL_DEVICE_MAX_MEM_ALLOC_SIZE>()));
    computesDouble_ = device_.getInfo<CL_DEVICE_EXTENSIONS>().find("cl_khr_fp64") != std::string::npos;
    context_ = cl::Context(device_);
    queue_ = cl::CommandQueue(context_, device_);
  });
}

void OpenClSession::refuseTooLarge(std::size_t bytes) const {
  if (bytes <= largestBuffer_) return;
  throw failure(
      subject_,
      std::to_string(bytes) + " bytes are more than its largest buffer of " + std::to_string(largestBuffer_),
      "use --device reference");
}

cl::Buffer OpenClSession::input(const void* host, std::size_t bytes) {
  refuseTooLarge(bytes);
  const cl_mem_flags place = isCpu_ ? CL_MEM_USE_HOST_PTR : CL_MEM_COPY_HOST_PTR;
  return checkedCall(subject_, [&] {
    return cl::Buffer(context_, CL_MEM_READ_ONLY | place, bytes, const_cast<void*>(host));
  });
}

cl::Buffer OpenClSession::over(void* host, std::size_t bytes, cl_mem_flags use) {
  refuseTooLarge(bytes);
  return checkedCall(subject_, [&] { return cl::Buffer(context_, use | CL_MEM_USE_HOST_PTR, bytes, host); });
}

cl::Buffer OpenClSession::output(void* host, std::size_t bytes) {
  return isCpu_ ? over(host, bytes, CL_MEM_WRITE_ONLY) : scratch(bytes);
}

cl::Buffer OpenClSession::shared(void* host, std::size_t bytes) {
  return isCpu_ ? over(host, bytes, CL_MEM_READ_WRITE) : scratch(bytes);
}

bool OpenClSession::isOver(const cl::Buffer& buffer, const void* host) const {
  return isCpu_ && buffer.getInfo<CL_MEM_HOST_PTR>() == host;
}

void OpenClSession::fetch(const cl::Buffer& output, void* host, std::size_t bytes) {
  busy_ = true;
  checkedCall(subject_, [&] {
    if (!isCpu_) {
      queue_.enqueueReadBuffer(output, CL_TRUE, 0, bytes, host);
      return;
    }
    // Mapping is what makes the host see a buffer over its own memory.
    void* mapped = queue_.enqueueMapBuffer(output, CL_FALSE, CL_MAP_READ, 0, bytes);
    queue_.enqueueUnmapMemObject(output, mapped);
    queue_.finish();
    busy_ = false;
  });
}

cl::Buffer OpenClSession::scratch(std::size_t bytes) {
  refuseTooLarge(bytes);
  return checkedCall(subject_, [&] { return cl::Buffer(context_, CL_MEM_READ_WRITE, bytes); });
}

cl::Event OpenClSession::write(const cl::Buffer& buffer, const void* host, std::size_t bytes) {
  busy_ = true;
  return checkedCall(subject_, [&] {
    cl::Event done;
    queue_.enqueueWriteBuffer(buffer, CL_FALSE, 0, bytes, host, nullptr, &done);
    return done;
  });
}

cl::Event OpenClSession::read(const cl::Buffer& buffer, void* host, std::size_t bytes) {
  busy_ = true;
  return checkedCall(subject_, [&] {
    cl::Event done;
    if (isOver(buffer, host)) {
      void* mapped = queue_.enqueueMapBuffer(buffer, CL_FALSE, CL_MAP_READ, 0, bytes);
      queue_.enqueueUnmapMemObject(buffer, mapped, nullptr, &done);
    } else {
      queue_.enqueueReadBuffer(buffer, CL_FALSE, 0, bytes, host, nullptr, &done);
    }
    queue_.flush();
    return done;
  });
}

void OpenClSession::wait(const cl::Event& event) {
  if (event() == nullptr) return;
  checkedCall(subject_, [&] { event.wait(); });
}

void OpenClSession::finish() {
  // Waiting costs as much as a small computation.
  if (!busy_) return;
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

cl::Kernel& OpenClSession::kernelFor(const KernelVariant& variant) {
  const auto known = kernels_.find(variant);
  if (known != kernels_.end()) return known->second;
  if (ask_) ask_(variant);
  return checkedCall(subject_, [&]() -> cl::Kernel& {
    const cl::Program program(context_, kernelSource(variant.name));
    buildProgram(program, device_, kernelOptions(variant.dtype, target_, variant.streams));
    return kernels_[variant] = cl::Kernel(program, variant.name.c_str());
  });
}

}  // namespace normscope
