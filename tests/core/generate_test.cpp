#include "core/io/generate.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/io/normal_quantile.h"
#include "tests/core/expect_error.h"
#include "tests/core/hash.h"

namespace normscope {
namespace generate_test {

using testing::ElementsAre;

std::vector<float> valuesOf(const char* text) {
  const Tensor tensor = generate(parseGenerated(text));
  EXPECT_EQ(tensor.dtype(), DType::float32);
  return {tensor.values<float>().begin(), tensor.values<float>().end()};
}

// The numbers of the next two tests come from an implementation of the header's formulas in Python.
TEST(Generate, GivesTheDocumentedNumbers) {
  EXPECT_THAT(valuesOf("normal:2,3:seed=7"),
              ElementsAre(0.5873277F, 0.38452235F, 0.12408074F, 0.26432383F, -0.39056742F, -0.90669054F));
  EXPECT_THAT(valuesOf("uniform:4:seed=1,low=-1,high=1"),
              ElementsAre(-0.26362097F, 0.8871285F, -0.909486F, 0.5548738F));
  EXPECT_THAT(valuesOf("ramp:2,2:start=1,step=0.5"), ElementsAre(1.0F, 1.5F, 2.0F, 2.5F));
  EXPECT_THAT(valuesOf("constant:2:value=4"), ElementsAre(4.0F, 4.0F));
}

TEST(NormalQuantile, IsAccurateFromTailToTail) {
  const std::vector<std::pair<double, double>> known = {{0x1p-53, -8.2095361516013856},
                                                        {1e-10, -6.3613409024040557},
                                                        {1e-5, -4.2648907939228256},
                                                        {0.01, -2.3263478740408408},
                                                        {0.07, -1.4757910281791702},
                                                        {0.3, -0.52440051270804067},
                                                        {0.5, 0},
                                                        {0.6, 0.25334710313579978},
                                                        {0.99999, 4.2648907939238399}};
  for (const auto& [p, x] : known) EXPECT_NEAR(normalQuantile(p), x, 1e-15 * std::abs(x)) << p;
  // The other way round, by the error function: between the known points and across the seams at 0.075,
  // 0.925.
  for (int i = 1; i < 10000; ++i) {
    const double p = i * 1e-4;
    ASSERT_NEAR(0.5 * std::erfc(-normalQuantile(p) / std::sqrt(2.0)), p, 1e-15);
  }
}

TEST(PortableLog, AgreesWithTheLogarithm) {
  for (int i = 1; i < 20000; ++i) {
    const double x = i * 1e-4;
    ASSERT_NEAR(portableLog(x), std::log(x), 1e-15 * std::max(std::abs(std::log(x)), 1e-3)) << x;
  }
  EXPECT_NEAR(portableLog(0x1p-53), -53 * std::log(2.0), 1e-14);
}

TEST(Generate, NormalsFollowTheNormalDistribution) {
  std::vector<float> values = valuesOf("normal:1000000:seed=11,mean=3,std=2");
  const double n = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  double squares = 0;
  for (const float value : values) squares += (value - mean) * (value - mean);
  // Five standard errors: 2/sqrt(n) of the mean, 2/sqrt(2n) of the standard deviation.
  EXPECT_NEAR(mean, 3, 5 * 2e-3);
  EXPECT_NEAR(std::sqrt(squares / n), 2, 5 * 1.5e-3);
  std::sort(values.begin(), values.end());
  double distance = 0;  // Kolmogorov-Smirnov
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double p = 0.5 * std::erfc(-(values[i] - 3) / (2 * std::sqrt(2.0)));
    distance = std::max(distance, std::abs(p - (static_cast<double>(i) + 0.5) / n));
  }
  EXPECT_LT(distance, 1.95 / std::sqrt(n));  // exceeded once in 1000 tries
}

TEST(Generate, UniformsFillTheirInterval) {
  const std::vector<float> values = valuesOf("uniform:100000:low=-2,high=6");
  EXPECT_NEAR(std::accumulate(values.begin(), values.end(), 0.0) / 1e5, 2, 5 * 8 / std::sqrt(12e5));
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  EXPECT_GE(*low, -2);
  EXPECT_LT(*low, -1.99);
  EXPECT_LE(*high, 6);
  EXPECT_GT(*high, 5.99);
}

TEST(Generate, NeighboursAndSeedsAreIndependent) {
  const std::vector<float> a = valuesOf("normal:100000:seed=0");
  const std::vector<float> b = valuesOf("normal:100000:seed=1");
  double neighbours = 0;
  double seeds = 0;
  for (std::size_t i = 0; i + 1 < a.size(); ++i) {
    neighbours += static_cast<double>(a[i]) * static_cast<double>(a[i + 1]);
    seeds += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  }
  EXPECT_NEAR(neighbours / 1e5, 0, 5 / std::sqrt(1e5));
  EXPECT_NEAR(seeds / 1e5, 0, 5 / std::sqrt(1e5));
}

TEST(Generate, AnElementDependsOnItsPositionAlone) {
  const std::vector<float> large = valuesOf("normal:100,7");
  const std::vector<float> small = valuesOf("normal:3,2");
  EXPECT_TRUE(std::equal(small.begin(), small.end(), large.begin()));
}

TEST(Generate, GivesTheSameBytesEverywhere) {
  EXPECT_EQ(hashOf(generate(parseGenerated("normal:20,6,10,10:seed=1"))), 0xe64cb91028d17a1bu);
}

TEST(Generate, MakesScalarsAndEmptyTensors) {
  GeneratedTensor scalar;
  EXPECT_EQ(generate(scalar).elementCount(), 1);
  EXPECT_EQ(generate(parseGenerated("normal:0,3")).extents(), (Extents{0, 3}));
}

}  // namespace generate_test
}  // namespace normscope
