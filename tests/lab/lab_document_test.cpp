#include "core/view/plots/lab_document.h"

#include <gmock/gmock.h>

#include "core/io/digits.h"
#include "core/view/plots/plot_readout.h"
#include "core/view/plots/plot_view.h"

namespace normscope {
namespace lab_document_test {

using lab::RunRecord;
using testing::ElementsAre;
using testing::StartsWith;

lab::TrainingSettings settings() {
  lab::TrainingSettings settings;
  settings.norms = lab::parseLabNorms("batch,group:groups=4,none", "norms");
  settings.batchSizes = {32, 2};
  settings.epochs = 2;
  settings.seeds = 2;
  return settings;
}

/// Seeds 0 and 1 of batch, seed 0 of group, and none that has one epoch of two.
std::vector<RunRecord> records() {
  return {{{0, 0, 0}, {2, 1}, {0.5, 0.01}, 1},
          {{0, 0, 1}, {2, 1.5}, {0.5, 0.03}, 1},
          {{0, 1, 0}, {2, 2}, {0.9, 0.5}, 1},
          {{1, 0, 0}, {2, 1}, {0.0, 0.0}, 1},
          {{2, 0, 0}, {2}, {0.4}, 1}};
}

TEST(TrainingErrorDocument, HasMeansAndRangesOfWhatIsDone) {
  const PlotDocument document = trainingErrorDocument(settings(), records(), false);
  ASSERT_FALSE(document.isEmpty());
  const CurvesPlot& plot = *document.curves();
  ASSERT_EQ(plot.curves.size(), 3U);
  ASSERT_EQ(plot.curves[0].points.size(), 2U);
  EXPECT_NEAR(plot.curves[0].points[0].y, (25.5 + 26.5) / 2, 1e-12);  // medians of two epochs
  EXPECT_NEAR(plot.curves[0].points[0].low, 25.5, 1e-12);
  EXPECT_NEAR(plot.curves[0].points[0].high, 26.5, 1e-12);
  EXPECT_TRUE(plot.curves[2].points.empty());
  EXPECT_EQ(plot.curves[2].color, std::nullopt);  // without norms
  EXPECT_EQ(document.note, "2 seeds, mean and range · 2 epochs · shuffled batches · last stage 1×1");
  ASSERT_EQ(plot.topMarks.size(), 2U);
  EXPECT_EQ(plot.topMarks[1].text, "2");
  EXPECT_EQ(plot.topAxis, "values behind each μ of Batch Norm at the last stage");
  EXPECT_EQ(csvOf(document),
            "norm,batch_size,seed,error,values_behind_mean,last_stage\nbatch,32,0,0.255,32,1\nbatch,32,1,0."
            "265,32,1\n"
            "batch,2,0,0.7,2,1\ngroup:groups=4,32,0,0,8,1\n");
}

/// No error at all has no logarithm: it stands below that of one picture, and is read out as it is.
TEST(TrainingErrorDocument, DrawsNoErrorAtTheFoot) {
  const PlotDocument document = trainingErrorDocument(settings(), records(), false);
  const CurvesPlot& plot = *document.curves();
  EXPECT_NEAR(plot.onAxis(0), -1, 1e-12);  // 0.1 %, half a picture
  const PlotRange range = wholeY(document);
  EXPECT_LT(range.low, -1);
  EXPECT_GT(range.high, std::log10(70.0));
  const auto lines = readoutAt(document, 0.2);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].text, "32 samples a batch");
  EXPECT_EQ(lines[1].text, "Batch Norm: 26 % (25.5 to 26.5)");
  EXPECT_EQ(lines[1].curve, 0U);
  EXPECT_EQ(lines[2].text, "Group Norm (G = 4): 0 %");
  EXPECT_EQ(readoutAt(document, 0.9)[0].text, "2 samples a batch");
}

TEST(TrainingErrorDocument, LaysThePapersCurvesOverIt) {
  const PlotDocument document = trainingErrorDocument(settings(), records(), true);
  const CurvesPlot& plot = *document.curves();
  ASSERT_EQ(plot.curves.size(), 5U);
  EXPECT_EQ(plot.curves[3].name, "Batch Norm in the paper (ImageNet)");
  EXPECT_EQ(plot.curves[3].color, plot.curves[0].color);
  EXPECT_TRUE(plot.curves[3].dashed);
  EXPECT_EQ(plot.curves[3].points[1].y, 34.7);
  EXPECT_EQ(plot.curves[4].points[0].y, 24.1);
}

TEST(TrainingErrorDocument, SaysWhenThereIsNothing) {
  EXPECT_EQ(trainingErrorDocument(settings(), {}, true).message, "No network has been trained yet.");
}

TEST(EpochDocument, FollowsEveryNetworkOfABatchSize) {
  const PlotDocument loss = epochDocument(settings(), records(), 0, EpochQuantity::loss);
  const CurvesPlot& plot = *loss.curves();
  EXPECT_EQ(loss.title, "Training loss, N = 32");
  ASSERT_EQ(plot.curves[0].points.size(), 2U);
  EXPECT_EQ(plot.curves[0].points[1].y, 1.25);
  EXPECT_EQ(plot.curves[0].points[1].high, 1.5);
  EXPECT_EQ(plot.curves[2].points.size(), 1U);
  EXPECT_EQ(readoutAt(loss, 1.9)[0].text, "epoch 2");
  const PlotDocument error = epochDocument(settings(), records(), 0, EpochQuantity::error);
  EXPECT_EQ(error.curves()->curves[2].points[0].y, 40);
  EXPECT_THAT(csvOf(error),
              StartsWith("norm,batch_size,seed,epoch,loss,error\nbatch,32,0,1,2,0.5\nbatch,32,0,2,1,0.01\n"));
  EXPECT_EQ(epochDocument(settings(), {}, 0, EpochQuantity::loss).message,
            "No epoch of this batch size is done yet.");
}

TEST(BatchStatisticsDocument, DrawsTheLawBesideThem) {
  lab::StatisticsSettings settings{lab::parseLabNorms("batch,layer,instance", "norms"), {16, 4, 1}, 20};
  const Shape shape(Layout::parse("NCHW"), {digitCount, 1, 8, 8});
  const auto records = measureBatches(digitPictures(), shape, settings);
  const PlotDocument document =
      batchStatisticsDocument(settings, records, lab::BatchQuantity::mean, "sample:digits");
  const CurvesPlot& plot = *document.curves();
  std::vector<std::string> names;
  for (const Curve& curve : plot.curves) names.push_back(curve.name);
  EXPECT_THAT(names, ElementsAre("Batch Norm", "Layer Norm · Instance Norm: 0", "as 1/√N"));
  EXPECT_EQ(document.note, "sample:digits · 20 draws, mean and the middle four fifths");
  const Curve& law = plot.curves[2];
  EXPECT_EQ(law.points[0].y, plot.curves[0].points[0].y);
  EXPECT_NEAR(law.points[2].y, 4 * law.points[0].y, 1e-12);
  EXPECT_LT(wholeY(document).low, 0);
  for (const CurvePoint& point : plot.curves[0].points) {
    EXPECT_LE(point.low, point.y);
    EXPECT_GE(point.high, point.y);
  }
}

}  // namespace lab_document_test
}  // namespace normscope
