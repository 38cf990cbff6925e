// How long norms take beside a copy of the same bytes, the floor of what reads x once and writes y once:
//     build/engine_bench --benchmark_filter=GN32
// `ratio` of a norm is its time over that of the fastest copy on the same tensor, measured in turn in the
// same run.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <functional>

#include "tests/bench/engine_case.h"

namespace normscope {
namespace {

double secondsOf(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> times) {
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::nth_element(times.begin(), middle, times.end());
  return *middle;
}

void normAgainstCopy(benchmark::State& state, const EngineCase& of) {
  PreparedCase prepared(of);
  Copies copies(prepared.x(), prepared.y());
  prepared.forward();
  std::vector<double> norms;
  std::vector<std::vector<double>> copied(Copies::names().size());
  for ([[maybe_unused]] auto iteration : state) {
    norms.push_back(secondsOf([&] { prepared.forward(); }));
    for (std::size_t way = 0; way < copied.size(); ++way)
      copied[way].push_back(secondsOf([&] { copies.run(way); }));
    state.SetIterationTime(norms.back());
  }
  std::vector<double> medians;
  for (const auto& times : copied) medians.push_back(median(times));
  const auto fastest = std::min_element(medians.begin(), medians.end());
  state.SetLabel("copy: " + Copies::names()[static_cast<std::size_t>(fastest - medians.begin())]);
  state.counters["norm_ms"] = median(norms) * 1e3;
  state.counters["copy_ms"] = *fastest * 1e3;
  state.counters["ratio"] = median(norms) / *fastest;
}

void registerAll() {
  for (const Extents& extents : {Extents{8, 32, 28, 28}, Extents{32, 512, 7, 7}, Extents{32, 64, 56, 56},
                                 Extents{32, 256, 56, 56}, Extents{2, 256, 200, 272}}) {
    for (const EngineCase& of : engineCases(extents)) {
      const std::string name = of.name + "/" + of.layout + "/" + toText(extents);
      benchmark::RegisterBenchmark(name.c_str(), normAgainstCopy, of)
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
