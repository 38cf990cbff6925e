// How long norms take beside a copy of the same bytes, the floor of what reads x once and writes y once:
//     ./build/engine_bench --benchmark_enable_random_interleaving=true --benchmark_repetitions=9
// `ratio` of a norm is its time over the copy's on the same tensor, measured in turn in the same run.
#include <benchmark/benchmark.h>

#include <chrono>
#include <cstring>
#include <map>
#include <random>
#include <thread>

#include "core/engine/opencl/devices.h"
#include "core/engine/opencl/opencl_engine.h"

namespace normscope {
namespace {

struct Case {
  std::string name;
  std::string layout;
  std::string norm;
};

/// The OpenCL device of the benchmark; made when first needed, so that its start is no part of a time.
Engine& engine() {
  static auto* const made = [] {
    for (const OpenClDevice& device : openClDevices()) {
      if (device.usable) return new OpenClEngine(device.index);
    }
    throw failure("benchmark", "there is no usable OpenCL device", "install one, such as pocl-opencl-icd");
  }();
  return *made;
}

Tensor normalTensor(const Extents& extents) {
  Tensor tensor = Tensor::allocate(DType::float32, extents);
  std::mt19937 generator(1);
  for (float& value : tensor.edit<float>()) value = static_cast<float>(generator() >> 8) * 0x1p-23F - 1.0F;
  return tensor;
}

/// x and y of one size, kept from one benchmark to the next: pages of a new y would cost more than the norm.
struct Tensors {
  Tensor x, y;
};

Tensors& tensorsOf(const Extents& extents) {
  static std::map<Extents, Tensors> made;
  const auto found = made.find(extents);
  if (found != made.end()) return found->second;
  Tensors tensors{normalTensor(extents), Tensor::allocate(DType::float32, extents)};
  std::memset(tensors.y.edit<float>().data(), 1, tensors.y.byteCount());
  return made[extents] = tensors;
}

/// Copies with as many threads as the processor has.
void copy(Tensors& tensors) {
  const unsigned threads = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t bytes = tensors.x.byteCount();
  auto* to = reinterpret_cast<std::byte*>(tensors.y.edit<float>().data());
  std::vector<std::jthread> workers;
  for (unsigned t = 0; t < threads; ++t) {
    workers.emplace_back([&, t] {
      const std::size_t first = bytes * t / threads;
      std::memcpy(to + first, tensors.x.bytes() + first, bytes * (t + 1) / threads - first);
    });
  }
}

double secondsOf(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void normAgainstCopy(benchmark::State& state, const Case& of, const Extents& nchw) {
  const Extents extents = of.layout == "NCHW" ? nchw : Extents{nchw[0], nchw[2], nchw[3], nchw[1]};
  Tensors& tensors = tensorsOf(extents);
  NormSpec spec = parseNormSpec(of.norm);
  const Shape shape(Layout::parse(of.layout), extents);
  const ReductionPlan formed = plan(shape, spec);
  AffineParameters affine;
  if (const auto parameters = formed.parameterShape())
    affine = {normalTensor(*parameters), normalTensor(*parameters)};
  Moments moments;
  if (!formed.statisticsFromX()) {
    const auto sets = static_cast<std::size_t>(formed.setCount());
    moments = {std::vector<double>(sets, 0.1), std::vector<double>(sets, 0.9)};
  }
  const auto norm = [&] { engine().forward(tensors.x, formed, affine, moments, tensors.y, {}); };
  norm();
  std::vector<double> normTimes;
  std::vector<double> copyTimes;
  for ([[maybe_unused]] auto iteration : state) {
    normTimes.push_back(secondsOf(norm));
    copyTimes.push_back(secondsOf([&] { copy(tensors); }));
    state.SetIterationTime(normTimes.back());
  }
  const auto median = [](std::vector<double> times) {
    std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2),
                     times.end());
    return times[times.size() / 2];
  };
  state.counters["norm_ms"] = median(normTimes) * 1e3;
  state.counters["copy_ms"] = median(copyTimes) * 1e3;
  state.counters["ratio"] = median(normTimes) / median(copyTimes);
}

void registerAll() {
  const std::vector<Case> cases = {{"GN32", "NCHW", "group:groups=32"},
                                   {"LN_CHW", "NCHW", "layer"},
                                   {"IN", "NCHW", "instance"},
                                   {"BN_train", "NCHW", "batch"},
                                   {"BN_eval", "NCHW", "batch:mode=eval"},
                                   {"LN_C", "NCHW", "layer:over=C"},
                                   {"LN_C", "NHWC", "layer:over=C"},
                                   {"GN32", "NHWC", "group:groups=32"},
                                   {"BN_train", "NHWC", "batch"},
                                   {"BN_eval", "NHWC", "batch:mode=eval"}};
  for (const Extents& extents :
       {Extents{8, 32, 28, 28}, Extents{32, 512, 7, 7}, Extents{32, 64, 56, 56}, Extents{32, 256, 56, 56}}) {
    for (const Case& of : cases) {
      const std::string name = of.name + "/" + of.layout + "/" + toText(extents);
      benchmark::RegisterBenchmark(
          name.c_str(), [of, extents](benchmark::State& state) { normAgainstCopy(state, of, extents); })
          ->UseManualTime()
          ->Unit(benchmark::kMillisecond);
    }
  }
}

}  // namespace
}  // namespace normscope

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  normscope::registerAll();
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
