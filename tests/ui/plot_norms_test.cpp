#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/view/plots/plot_marks.h"
#include "core/view/plots/plot_readout.h"
#include "tests/ui/plot_support.h"

namespace normscope {
namespace plot_norms_test {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

NormPlot normOf(const NormalizeRequest& request, const std::string& title, std::int64_t element = 0) {
  const auto result = std::make_shared<const NormalizeResult>(computed(request));
  if (request.shape.elementCount() == 0) return {title, statisticsDocument(result, std::nullopt)};
  return {title, statisticsDocument(result, result->plan.setOf(element))};
}

PlotDocument statisticsOf(const std::vector<std::string>& specs, const Extents& extents = {2, 4, 2}) {
  std::vector<NormPlot> norms;
  for (const std::string& spec : specs) norms.push_back(normOf(rampRequest("NCL", extents, spec), spec));
  return statisticsDocument(norms);
}

NormValues valuesOf(const std::string& title, const std::vector<double>& values) {
  const Tensor tensor =
      Tensor::of<double>(DType::float64, {static_cast<std::int64_t>(values.size())}, values);
  const Summary summary = summarize(tensor);
  return {title, summary, fill(histogramFor(summary, 4), tensor)};
}

std::vector<std::string> textsAt(const PlotDocument& document, double position) {
  std::vector<std::string> texts;
  for (const ReadoutLine& line : readoutAt(document, position)) texts.push_back(line.text);
  return texts;
}

TEST(StatisticsOfNorms, StandBesideEachOther) {
  const PlotDocument document = statisticsOf({"group:groups=2", "batch", "layer"});
  EXPECT_EQ(document.title, "Mean and std of each set");
  EXPECT_EQ(document.note, "4 + 4 + 2 sets");
  EXPECT_EQ(document.xAxis, "sets of each norm");
  EXPECT_EQ(document.yAxis, "mean ± std");
  const std::vector<SetBlock> blocks = setBlocks(document);
  ASSERT_EQ(blocks.size(), 3U);
  for (const SetBlock& block : blocks) {
    EXPECT_EQ(block.selectedSet, 0);
    for (std::int64_t set = 0; set < block.plot->setCount(); ++set) {
      const double at = block.positionOf(static_cast<double>(set));
      EXPECT_EQ(setAt(document, at), (SetOfNorm{block.norm, set}));
      const MarkSpan span = spanOf(*block.plot, set);
      EXPECT_GT(span.low, wholeY(document).low);
      EXPECT_LT(span.high, wholeY(document).high);
    }
  }
  EXPECT_EQ(wholeX(document), (PlotRange{0, 3}));
  EXPECT_EQ(setAt(document, -5), (SetOfNorm{0, 0}));
  EXPECT_EQ(setAt(document, 5), (SetOfNorm{2, 1}));
}

TEST(StatisticsOfNorms, SayWhereOneShowsTheRootMeanSquare) {
  EXPECT_EQ(statisticsOf({"layer", "rms"}).yAxis, "mean ± std, or root mean square");
  EXPECT_EQ(statisticsOf({"rms", "rms:over=C+L"}).yAxis, "root mean square");
  EXPECT_EQ(statisticsOf({"rms", "rms:over=C+L"}).title, "Root mean square of each set");
}

TEST(StatisticsOfNorms, OneAloneIsThePlotOfThatOne) {
  const NormalizeRequest request = rampRequest("NCL", {2, 4, 2}, "group:groups=2");
  const PlotDocument one = statisticsDocument({normOf(request, "Group", 5)});
  const PlotDocument alone = plotOf(request, "statistics", 5);
  EXPECT_EQ(csvOf(one), csvOf(alone));
  EXPECT_EQ(one.title, alone.title);
  EXPECT_EQ(one.selectedSet, 1);
  EXPECT_NE(one.statistics(), nullptr);
}

TEST(StatisticsOfNorms, CsvHoldsEachWithItsOwnPositions) {
  EXPECT_EQ(csvOf(statisticsOf({"group:groups=2", "layer:over=C+L"})),
            "norm,set,sample,group,mean,variance,std\n"
            "group:groups=2,0,0,0,1.5,1.25,1.118033988749895\n"
            "group:groups=2,1,0,1,5.5,1.25,1.118033988749895\n"
            "group:groups=2,2,1,0,9.5,1.25,1.118033988749895\n"
            "group:groups=2,3,1,1,13.5,1.25,1.118033988749895\n"
            "layer:over=C+L,0,0,,3.5,5.25,2.29128784747792\n"
            "layer:over=C+L,1,1,,11.5,5.25,2.29128784747792\n");
}

TEST(StatisticsOfNorms, TitlesWithCommasAreQuotedInCsv) {
  const NormalizeRequest request = rampRequest("NC", {1, 2}, "layer");
  const std::string csv =
      csvOf(statisticsDocument({normOf(request, "Layer Norm, \"C\""), normOf(request, "B")}));
  EXPECT_THAT(csv, HasSubstr("\n\"Layer Norm, \"\"C\"\"\",0,0,0.5,0.25,0.5\nB,0,0,0.5,0.25,0.5\n"));
}

TEST(StatisticsOfNorms, CountWhatIsNotFiniteAndSayWhatIsMissing) {
  const NormalizeRequest bad = rampRequest("NCL", {2, 4, 2}, "group:groups=2", 5);
  const NormalizeRequest all = rampRequest("NCL", {2, 4, 2}, "layer", 5);
  EXPECT_EQ(statisticsDocument({normOf(bad, "a"), normOf(all, "b")}).warning, "2 sets NaN or Inf");
  EXPECT_EQ(statisticsOf({"layer", "batch"}, {0, 4, 2}).message,
            "The tensor has no sets: give every axis an extent of 1 or more.");
  EXPECT_EQ(statisticsDocument(std::vector<NormPlot>{}).message, "There is no norm to draw.");
}

TEST(StatisticsOfNorms, ShowManySetsByTheRangesThatWereGatheredBefore) {
  PlotDocument document = statisticsOf({"instance", "batch"}, {100, 300, 2});
  const StatisticsPlot& many = document.statisticsOfNorms()->norms[0].plot;
  ASSERT_EQ(many.setCount(), 30000);
  ASSERT_TRUE(many.fine);
  EXPECT_FALSE(document.statisticsOfNorms()->norms[1].plot.fine);
  EXPECT_LE(many.marks.size(), static_cast<std::size_t>(maxMarks / 2 + 1));
  EXPECT_EQ(many.marks.front().firstSet, 0);
  EXPECT_EQ(many.marks.back().firstSet + many.marks.back().setCount, 30000);
  document.view.x = PlotRange{0.03, 0.03 + 0.94 * 300 / 30000};  // few enough for marks of their own
  const std::vector<SeriesPoint> near = marksShown(document, setBlocks(document)[0]);
  EXPECT_EQ(near.front().firstSet, 0);
  EXPECT_LT(near.front().setCount, many.fine->front().setCount);
}

TEST(StatisticsOfNorms, ReadOutTheNormAndTheSet) {
  const PlotDocument document = statisticsOf({"group:groups=2", "batch"});
  const double at = setBlocks(document)[0].positionOf(3);
  EXPECT_THAT(textsAt(document, at),
              ElementsAre("group:groups=2", "set 3 (sample 1, group 1)", "mean 13.5, std 1.118"));
  EXPECT_EQ(readoutAt(document, 1.5)[0].norm, 1U);
  EXPECT_THAT(textsAt(plotOf(rampRequest("NCL", {2, 4, 2}, "rms"), "statistics"), 0),
              ElementsAre("set 0 (sample 0, position 0)", "root mean square 3.742"));
}

TEST(HistogramOfNorms, OverlaysDensitiesInBinsOfTheirOwn) {
  const PlotDocument document =
      histogramDocument("y", {valuesOf("a", {0, 1, 2, 4}), valuesOf("b", {-2, -2, -2, 2})});
  EXPECT_EQ(document.title, "Histogram of y");
  EXPECT_EQ(document.yAxis, "density (share per unit of y)");
  EXPECT_EQ(wholeX(document), (PlotRange{-2, 4}));
  EXPECT_DOUBLE_EQ(wholeY(document).high, 1.06 * 0.75);
  EXPECT_EQ(csvOf(document),
            "norm,bin_start,bin_end,tensor_count,tensor_density\n"
            "a,0,1,1,0.25\na,1,2,1,0.25\na,2,3,1,0.25\na,3,4,1,0.25\n"
            "b,-2,-1,3,0.75\nb,-1,0,0,0\nb,0,1,0,0\nb,1,2,1,0.25\n");
  EXPECT_THAT(textsAt(document, 3.5), ElementsAre("a: 0.25 from 3 to 4", "b: no elements"));
}

TEST(HistogramOfNorms, CountsWhatIsInNoBin) {
  const PlotDocument document =
      histogramDocument("y", {valuesOf("a", {0, NAN}), valuesOf("b", {0, INFINITY, NAN, 1})});
  EXPECT_EQ(document.warning, "2 NaN · 1 Inf");
  EXPECT_THAT(csvOf(document), HasSubstr("\na,nan,nan,1,nan\nb,"));
  EXPECT_EQ(histogramDocument("y", {valuesOf("a", {0, 1}), valuesOf("b", {NAN})}).message,
            "There is no finite value to draw: 1 NaN.");
  EXPECT_EQ(histogramDocument("y", std::vector<NormValues>{}).message, "There is no norm to draw.");
}

TEST(HistogramOfNorms, OneAloneIsTheHistogramOfThatOne) {
  const PlotDocument document = histogramDocument("y", {valuesOf("a", {0, 1, 2, 4})});
  EXPECT_THAT(csvOf(document), StartsWith("bin_start,bin_end,tensor_count\n0,1,1\n"));
  EXPECT_EQ(document.note, "4 elements");
}

TEST(PlotReadout, SaysTheBinWithItsRangeAndDensity) {
  const PlotDocument document = plotOf(rampRequest("NCL", {10, 4, 10}, "group:groups=2"), "histogram-x", 399);
  EXPECT_THAT(textsAt(document, 395), ElementsAre("389 to 399", "tensor: density 0.00251, 10 elements",
                                                  "set 19: density 0.0501, 10 elements"));
  EXPECT_EQ(textsAt(document, 1e9), textsAt(document, 399));
  EXPECT_TRUE(textsAt(document, NAN).empty());
}

TEST(PlotReadout, SaysTheChannelBeforeAndAfter) {
  const PlotDocument document = plotOf(rampRequest("NCL", {1, 2, 2}, "batch"), "running");
  EXPECT_THAT(textsAt(document, 1.2), ElementsAre("channel 1", "mean 0 → 0.25", "variance 1 → 0.95"));
  EXPECT_TRUE(textsAt(plotOf(rampRequest("NCL", {1, 2, 2}, "layer"), "running"), 0).empty());
}

TEST(PlotView, ZoomsAboutAPlaceInsideTheWhole) {
  const PlotRange whole{0, 10};
  EXPECT_EQ(zoomed(whole, 5, 0.5, whole, 1), (PlotRange{2.5, 7.5}));
  EXPECT_EQ(zoomed(whole, 0, 0.5, whole, 1), (PlotRange{0, 5}));
  EXPECT_EQ(zoomed({2, 4}, 3, 0.1, whole, 1), (PlotRange{2.5, 3.5}));
  EXPECT_EQ(zoomed({0, 2}, 2, 2, whole, 1), (PlotRange{0, 4}));
  EXPECT_EQ(zoomed({0, 8}, 4, 2, whole, 1), std::nullopt);
}

TEST(PlotView, MovesNoFurtherThanTheWhole) {
  const PlotRange whole{0, 10};
  EXPECT_EQ(moved({2, 4}, 1, whole), (PlotRange{3, 5}));
  EXPECT_EQ(moved({2, 4}, -9, whole), (PlotRange{0, 2}));
  EXPECT_EQ(moved({2, 4}, 9, whole), (PlotRange{8, 10}));
  EXPECT_EQ(moved(whole, 1, whole), std::nullopt);
}

TEST(PlotView, ZoomedFarEnoughEachOf8192SetsHasItsMark) {
  for (const std::string norm : {"instance", "rms:over=L"}) {
    PlotDocument document = plotOf(rampRequest("NCL", {8192, 1, 2}, norm), "statistics");
    EXPECT_EQ(xAxisShown(document), document.xAxis);
    EXPECT_THAT(document.xAxis, HasSubstr(" · 1 mark = 64 sets"));
    document.view.x = PlotRange{4000, 4100};
    EXPECT_EQ(xAxisShown(document), document.xName);
    const std::vector<SeriesPoint> marks = marksShown(document, setBlocks(document)[0]);
    EXPECT_EQ(marks.front().firstSet, 4000);
    for (const SeriesPoint& mark : marks) {
      EXPECT_EQ(mark.setCount, 1);
      EXPECT_DOUBLE_EQ(spanOf(*document.statistics(), mark).centre,
                       spanOf(*document.statistics(), mark.firstSet).centre);
    }
    document.view.x = PlotRange{1000, 2000};
    EXPECT_THAT(xAxisShown(document), HasSubstr(" · 1 mark = 8 sets"));
    for (const SeriesPoint& mark : marksShown(document, setBlocks(document)[0]))
      EXPECT_EQ(mark.firstSet % 8, 0);
  }
}

TEST(PlotView, ZoomedFarEnoughEachChannelHasItsMark) {
  PlotDocument document = plotOf(rampRequest("NC", {2, 300}, "batch"), "running");
  document.view.x = PlotRange{100, 140};
  EXPECT_EQ(xAxisShown(document), "channel");
  EXPECT_EQ(meansShown(document).after.front().firstSet, 100);
  EXPECT_EQ(meansShown(document).after.front().mean, document.running()->after->mean[100]);
  EXPECT_EQ(variancesShown(document).before.size(), variancesShown(document).after.size());
}

}  // namespace plot_norms_test
}  // namespace normscope
