#include "core/analysis/comparison.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/core/expect_error.h"

namespace normscope {
namespace comparison_test {

constexpr double inf = std::numeric_limits<double>::infinity();
const double nan = std::numeric_limits<double>::quiet_NaN();

Tensor tensor(const std::vector<double>& values, DType dtype = DType::float32) {
  return Tensor::of(dtype, {static_cast<std::int64_t>(values.size())}, std::span<const double>(values));
}

Distance between(const std::vector<double>& a, const std::vector<double>& b, DType dtype = DType::float32) {
  return distanceOf(tensor(a, dtype), tensor(b, dtype));
}

TEST(Comparison, MeasuresTheDifference) {
  const Distance distance = between({1, 2, 3, 4}, {1, 5, 3, 0});
  EXPECT_DOUBLE_EQ(distance.l2, 5);
  EXPECT_DOUBLE_EQ(distance.maxAbs, 4);
  EXPECT_DOUBLE_EQ(distance.meanAbs, 1.75);
  EXPECT_DOUBLE_EQ(distance.maxValue, 5);
  EXPECT_EQ(distance.at, 3);
}

TEST(Comparison, EqualTensorsHaveNoPlaceOfTheLargestDifference) {
  const Distance distance = between({1, 0.0, 3}, {1, -0.0, 3});
  EXPECT_EQ(distance.maxAbs, 0);
  EXPECT_EQ(distance.maxUlp, 0U);
  EXPECT_EQ(distance.at, std::nullopt);
}

TEST(Comparison, CountsStepsBetweenNumbersOfTheDtype) {
  EXPECT_EQ(between({1}, {1 + 3 * std::ldexp(1, -23)}).maxUlp, 3U);
  EXPECT_EQ(between({-1}, {-1 - 3 * std::ldexp(1, -23)}).maxUlp, 3U);
  EXPECT_EQ(between({1}, {1 + std::ldexp(1, -52)}, DType::float64).maxUlp, 1U);
  EXPECT_EQ(between({2}, {2 - std::ldexp(1, -10)}, DType::float16).maxUlp, 1U);
  EXPECT_EQ(between({1}, {1 + std::ldexp(1, -7)}, DType::bfloat16).maxUlp, 1U);
  const double tiny = std::ldexp(1, -149);
  EXPECT_EQ(between({-tiny}, {2 * tiny}).maxUlp, 3U);
  EXPECT_EQ(
      between({-std::numeric_limits<double>::max()}, {std::numeric_limits<double>::max()}, DType::float64)
          .maxUlp,
      0xFFDFFFFFFFFFFFFEU);
  EXPECT_EQ(between({-128}, {127}, DType::int8).maxUlp, 255U);
  EXPECT_EQ(between({7}, {3}, DType::uint64).maxUlp, 4U);
}

TEST(Comparison, TheSameNotFiniteValueIsNoDifference) {
  const Distance distance = between({nan, inf, -inf, 1}, {nan, inf, -inf, 2});
  EXPECT_TRUE(distance.finite());
  EXPECT_DOUBLE_EQ(distance.l2, 1);
  EXPECT_EQ(distance.at, 3);
}

TEST(Comparison, ValuesThatAreNotFiniteOnOneSideOnlyAreCounted) {
  const Distance distance = between({1, 9, nan, inf, 1, inf}, {2, 0, nan, -inf, nan, inf});
  EXPECT_EQ(distance.apart, 2);
  EXPECT_EQ(distance.at, 3);
  EXPECT_EQ(distance.maxAbs, inf);
  EXPECT_EQ(distance.l2, inf);
  EXPECT_EQ(distance.meanAbs, inf);
  EXPECT_DOUBLE_EQ(distance.maxValue, 9);
}

TEST(Comparison, SquaresOfLargeDifferencesDoNotOverflow) {
  EXPECT_DOUBLE_EQ(between({3e200}, {0}, DType::float64).l2, 3e200);
}

TEST(Comparison, EmptyTensorsDoNotDiffer) {
  const Distance distance = between({}, {});
  EXPECT_EQ(distance.meanAbs, 0);
  EXPECT_EQ(distance.at, std::nullopt);
}

TEST(Comparison, GoesOnFromChunkToChunk) {
  std::vector<double> a(200001, 0.0);
  std::vector<double> b(200001, 0.0);
  b.back() = 2;
  EXPECT_EQ(between(a, b).at, 200000);
  EXPECT_DOUBLE_EQ(between(a, b).l2, 2);
  EXPECT_EQ(differenceOf(tensor(a), tensor(b)).at(200000), 2);
}

TEST(Comparison, StopsWhenNobodyWantsItAnyMore) {
  std::stop_source source;
  source.request_stop();
  EXPECT_THROW(distanceOf(tensor({1}), tensor({2}), {source.get_token(), {}}), Cancelled);
}

TEST(Comparison, TheDifferenceIsBMinusAInTheirDtype) {
  const Tensor difference =
      differenceOf(tensor({1, 2, nan}, DType::float16), tensor({3, 1, 1}, DType::float16));
  EXPECT_EQ(difference.dtype(), DType::float16);
  EXPECT_EQ(difference.at(0), 2);
  EXPECT_EQ(difference.at(1), -1);
  EXPECT_TRUE(std::isnan(difference.at(2)));
  EXPECT_EQ(differenceOf(tensor({1}, DType::int8), tensor({3}, DType::int8)).dtype(), DType::float32);
}

TEST(Comparison, TensorsThatAreUnlikeAreRefused) {
  expectError(
      [] {
        between({1, 2}, {1});
      },
      Fault::nonsense, "two tensors: their shapes [2] and [1] differ; give two of one shape");
  expectError([] { distanceOf(tensor({1}), tensor({1}, DType::float16)); }, Fault::nonsense,
              "two tensors: one is float32 and the other float16; give two of one dtype");
}

}  // namespace comparison_test
}  // namespace normscope
