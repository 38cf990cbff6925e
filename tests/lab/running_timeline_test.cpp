#include "core/lab/running_timeline.h"

#include <cmath>

#include "core/io/digits.h"
#include "core/io/generate.h"
#include "tests/core/expect_error.h"

namespace normscope::lab {
namespace running_timeline_test {

/// Batches of two values of one channel.
Timeline ofBatches(const std::vector<std::pair<double, double>>& batches) {
  Timeline timeline;
  timeline.plan = std::make_shared<const ReductionPlan>(plan(Shape(Layout::parse("NC"), {2, 1}), NormSpec{}));
  for (const auto& [a, b] : batches) timeline.batches.push_back({{(a + b) / 2}, {(a - b) * (a - b) / 4}});
  return timeline;
}

void expectAt(const RunningStatistics& running, double mean, double variance) {
  EXPECT_NEAR(running.mean[0], mean, 1e-12);
  EXPECT_NEAR(running.variance[0], variance, 1e-12);
}

/// What PyTorch's test-suite expects of BatchNorm.
TEST(RunningTimeline, IsPyTorchs) {
  const Timeline one = ofBatches({{1, 3}});
  TimelineSettings settings;
  for (const auto& [momentum, mean, variance] :
       {std::tuple{0.0, 0.0, 1.0}, std::tuple{0.1, 0.2, 1.1}, std::tuple{1.0, 2.0, 2.0}}) {
    settings.momentum = momentum;
    const auto running = replay(settings, one);
    ASSERT_EQ(running.size(), 2U);
    expectAt(running[0], 0, 1);
    expectAt(running[1], mean, variance);
  }
}

TEST(RunningTimeline, IsTheAverageOfAllBatches) {
  const auto running = replay(presetOf(Convention::cumulative), ofBatches({{1, 3}, {5, 9}, {0, 4}}));
  expectAt(running[1], 2, 2);
  expectAt(running[2], 4.5, 5);
  expectAt(running[3], 11.0 / 3, 6);
}

/// Momentum weights the old value, and the variance is the biased one.
TEST(RunningTimeline, IsKeras) {
  TimelineSettings settings = presetOf(Convention::keras);
  EXPECT_EQ(settings.momentum, 0.99);
  settings.momentum = 0.9;
  const auto running = replay(settings, ofBatches({{1, 3}, {5, 9}}));
  expectAt(running[1], 0.2, 0.9 + 0.1);
  expectAt(running[2], 0.9 * 0.2 + 0.1 * 7, 0.9 * 1.0 + 0.1 * 4);
}

TEST(RunningTimeline, ShrinksWhereItStartsAtZero) {
  const auto running = replay(startsAtZero(), ofBatches({{1, 3}}));
  expectAt(running[0], 0, 0);
  expectAt(running[1], 2 * (1 - 1e-4), 2 * (1 - 1e-4));
}

TEST(RunningTimeline, StaysWhileItIsFrozen) {
  TimelineSettings settings;
  settings.frozenFrom = 1;
  const auto running = replay(settings, ofBatches({{1, 3}, {5, 9}, {0, 4}}));
  expectAt(running[1], 0.2, 1.1);
  EXPECT_EQ(running[2], running[1]);
  EXPECT_EQ(running[3], running[1]);
}

TEST(RunningTimeline, MeetsEverySampleOnceARound) {
  const Tensor x = generate(parseGenerated("normal:20,3,4:seed=2"));
  const Shape shape(Layout::parse("NCL"), x.extents());
  TimelineSettings settings = presetOf(Convention::cumulative);
  settings.batchSize = 5;
  settings.batches = 8;
  const Timeline timeline = timelineOf(x, shape, settings);
  ASSERT_EQ(timeline.running.size(), 9U);
  for (const std::size_t rounds : {4U, 8U}) {
    for (std::size_t c = 0; c < 3; ++c)
      EXPECT_NEAR(timeline.running[rounds].mean[c], timeline.population.mean[c], 1e-12);
  }
  EXPECT_NE(timeline.batches[0].mean, timeline.batches[4].mean);  // shuffled anew
}

TEST(RunningTimeline, GivesTrainingAndEvaluationOfABatch) {
  const Tensor x = digitPictures();
  const Shape shape(Layout::parse("NCHW"), x.extents());
  TimelineSettings settings;
  settings.batches = 60;
  const Timeline timeline = timelineOf(x, shape, settings);
  const auto distance = [&](int batch) {
    const BothOutputs outputs = outputsOf(x, shape, settings, timeline, batch);
    double mean = 0;
    double square = 0;
    double largest = 0;
    for (std::size_t i = 0; i < outputs.training.size(); ++i) {
      mean += outputs.training[i] / static_cast<double>(outputs.training.size());
      square += outputs.training[i] * outputs.training[i] / static_cast<double>(outputs.training.size());
      largest = std::max(largest, std::abs(outputs.training[i] - outputs.evaluation[i]));
    }
    EXPECT_NEAR(mean, 0, 1e-12);
    EXPECT_NEAR(square, 1, 1e-5);
    return largest;
  };
  EXPECT_GT(distance(0), 3);  // a new layer's running statistics are those of no data
  EXPECT_LT(distance(59), 0.5);
}

TEST(RunningTimeline, IsRefusedInWords) {
  const Tensor x = digitPictures();
  const Shape shape(Layout::parse("NCHW"), x.extents());
  const auto refused = [&](auto&& spoil, const std::string& line) {
    TimelineSettings settings;
    spoil(settings);
    expectError([&] { timelineOf(x, shape, settings); }, Fault::nonsense, line);
  };
  refused([](auto& s) { s.momentum = 1.5; }, "momentum: it is not from 0 to 1; give a number such as 0.1");
  refused([](auto& s) { s.startVariance = -1; },
          "start: it is no mean and variance; give a number, and one of 0 or more");
  refused([](auto& s) { s.batches = 0; },
          "batches: their number is not from 1 to 10000; give a number such as 200");
  refused([](auto& s) { s.batchSize = 1798; },
          "batch size 1798: the tensor has only 1797 samples; give up to 1797");
  expectError(
      [&] { timelineOf(x, Shape(Layout::parse("NTHW"), x.extents()), {}); }, Fault::nonsense,
      "norm 'batch' on NTHW [16, 1, 8, 8]: Batch Norm needs a channel axis and the layout has none; name one "
      "axis C or F with --layout");
}

}  // namespace running_timeline_test
}  // namespace normscope::lab
