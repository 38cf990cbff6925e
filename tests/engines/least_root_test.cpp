// What eps is where it is the least value of the root, and where the root is that of a sum: by numbers, on
// every engine, forward and backward.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/engines/engine_support.h"

namespace normscope {
namespace least_root_test {

class LeastRoot : public testing::TestWithParam<std::string> {
 protected:
  NormalizeResult run(const std::string& norm, const std::vector<double>& x,
                      const std::vector<double>& gradOutput) const {
    const auto n = static_cast<std::int64_t>(x.size());
    NormalizeRequest request = requestOf("NC", {1, n}, norm, x);
    addGradOutput(request, gradOutput);
    return normalize(request, engineNamed(GetParam()));
  }

  void expectBoth(const std::string& norm, const std::vector<double>& x, const std::vector<double>& y,
                  const std::vector<double>& gradOutput, const std::vector<double>& gradInput) const {
    const NormalizeResult result = run(norm, x, gradOutput);
    EXPECT_LE(relativeError(valuesOf(result.y), y), 5e-7) << norm;
    EXPECT_LE(relativeError(valuesOf(result.gradients->input), gradInput), 5e-7) << norm;
  }
};

TEST_P(LeastRoot, BelowEpsTheDenominatorIsConstant) {
  expectBoth("layer:affine=none,eps_at=max,eps=2", {0, 2}, {-0.5, 0.5}, {1, 3}, {-0.5, 0.5});
  expectBoth("rms:affine=none,eps_at=max,eps=10", {3, 4}, {0.3, 0.4}, {1, 0}, {0.1, 0});
  expectBoth("l2:eps=10", {3, 4}, {0.3, 0.4}, {1, 0}, {0.1, 0});
}

TEST_P(LeastRoot, FromEpsOnItIsTheRoot) {
  expectBoth("l2", {3, 4}, {0.6, 0.8}, {1, 0}, {0.128, -0.096});
  expectBoth("l2:eps=4.9", {3, 4}, {0.6, 0.8}, {1, 0}, {0.128, -0.096});
  const double root = std::sqrt(12.5);
  expectBoth("rms:affine=none,eps_at=max,eps=3.5", {3, 4}, {3 / root, 4 / root}, {1, 0},
             {0.64 / root, -0.48 / root});
}

/// x / sqrt(x·x + eps) and x / (sqrt(x·x) + eps), and their derivatives by the first element.
TEST_P(LeastRoot, OfASumEpsMeetsTheSumOrItsRoot) {
  expectBoth("l2:eps=144,eps_at=inside", {3, 4}, {3 / 13.0, 4 / 13.0}, {1, 0},
             {1 / 13.0 - 9 / 2197.0, -12 / 2197.0});
  expectBoth("l2:eps=5,eps_at=outside", {3, 4}, {0.3, 0.4}, {1, 0}, {0.1 - 9 / 500.0, -12 / 500.0});
}

TEST_P(LeastRoot, ASumOfZerosGivesZeros) {
  for (const std::string norm : {"l2", "l2:eps=0", "l2:eps=0,eps_at=inside"}) {
    const NormalizeResult result = run(norm, {0, 0, 0}, {1, 2, 3});
    EXPECT_EQ(valuesOf(result.y), (std::vector<double>{0, 0, 0})) << norm;
  }
  EXPECT_EQ(run("l2", {0, 0}, {1, 2}).statistics.variance, std::vector<double>{0});
}

TEST_P(LeastRoot, StatisticsOfASumAreTheMeanSquare) {
  const NormalizeResult result = run("l2", {3, 4}, {1, 0});
  EXPECT_EQ(result.statistics.mean, std::vector<double>{0});
  EXPECT_NEAR(result.statistics.variance[0], 12.5, 1e-5);
}

TEST_P(LeastRoot, NoNumberPoisonsItsSetOnly) {
  const double nan = std::nan("");
  NormalizeRequest request = requestOf("NC", {2, 2}, "l2", std::vector<double>{nan, 1, 3, 4});
  const NormalizeResult result = normalize(request, engineNamed(GetParam()));
  EXPECT_TRUE(std::isnan(result.y.at(0)) && std::isnan(result.y.at(1)));
  EXPECT_NEAR(result.y.at(2), 0.6, 1e-6);
  EXPECT_NEAR(result.y.at(3), 0.8, 1e-6);
}

/// The root of a sum is a number where the sum is none.
TEST_P(LeastRoot, SumsDoNotOverflow) {
  std::vector<double> x(10000, 1e153);
  NormalizeRequest request = requestOf("NC", {1, 10000}, "l2", x, DType::float64);
  EXPECT_NEAR(normalize(request, engineNamed(GetParam())).y.at(7), 0.01, 1e-14);
  request = requestOf("NC", {1, 10000}, "l2", std::vector<double>(10000, 1e19), DType::float32);
  EXPECT_NEAR(normalize(request, engineNamed(GetParam())).y.at(7), 0.01, 1e-8);
}

INSTANTIATE_TEST_SUITE_P(Engines, LeastRoot, testing::Values("reference", "opencl"));

}  // namespace least_root_test
}  // namespace normscope
