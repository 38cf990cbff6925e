// The six kinds of norm on NCHW, written out as loops over n, c, h, w with nothing of the plan, for both
// engines.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "tests/engines/engine_support.h"

namespace normscope {
namespace definition_test {

constexpr std::int64_t N = 4, C = 6, H = 5, W = 7;

std::size_t at(std::int64_t n, std::int64_t c, std::int64_t h, std::int64_t w) {
  return static_cast<std::size_t>(((n * C + c) * H + h) * W + w);
}

using Visit = std::function<void(std::int64_t, std::int64_t, std::int64_t, std::int64_t)>;

void forAll(const Visit& visit) {
  for (std::int64_t n = 0; n < N; ++n)
    for (std::int64_t c = 0; c < C; ++c)
      for (std::int64_t h = 0; h < H; ++h)
        for (std::int64_t w = 0; w < W; ++w) visit(n, c, h, w);
}

struct Definition {
  std::string norm;
  std::int64_t sets;
  std::function<std::int64_t(std::int64_t, std::int64_t, std::int64_t, std::int64_t)> set;
  bool center = true;
  std::int64_t parameters = 0;
  std::function<std::int64_t(std::int64_t, std::int64_t, std::int64_t, std::int64_t)> parameter = {};
};

std::vector<Definition> definitions() {
  const auto channel = [](auto, auto c, auto, auto) { return c; };
  return {
      {"batch", C, channel, true, C, channel},
      {"layer", N, [](auto n, auto, auto, auto) { return n; }, true, C * H * W,
       [](auto, auto c, auto h, auto w) { return (c * H + h) * W + w; }},
      {"instance", N * C, [](auto n, auto c, auto, auto) { return n * C + c; }},
      // Groups are neighbouring channels: with 3 groups of 6 channels 0 and 1 are the first.
      {"group:groups=3", N * 3, [](auto n, auto c, auto, auto) { return n * 3 + c / 2; }, true, C, channel},
      // Interleaved, with 2 groups of 6 channels 0, 2 and 4 are the first.
      {"group:groups=2,interleaved=true", N * 2, [](auto n, auto c, auto, auto) { return n * 2 + c % 2; },
       true, C, channel},
      {"instance:affine=N+C", N * C, [](auto n, auto c, auto, auto) { return n * C + c; }, true, N * C,
       [](auto n, auto c, auto, auto) { return n * C + c; }},
      {"rms", N * H * W, [](auto n, auto, auto h, auto w) { return (n * H + h) * W + w; }, false, C, channel},
      {"custom:over=N+W", C * H, [](auto, auto c, auto h, auto) { return c * H + h; }},
  };
}

class ByDefinition : public testing::TestWithParam<std::string> {};

TEST_P(ByDefinition, EveryKindOfNorm) {
  for (const Definition& definition : definitions()) {
    NormalizeRequest request = requestOf("NCHW", {N, C, H, W}, definition.norm, DType::float32, 0.3);
    addParameters(request);
    const std::vector<double> x = valuesOf(request.x);
    const auto sets = static_cast<std::size_t>(definition.sets);
    std::vector<double> mean(sets, 0), variance(sets, 0), y(x.size());
    const double perSet = static_cast<double>(N * C * H * W) / static_cast<double>(definition.sets);
    const auto setOf = [&](auto n, auto c, auto h, auto w) {
      return static_cast<std::size_t>(definition.set(n, c, h, w));
    };
    forAll([&](auto n, auto c, auto h, auto w) {
      if (definition.center) mean[setOf(n, c, h, w)] += x[at(n, c, h, w)] / perSet;
    });
    forAll([&](auto n, auto c, auto h, auto w) {
      const std::size_t set = setOf(n, c, h, w);
      variance[set] += std::pow(x[at(n, c, h, w)] - mean[set], 2) / perSet;
    });
    forAll([&](auto n, auto c, auto h, auto w) {
      const std::size_t set = setOf(n, c, h, w);
      double value = (x[at(n, c, h, w)] - mean[set]) / std::sqrt(variance[set] + 1e-5);
      if (definition.parameter) {
        const std::int64_t parameter = definition.parameter(n, c, h, w);
        value = value * request.affine.weight->at(parameter) + request.affine.bias->at(parameter);
      }
      y[at(n, c, h, w)] = value;
    });
    const NormalizeResult result = normalize(request, engineNamed(GetParam()));
    EXPECT_EQ(result.plan.parameterCount(), definition.parameters) << definition.norm;
    EXPECT_LE(relativeError(valuesOf(result.y), y), 5e-7) << definition.norm;
    EXPECT_LE(relativeError(result.statistics.mean, mean), 5e-7) << definition.norm;
    EXPECT_LE(relativeError(result.statistics.variance, variance), 5e-7) << definition.norm;
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, ByDefinition, testing::Values("reference", "opencl"));

}  // namespace definition_test
}  // namespace normscope
