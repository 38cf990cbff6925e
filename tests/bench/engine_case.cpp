#include "tests/bench/engine_case.h"

#include <cstring>
#include <random>
#include <thread>

#include "core/engine/opencl/device_handles.h"
#include "core/engine/opencl/devices.h"

namespace normscope {
namespace {

constexpr const char* copySource = R"(
__kernel void copy(__global const float16* x, __global float16* y, long n) {
  const long end = n * (get_global_id(0) + 1) / get_global_size(0);
  for (long i = n * get_global_id(0) / get_global_size(0); i < end; ++i) y[i] = x[i];
}
__kernel void stream(__global const float16* x, __global float16* y, long n) {
  const long end = n * (get_global_id(0) + 1) / get_global_size(0);
  for (long i = n * get_global_id(0) / get_global_size(0); i < end; ++i) {
#ifdef __clang__
    __builtin_nontemporal_store(x[i], y + i);
#else
    y[i] = x[i];
#endif
  }
}
)";

constexpr std::size_t vectorBytes = 64;

/// The index of the first usable device.
int benchDevice() {
  for (const OpenClDevice& device : openClDevices()) {
    if (device.usable) return device.index;
  }
  throw failure("benchmark", "there is no usable OpenCL device", "install one, such as pocl-opencl-icd");
}

Tensor randomTensor(const Extents& extents, unsigned seed = 1) {
  Tensor tensor = Tensor::allocate(DType::float32, extents);
  std::mt19937 generator(seed);
  for (float& value : tensor.edit<float>()) value = static_cast<float>(generator() >> 8) * 0x1p-23F - 1.0F;
  return tensor;
}

}  // namespace

Extents EngineCase::extents() const {
  return layout == "NCHW" ? nchw : Extents{nchw[0], nchw[2], nchw[3], nchw[1]};
}

std::vector<EngineCase> engineCases(const Extents& nchw) {
  std::vector<EngineCase> cases;
  const std::string groups = nchw[1] % 32 == 0 && nchw[1] > 32 ? "32" : "4";
  for (const std::string layout : {"NCHW", "NHWC"}) {
    cases.push_back({"GN" + groups, layout, "group:groups=" + groups, nchw});
    cases.push_back({"LN_CHW", layout, "layer", nchw});
    cases.push_back({"IN", layout, "instance:affine=channel", nchw});
    cases.push_back({"BN_train", layout, "batch", nchw});
    cases.push_back({"BN_eval", layout, "batch:mode=eval", nchw});
    cases.push_back({"LN_C", layout, "layer:over=C", nchw});
    cases.push_back({"RMS_C", layout, "rms", nchw});
  }
  return cases;
}

OpenClEngine& benchEngine() {
  // Never destroyed: drivers do not like to be called when the process ends.
  static auto* const made = new OpenClEngine(benchDevice());
  return *made;
}

PreparedCase::PreparedCase(const EngineCase& of)
    : plan_(plan(Shape(Layout::parse(of.layout), of.extents()), parseNormSpec(of.norm))),
      x_(randomTensor(of.extents())),
      y_(Tensor::allocate(DType::float32, of.extents())) {
  std::memset(y_.edit<float>().data(), 1, y_.byteCount());
  if (const auto parameters = plan_.parameterShape())
    affine_ = {randomTensor(*parameters), randomTensor(*parameters)};
  if (plan_.statisticsFromX()) return;
  const auto sets = static_cast<std::size_t>(plan_.setCount());
  moments_ = {ResultVector<double>(sets, 0.1), ResultVector<double>(sets, 0.9)};
}

void PreparedCase::forward() {
  benchEngine().forward(x_, plan_, affine_, moments_, y_, {});
}

void PreparedCase::backward() {
  if (gradients_.input.elementCount() != x_.elementCount()) {
    gradients_.input = Tensor::allocate(DType::float32, x_.extents());
    gradOutput_ = randomTensor(x_.extents(), 2);
  }
  benchEngine().backward(x_, plan_, affine_, moments_, gradOutput_, gradients_, {});
}

struct Copies::Device {
  cl::Context context;
  cl::CommandQueue queue;
  cl::Buffer x;  // a kernel does not keep its arguments alive
  cl::Buffer y;
  cl::Kernel copy;
  cl::Kernel stream;
};

Copies::Copies(const Tensor& from, Tensor& to) : from_(from), to_(to), device_(std::make_unique<Device>()) {
  const cl::Device device(openClHandles()[static_cast<std::size_t>(benchDevice())], true);
  device_->context = cl::Context(device);
  device_->queue = cl::CommandQueue(device_->context, device);
  const cl::Program program(device_->context, copySource);
  program.build(device);
  const auto bytes = from.byteCount();
  device_->x = cl::Buffer(device_->context, CL_MEM_READ_ONLY | CL_MEM_USE_HOST_PTR, bytes,
                          const_cast<std::byte*>(from.bytes()));
  device_->y =
      cl::Buffer(device_->context, CL_MEM_WRITE_ONLY | CL_MEM_USE_HOST_PTR, bytes, to.edit<float>().data());
  device_->copy = cl::Kernel(program, "copy");
  device_->stream = cl::Kernel(program, "stream");
  for (cl::Kernel* kernel : {&device_->copy, &device_->stream}) {
    kernel->setArg(0, device_->x);
    kernel->setArg(1, device_->y);
    kernel->setArg(2, static_cast<cl_long>(bytes / vectorBytes));
  }
}

Copies::~Copies() = default;

const std::vector<std::string>& Copies::names() {
  static const std::vector<std::string> names = {"memcpy", "kernel", "streaming kernel"};
  return names;
}

void Copies::run(std::size_t number) {
  const std::size_t workers = std::max(1U, std::thread::hardware_concurrency());
  if (number > 0) {
    device_->queue.enqueueNDRangeKernel(number == 1 ? device_->copy : device_->stream, cl::NullRange,
                                        cl::NDRange(16 * workers), cl::NDRange(1));
    device_->queue.finish();
    return;
  }
  const std::size_t bytes = from_.byteCount();
  auto* to = reinterpret_cast<std::byte*>(to_.edit<float>().data());
  std::vector<std::jthread> threads;
  for (std::size_t t = 0; t < workers; ++t) {
    threads.emplace_back([&, t] {
      const std::size_t first = bytes * t / workers;
      std::memcpy(to + first, from_.bytes() + first, bytes * (t + 1) / workers - first);
    });
  }
}

}  // namespace normscope
