// What must not change a result, or change it in a known way, whatever the right numbers are.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/engines/engine_support.h"

namespace normscope {
namespace metamorphic_test {

constexpr std::int64_t N = 6, C = 8, H = 9, W = 10;

class Metamorphic : public testing::TestWithParam<std::tuple<std::string, std::string, std::string>> {
 protected:
  NormalizeResult run(const std::vector<double>& values, const std::string& more = "") const {
    const auto& [engine, layout, norm] = GetParam();
    const Extents extents = layout == "NCHW" ? Extents{N, C, H, W} : Extents{N, H, W, C};
    const std::string separator = norm.find(':') == std::string::npos ? ":" : ",";
    return normalize(requestOf(layout, extents, norm + (more.empty() ? "" : separator + more), values),
                     engineNamed(engine));
  }
  /// Multiples of 2^-10, so that shifts and scales below are exact.
  static std::vector<double> values() {
    std::vector<double> x = normalValues(N * C * H * W, 0, 11);
    for (double& value : x) value = std::round(value * 1024) / 1024;
    return x;
  }
  bool centers() const { return std::get<2>(GetParam()).find("rms") == std::string::npos; }
  std::size_t positionOf(std::int64_t n, std::int64_t c, std::int64_t s) const {
    const bool channelsFirst = std::get<1>(GetParam()) == "NCHW";
    return static_cast<std::size_t>(channelsFirst ? (n * C + c) * H * W + s : (n * H * W + s) * C + c);
  }
  /// The values with the element of (n, c) taken from `from(n, c)`.
  template <typename From>
  std::vector<double> permuted(const std::vector<double>& x, From&& from) const {
    std::vector<double> result(x.size());
    for (std::int64_t n = 0; n < N; ++n)
      for (std::int64_t c = 0; c < C; ++c)
        for (std::int64_t s = 0; s < H * W; ++s) {
          const auto [fromN, fromC] = from(n, c);
          result[positionOf(n, c, s)] = x[positionOf(fromN, fromC, s)];
        }
    return result;
  }
};

TEST_P(Metamorphic, AShiftChangesOnlyTheMean) {
  if (!centers()) return;
  const std::vector<double> x = values();
  std::vector<double> shifted = x;
  for (double& value : shifted) value += 512;
  const NormalizeResult before = run(x);
  const NormalizeResult after = run(shifted);
  EXPECT_LE(relativeError(valuesOf(after.y), valuesOf(before.y)), 4e-7);
  for (std::size_t i = 0; i < before.statistics.mean.size(); ++i)
    EXPECT_NEAR(after.statistics.mean[i], before.statistics.mean[i] + 512, 1e-6);
  EXPECT_LE(relativeError(after.statistics.variance, before.statistics.variance), 4e-7);
}

TEST_P(Metamorphic, APowerOfTwoChangesNothingWithoutEps) {
  const std::vector<double> x = values();
  for (const double factor : {0x1p-20, 0x1p30}) {
    std::vector<double> scaled = x;
    for (double& value : scaled) value *= factor;
    EXPECT_EQ(valuesOf(run(scaled, "eps=0").y), valuesOf(run(x, "eps=0").y)) << factor;
  }
}

TEST_P(Metamorphic, TheOrderOfTheBatchDoesNotMatter) {
  const auto reversed = [](std::int64_t n, std::int64_t c) { return std::pair(N - 1 - n, c); };
  const std::vector<double> x = values();
  EXPECT_LE(relativeError(valuesOf(run(permuted(x, reversed)).y), permuted(valuesOf(run(x).y), reversed)),
            4e-7);
}

TEST_P(Metamorphic, TheOrderOfChannelsInAGroupDoesNotMatter) {
  // 4 channels a group, the smallest group of channels that any of these norms takes together.
  const auto swapped = [](std::int64_t n, std::int64_t c) { return std::pair(n, c / 4 * 4 + 3 - c % 4); };
  const std::vector<double> x = values();
  EXPECT_LE(relativeError(valuesOf(run(permuted(x, swapped)).y), permuted(valuesOf(run(x).y), swapped)),
            4e-7);
}

TEST_P(Metamorphic, NormalizingTwiceIsNormalizingOnce) {
  const NormalizeResult once = run(values(), "eps=0");
  EXPECT_LE(relativeError(valuesOf(run(valuesOf(once.y), "eps=0").y), valuesOf(once.y)), 6e-7);
}

INSTANTIATE_TEST_SUITE_P(All, Metamorphic,
                         testing::Combine(testing::Values("reference", "opencl"),
                                          testing::Values("NCHW", "NHWC"),
                                          testing::Values("batch", "layer", "instance", "group:groups=2",
                                                          "rms", "layer:over=C", "custom:over=N+W")));

}  // namespace metamorphic_test
}  // namespace normscope
