#include <gmock/gmock.h>

#include "core/io/source.h"
#include "core/lab/lab_json.h"
#include "core/lab/lab_words.h"
#include "core/lab/training.h"
#include "core/view/plots/lab_document.h"
#include "tests/core/expect_error.h"

namespace normscope::lab {
namespace lab_experiment_test {

using testing::ElementsAre;
using testing::HasSubstr;

TrainingSettings quick() {
  TrainingSettings settings;
  settings.norms = parseLabNorms("batch,none", "norms");
  settings.batchSizes = {32, 8};
  settings.epochs = 1;
  return settings;
}

TEST(SavedExperiment, OfATrainingReadsBack) {
  const TrainingSettings settings = quick();
  const auto records = train(settings, {}, 1);
  const SavedExperiment saved = readExperiment(toJson(Checkpoint{settings, records}), "lab.svg");
  ASSERT_TRUE(saved.training);
  EXPECT_EQ(saved.training->settings, settings);
  EXPECT_EQ(saved.training->done, records);
}

TEST(SavedExperiment, OfDrawsAndOfATimelineReadsBack) {
  StatisticsSettings draws;
  draws.seeds = 7;
  const SavedExperiment drawn = readExperiment(toJson(draws, "x.npy", Layout::parse("NHWC")), "lab.svg");
  EXPECT_EQ(drawn.statistics, draws);
  EXPECT_EQ(drawn.source, "x.npy");
  EXPECT_EQ(drawn.layout, "NHWC");
  TimelineSettings times = startsAtZero();
  times.frozenFrom = 12;
  const SavedExperiment timed =
      readExperiment(toJson(times, "sample:digits", Layout::parse("NCHW")), "lab.svg");
  EXPECT_EQ(timed.timeline, times);
  EXPECT_EQ(timed.source, "sample:digits");
}

TEST(SavedExperiment, RefusesWhatIsNone) {
  EXPECT_FALSE(isOfLaboratory("[1, 2"));
  EXPECT_FALSE(isOfLaboratory(R"({"normscope": "scene"})"));
  EXPECT_TRUE(isOfLaboratory(R"({"normscope": "laboratory"})"));
  expectError([] { readExperiment(R"({"normscope": "scene"})", "x.json"); }, Fault::failed,
              "x.json: it is no checkpoint of the laboratory; name another file");
  EXPECT_THROW(readExperiment(R"({"normscope": "laboratory", "version": 1})", "x.json"), Error);
  EXPECT_THROW(readExperiment(R"({"normscope": "laboratory", "version": 2, "running": {}})", "x.json"),
               Error);
  StatisticsSettings draws;
  std::string text = toJson(draws, "x.npy", Layout::parse("NCHW"));
  text.replace(text.find("NCHW"), 4, "NNCH");
  EXPECT_THROW(readExperiment(text, "x.json"), Error);
}

TEST(KnownNetworks, AreThoseThatAFreshRunWouldTrain) {
  const TrainingSettings before = quick();
  TrainingSettings now = before;
  now.norms = parseLabNorms("none,layer,batch", "norms");
  now.batchSizes = {8, 4};
  const auto known = knownOf(before, train(before, {}, 1), now);
  EXPECT_EQ(known.size(), 2U);
  const auto fresh = train(now, {}, 1);
  for (const RunRecord& record : known) {
    const auto same =
        std::find_if(fresh.begin(), fresh.end(), [&](const RunRecord& one) { return one.run == record.run; });
    ASSERT_NE(same, fresh.end());
    EXPECT_EQ(same->losses, record.losses);
    EXPECT_EQ(same->errors, record.errors);
  }
  now.epochs = 2;
  EXPECT_TRUE(knownOf(before, train(before, {}, 1), now).empty());
}

TEST(Words, SayWhatWasTrainedAndWhyItIsNotThePapers) {
  TrainingSettings settings;
  settings.norms = parseLabNorms("batch,group:groups=4", "norms");
  settings.batchSizes = {32, 2};
  settings.epochs = 1;
  std::vector<RunRecord> records;
  for (const lab::Run& run : runsOf(settings))
    records.push_back({run, {0.5}, {run.norm == 0 && run.batchSize == 1 ? 0.6 : 0.01}, 0});
  EXPECT_THAT(
      wordsOf(settings, records),
      ElementsAre("From 32 samples a batch to 2, the error goes: of Batch Norm from 1 % to 60 % and of Group "
                  "Norm (G = 4) from 1 % to 1 %.",
                  "Values behind each μ of the last norm: in Batch Norm 32 with 32 samples a batch and 2 "
                  "with 2; 8 in Group Norm (G = 4) in every batch.",
                  HasSubstr("+1 and −1"), HasSubstr("98 values behind each μ for 2 samples")));
  EXPECT_EQ(wordsOf(settings, {}).size(), 3U);
  const std::pair<int, const char*> longer[] = {{4, "2, the error (median of the last 4 epochs) goes: of"},
                                                {6, "2, the error (median of the last 5 epochs) goes: of"}};
  for (const auto& [epochs, expected] : longer) {
    settings.epochs = epochs;
    for (RunRecord& record : records) record.errors.resize(static_cast<std::size_t>(epochs), 0.01);
    EXPECT_THAT(wordsOf(settings, records).front(), HasSubstr(expected));
  }
}

TEST(Words, OfOneBatchSizeSayNoFromAndTo) {
  TrainingSettings trained;
  trained.norms = parseLabNorms("batch,group:groups=4", "norms");
  trained.batchSizes = {2};
  trained.epochs = 1;
  std::vector<RunRecord> runs;
  for (const lab::Run& run : runsOf(trained)) runs.push_back({run, {0.5}, {0.01}, 0});
  EXPECT_THAT(
      wordsOf(trained, runs),
      ElementsAre("With 2 samples a batch, the error is: of Batch Norm 1 % and of Group Norm (G = 4) 1 %.",
                  "Values behind each μ of the last norm with 2 samples a batch: in Batch Norm 2; in "
                  "Group Norm (G = 4) 8.",
                  HasSubstr("+1 and −1"), HasSubstr("98 values behind each μ for 2 samples")));
  StatisticsSettings drawn;
  drawn.norms = parseLabNorms("batch,instance", "norms");
  drawn.batchSizes = {4};
  EXPECT_THAT(wordsOf(drawn, {{0, 0, 0, 0.1, 0, 0}, {1, 0, 0, 0, 0, 0}}),
              ElementsAre("With 4 samples a batch, the mean’s distance from that of all samples is: of Batch "
                          "Norm 0.1 σ.",
                          HasSubstr("Sets of Instance Norm lie within a sample")));
}

TEST(Words, SayWhatWasDrawn) {
  StatisticsSettings settings;
  settings.norms = parseLabNorms("batch,instance", "norms");
  settings.batchSizes = {4, 1};
  const std::vector<BatchErrors> records = {
      {0, 0, 0, 0.1, 0, 0}, {0, 1, 0, 0.2, 0, 0}, {1, 0, 0, 0, 0, 0}, {1, 1, 0, 0, 0, 0}};
  EXPECT_THAT(
      wordsOf(settings, records),
      ElementsAre(
          "From 4 samples a batch to 1, the mean’s distance from that of all samples goes: of Batch Norm "
          "from "
          "0.1 σ to 0.2 σ.",
          HasSubstr("1/√N"),
          "Sets of Instance Norm lie within a sample: their statistics are the same in every batch, so the "
          "distance is 0."));
}

TEST(TimelinePlot, DrawsAStatisticBesideTheBatchesAndThePopulation) {
  const LoadedTensor digits = loadTensor("sample:digits");
  const Shape shape(Layout::parse("NCHW"), digits.tensor.extents());
  TimelineSettings settings;
  settings.batches = 5;
  const Timeline timeline = timelineOf(digits.tensor, shape, settings);
  const PlotDocument plot =
      timelineDocument(settings, timeline, 0, 3, RunningQuantity::variance, "sample:digits");
  EXPECT_EQ(plot.title, "Running variance");
  EXPECT_EQ(plot.note, "sample:digits · momentum 0.1 as in PyTorch · batches of 16");
  const auto& curves = plot.curves()->curves;
  ASSERT_EQ(curves.size(), 4U);
  EXPECT_EQ(curves[0].points.size(), 5U);
  EXPECT_EQ(curves[2].points.size(), 6U);
  EXPECT_EQ(curves[2].points[0].y, 1);
  EXPECT_EQ(curves[3].name, "after 3 batches");
  EXPECT_EQ(curves[3].points[0].y, timeline.running[3].variance[0]);
  EXPECT_THAT(
      csvOf(plot),
      testing::StartsWith("batches,running_mean,running_variance,batch_mean,batch_variance\n0,0,1,,\n1,"));
  const PlotDocument outputs = outputsDocument(outputsOf(digits.tensor, shape, settings, timeline, 3), 3);
  EXPECT_EQ(outputs.note, "batch 3, counted from 0");
  EXPECT_EQ(outputs.histogramOfNorms()->norms[1].norm, "evaluation");
}

TEST(Words, SayWhatTheTwoSwitchesDo) {
  const LoadedTensor digits = loadTensor("sample:digits");
  const Shape shape(Layout::parse("NCHW"), digits.tensor.extents());
  TimelineSettings settings;
  settings.batches = 3;
  const Timeline timeline = timelineOf(digits.tensor, shape, settings);
  const auto last = [&] { return wordsOf(settings, timeline, 0, 2).back(); };
  EXPECT_THAT(last(), HasSubstr("This layer trains"));
  settings.useRunning = true;
  EXPECT_THAT(last(), HasSubstr("frozen in appearance only"));
  settings.frozenFrom = 1;
  EXPECT_THAT(last(), HasSubstr("This layer is frozen"));
  settings.useRunning = false;
  EXPECT_THAT(last(), HasSubstr("stay as they are"));
  EXPECT_EQ(wordsOf(settings, timeline, 0, 0)[0].substr(0, 48),
            "After 0 batches: running mean 0, variance 1; of ");
}

}  // namespace lab_experiment_test
}  // namespace normscope::lab
