#include <gtest/gtest.h>

#include <cmath>

#include "core/engine/opencl/opencl_engine.h"
#include "core/engine/opencl/session.h"
#include "tests/engines/engine_support.h"

namespace normscope {
namespace running_statistics_test {

class Running : public testing::TestWithParam<std::string> {
 protected:
  NormalizeResult train(const std::string& norm, const Extents& extents, const std::vector<double>& values,
                        const std::optional<RunningStatistics>& running = {}) const {
    const std::string layout = extents.size() == 2 ? "NC" : "NCL";
    NormalizeRequest request = requestOf(layout, extents, norm, values);
    request.running = running;
    return normalize(request, engineNamed(GetParam()));
  }
};

TEST_P(Running, CumulativeAverageAsInPyTorch) {
  std::optional<RunningStatistics> running;
  const std::vector<std::vector<double>> batches = {{1, 3}, {5, 9}, {0, 4}};
  const std::vector<double> means = {2, 4.5, 11.0 / 3};
  const std::vector<double> variances = {2, 5, 6};
  for (std::size_t i = 0; i < batches.size(); ++i) {
    running = train("batch:momentum=none", {2, 1}, batches[i], running).running;
    EXPECT_NEAR(running->mean[0], means[i], 1e-12);
    EXPECT_NEAR(running->variance[0], variances[i], 1e-12);
    EXPECT_EQ(running->batchesTracked, static_cast<std::int64_t>(i + 1));
  }
}

TEST_P(Running, MomentumWeighsTheNewBatch) {
  const auto after = [&](const std::string& norm) { return *train(norm, {2, 1}, {1, 3}).running; };
  EXPECT_EQ(after("batch:momentum=0"), (RunningStatistics{{0}, {1}, 1}));
  EXPECT_EQ(after("batch:momentum=1"), (RunningStatistics{{2}, {2}, 1}));
  EXPECT_DOUBLE_EQ(after("batch").mean[0], 0.2);
  EXPECT_DOUBLE_EQ(after("batch").variance[0], 1.1);
}

TEST_P(Running, UnbiasedNormalizationStoresTheSameVariance) {
  EXPECT_DOUBLE_EQ(train("batch:variance=unbiased,momentum=1", {2, 1}, {1, 3}).running->variance[0], 2);
}

TEST_P(Running, WorkersAreAveragedAfterUnbiasing) {
  // Worker 0 sees 1, 3 (mean 2, unbiased 2), worker 1 sees 5, 9 (mean 7, unbiased 8).
  const NormalizeResult result = train("batch:workers=2,momentum=1", {4, 1}, {1, 3, 5, 9});
  EXPECT_EQ(*result.running, (RunningStatistics{{4.5}, {5}, 1}));
  EXPECT_EQ(result.statistics.mean, (std::vector<double>{2, 7}));
}

TEST_P(Running, InstanceNormTracksOnlyWhatItIsGiven) {
  EXPECT_EQ(train("instance", {2, 1, 2}, {1, 3, 5, 9}).running, std::nullopt);
  const NormalizeResult result =
      train("instance:momentum=1", {2, 1, 2}, {1, 3, 5, 9}, RunningStatistics::fresh(1));
  EXPECT_EQ(*result.running, (RunningStatistics{{4.5}, {5}, 1}));
}

TEST_P(Running, OneValueAChannelLeavesTheVariance) {
  NormalizeRequest request = requestOf("NC", {1, 2}, "batch:momentum=1", {3, 5});
  request.affine.weight = Tensor::of<double>(DType::float32, {2}, std::vector<double>{2, 2});
  request.affine.bias = Tensor::of<double>(DType::float32, {2}, std::vector<double>{0.5, 0.25});
  const NormalizeResult result = normalize(request, engineNamed(GetParam()));
  EXPECT_EQ(valuesOf(result.y), (std::vector<double>{0.5, 0.25}));
  EXPECT_EQ(*result.running, (RunningStatistics{{3, 5}, {1, 1}, 1}));
  EXPECT_EQ(result.notices,
            (std::vector<std::string>{
                "sets have one element: x minus its mean is 0 and y is exactly the bias",
                "running variance is unchanged: the unbiased variance of one element is undefined"}));
}

TEST_P(Running, PoisonIsReported) {
  const NormalizeResult result = train("batch", {2, 2}, {1, std::nan(""), 3, 4});
  EXPECT_EQ(result.notices,
            (std::vector<std::string>{
                "1 of 2 sets hold NaN or Inf: their statistics and results are not finite",
                "running statistics are not finite: every later evaluation gives NaN in those channels"}));
}

TEST_P(Running, EvaluationReadsThemAndKeepsThem) {
  const RunningStatistics running{{1, -1}, {4, 0.25}, 7};
  const NormalizeResult result = train("batch:mode=eval,eps=0", {2, 2}, {3, 0, 5, -2}, running);
  EXPECT_EQ(valuesOf(result.y), (std::vector<double>{1, 2, 2, -2}));
  EXPECT_EQ(result.running, running);
  EXPECT_EQ(result.statistics.mean, running.mean);
  EXPECT_EQ(result.statistics.variance, running.variance);
  EXPECT_TRUE(result.notices.empty());
  // Running variances are used as they are, whatever estimator training normalizes with.
  EXPECT_EQ(valuesOf(train("batch:mode=eval,eps=0,variance=unbiased", {2, 2}, {3, 0, 5, -2}, running).y),
            (std::vector<double>{1, 2, 2, -2}));
  // Infinitely sharp: 0 variance without eps is the bias, as in training.
  EXPECT_EQ(valuesOf(train("batch:mode=eval,eps=0", {2, 1}, {3, 4}, RunningStatistics{{1}, {0}, 1}).y),
            (std::vector<double>{0, 0}));
}

INSTANTIATE_TEST_SUITE_P(Engines, Running, testing::Values("reference", "opencl"));

/// Channels that are written in many launches: each has its own statistics, which may not be replaced before
/// it has read them.
TEST(KnownStatistics, StayUntilTheyAreRead) {
  const Extents extents = {16, 256, 64, 96};
  const ReductionPlan of =
      plan(Shape(Layout::parse("NCHW"), extents), parseNormSpec("batch:mode=eval,eps=0"));
  Tensor x = Tensor::allocate(DType::float32, extents);
  Tensor y = Tensor::allocate(DType::float32, extents);
  for (float& value : x.edit<float>()) value = 0;
  Moments known = {ResultVector<double>(256), ResultVector<double>(256, 1)};
  for (std::size_t channel = 0; channel < 256; ++channel) known.mean[channel] = -static_cast<double>(channel);
  OpenClEngine engine(testedDevice(), testedLimits({.launchBytes = 4 << 20}));
  for (int repeat = 0; repeat < 3; ++repeat) {
    for (float& value : y.edit<float>()) value = -1;
    engine.forward(x, of, {}, known, y, {});
    const auto values = y.edit<float>();
    std::int64_t wrong = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(x.elementCount()); ++i)
      wrong += values[i] != static_cast<float>(i / (64 * 96) % 256) ? 1 : 0;
    ASSERT_EQ(wrong, 0);
  }
}

}  // namespace running_statistics_test
}  // namespace normscope
