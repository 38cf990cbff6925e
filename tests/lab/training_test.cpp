#include "core/lab/training.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <numeric>
#include <set>
#include <thread>

#include "core/lab/digit_data.h"
#include "core/lab/lab_json.h"

namespace normscope::lab {
namespace training_test {

TrainingSettings few() {
  TrainingSettings settings;
  settings.norms = parseLabNorms("batch,group:groups=4,none", "norms");
  settings.batchSizes = {64, 16};
  settings.epochs = 2;
  settings.seeds = 2;
  return settings;
}

/// Without their times.
std::vector<RunRecord> numbersOf(std::vector<RunRecord> records) {
  for (RunRecord& record : records) record.seconds = 0;
  return records;
}

TEST(Training, GivesTheSameNumbersWithAnyNumberOfThreads) {
  const auto one = numbersOf(train(few(), {}, 1));
  EXPECT_EQ(one.size(), 12U);
  EXPECT_EQ(numbersOf(train(few(), {}, 2)), one);
  EXPECT_EQ(numbersOf(train(few(), {}, 5)), one);
}

TEST(Training, OfAnotherSeedIsAnother) {
  const auto records = train(few(), {}, 2);
  EXPECT_NE(records.front().losses, records[6].losses);
  EXPECT_EQ(records[6].run, (lab::Run{0, 0, 1}));
}

TEST(Training, Learns) {
  TrainingSettings settings = few();
  settings.norms = parseLabNorms("batch,layer", "norms");
  settings.batchSizes = {32};
  settings.epochs = 8;
  settings.seeds = 1;
  for (const RunRecord& record : train(settings, {}, 2)) {
    EXPECT_LT(record.losses.back(), 0.2 * record.losses.front());
    EXPECT_LT(record.error(), 0.06);
  }
}

/// What the paper is about: with two samples a batch, each mean of the last stage is of two values.
TEST(Training, WithBatchesOfTwoFailsForBatchNormAlone) {
  TrainingSettings settings;
  settings.norms = parseLabNorms("batch,group:groups=4", "norms");
  settings.batchSizes = {2};
  settings.epochs = 6;
  const auto records = train(settings, {}, 2);
  EXPECT_GT(records[0].error(), 0.2);
  EXPECT_LT(records[1].error(), 0.08);
}

TEST(Training, StopsWhenNobodyWantsIt) {
  std::stop_source source;
  TrainingControl control;
  control.stop = source.get_token();
  control.changed = [&](const RunRecord&) { source.request_stop(); };
  EXPECT_THROW(train(few(), {}, 2, control), Cancelled);
}

TEST(Training, WaitsWhilePausedAndGoesOn) {
  PauseSwitch pause;
  pause.set(true);
  std::atomic<int> epochs = 0;
  TrainingControl control;
  control.pause = &pause;
  control.changed = [&](const RunRecord&) { ++epochs; };
  std::vector<RunRecord> records;
  std::jthread thread([&] { records = train(few(), {}, 2, control); });
  std::this_thread::sleep_for(std::chrono::milliseconds(60));
  EXPECT_EQ(epochs, 0);
  pause.set(false);
  thread.join();
  EXPECT_EQ(epochs, 24);
  EXPECT_EQ(numbersOf(records), numbersOf(train(few(), {}, 1)));
}

TEST(Training, StopsWhilePaused) {
  PauseSwitch pause;
  pause.set(true);
  std::stop_source source;
  bool cancelled = false;
  std::jthread thread([&] {
    try {
      train(few(), {}, 2, {source.get_token(), &pause, {}});
    } catch (const Cancelled&) {
      cancelled = true;
    }
  });
  source.request_stop();
  thread.join();
  EXPECT_TRUE(cancelled);
}

TEST(Training, GoesOnFromACheckpoint) {
  const auto all = train(few(), {}, 2);
  const std::vector<RunRecord> some(all.begin() + 3, all.begin() + 8);
  const Checkpoint read = readCheckpoint(toJson(Checkpoint{few(), some}), "c.json");
  EXPECT_EQ(read.settings, few());
  EXPECT_EQ(read.done, some);
  int epochs = 0;
  TrainingControl control;
  control.changed = [&](const RunRecord& record) {
    ++epochs;
    EXPECT_TRUE(
        std::none_of(some.begin(), some.end(), [&](const RunRecord& one) { return one.run == record.run; }));
  };
  EXPECT_EQ(numbersOf(train(few(), read.done, 2, control)), numbersOf(all));
  EXPECT_EQ(epochs, 2 * 7);
}

TEST(Training, KnowsHowFarItIs) {
  const auto records = train(few(), {}, 2);
  EXPECT_NEAR(fractionDone(few(), records), 1, 1e-12);
  EXPECT_EQ(fractionDone(few(), {}), 0);
}

TEST(DigitData, IsDividedOnceForAllNormsOfASeed) {
  const DigitSplit split = splitOfSeed(3);
  EXPECT_EQ(split.training.size(), 1297U);
  EXPECT_EQ(split.validation.size(), 500U);
  std::set<std::uint32_t> all(split.training.begin(), split.training.end());
  all.insert(split.validation.begin(), split.validation.end());
  EXPECT_EQ(all.size(), 1797U);
  EXPECT_NE(splitOfSeed(4).training, split.training);
}

TEST(DigitData, LeavesOutTheIncompleteBatch) {
  const DigitSplit split = splitOfSeed(0);
  const auto batches = batchesOf(split, BatchOrder::shuffled, 32, RandomBits(1));
  EXPECT_EQ(batches.size(), 40U);  // 1297 / 32
  std::set<std::uint32_t> seen;
  for (const auto& batch : batches) {
    EXPECT_EQ(batch.size(), 32U);
    seen.insert(batch.begin(), batch.end());
  }
  EXPECT_EQ(seen.size(), 1280U);
}

TEST(DigitData, MakesBatchesOfOneClass) {
  const DigitSplit split = splitOfSeed(0);
  const auto batches = batchesOf(split, BatchOrder::oneClass, 8, RandomBits(1));
  std::set<int> firstTen;
  for (std::size_t i = 0; i < batches.size(); ++i) {
    const int label = digitData().labels[batches[i][0]];
    if (i < 20) firstTen.insert(label);
    for (const std::uint32_t picture : batches[i]) EXPECT_EQ(digitData().labels[picture], label);
  }
  EXPECT_GT(firstTen.size(), 3U);  // not one digit after the other
}

TEST(RunRecord, CountsTheMedianOfTheLastFiveEpochs) {
  RunRecord record{{}, {}, {0.9, 0.5, 0.1, 0.3, 0.2, 0.6, 0.4}, 0};
  EXPECT_EQ(record.error(), 0.3);
  record.errors = {0.2, 0.4};
  EXPECT_NEAR(record.error(), 0.3, 1e-15);
}

}  // namespace training_test
}  // namespace normscope::lab
