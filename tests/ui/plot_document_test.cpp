#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/text/list.h"
#include "core/view/plots/plot_text.h"
#include "core/view/plots/plot_view.h"
#include "tests/core/expect_error.h"
#include "tests/ui/plot_support.h"

namespace normscope {
namespace plot_document_test {

using testing::HasSubstr;
using testing::StartsWith;

TEST(PlotText, NumbersAreShortWithTrueMinusSigns) {
  EXPECT_EQ(shown(-0.02131), "−0.02131");
  EXPECT_EQ(shown(1.5e-7, 2), "1.5·10⁻⁷");
  EXPECT_EQ(shown(-0.0), "0");
  EXPECT_EQ(shown(std::nan("")), "NaN");
  EXPECT_EQ(shown(-INFINITY), "−Inf");
  EXPECT_EQ(groupedCount(100352, "set"), "100\u2009352 sets");
  EXPECT_EQ(groupedCount(1, "set"), "1 set");
}

TEST(PlotText, TicksHaveJustTheDigitsThatTellThemApart) {
  EXPECT_EQ(tickText(-0.5, 0.5, 1), "−0.5");
  EXPECT_EQ(tickText(1, 0.5, 1), "1.0");
  EXPECT_EQ(tickText(0.25, 0.25, 1), "0.25");
  EXPECT_EQ(tickText(2.5, 2.5, 5), "2.5");
  EXPECT_EQ(tickText(1e-17, 0.5, 1), "0");
  EXPECT_EQ(tickText(50000, 10000, 60000), "50\u2009000");
  EXPECT_EQ(tickText(1000000.5, 0.5, 1000001), "1000000.5");
  EXPECT_EQ(tickText(-1.5e-7, 5e-8, 2e-7), "−1.5·10⁻⁷");
  EXPECT_EQ(tickText(2e20, 1e20, 3e20), "2·10²⁰");
}

TEST(StatisticsDocument, NamesTheSetsByTheKeptAxes) {
  const PlotDocument document = plotOf(rampRequest("NCHW", {8, 6, 2, 2}, "group:groups=2"), "statistics", 13);
  EXPECT_EQ(document.title, "Mean and standard deviation of each set");
  EXPECT_EQ(document.note, "16 sets");
  EXPECT_EQ(document.xAxis, "set (sample, group)");
  EXPECT_EQ(document.yAxis, "mean ± std");
  EXPECT_EQ(document.selectedSet, 1);
  EXPECT_EQ(document.statistics()->marks.size(), 16U);
  const auto axis = [](const std::string& layout, const Extents& extents, const std::string& norm) {
    return plotOf(rampRequest(layout, extents, norm), "statistics").xAxis;
  };
  EXPECT_EQ(axis("NCHW", {4, 2, 2, 2}, "batch:workers=2"), "set (worker, channel)");
  EXPECT_EQ(axis("BTF", {2, 3, 4}, "layer:over=F"), "set (sample, time)");
  EXPECT_EQ(axis("NHWC", {2, 3, 4, 2}, "custom:over=N+C"), "set (height, width)");
  EXPECT_EQ(axis("NC", {2, 3}, "custom:over=N+C"), "set (the whole tensor)");
}

TEST(StatisticsDocument, CsvHasARowPerSetWithItsPosition) {
  const PlotDocument document = plotOf(rampRequest("NCL", {2, 4, 2}, "group:groups=2"), "statistics");
  EXPECT_EQ(csvOf(document),
            "set,sample,group,mean,variance,std\n"
            "0,0,0,1.5,1.25,1.118033988749895\n"
            "1,0,1,5.5,1.25,1.118033988749895\n"
            "2,1,0,9.5,1.25,1.118033988749895\n"
            "3,1,1,13.5,1.25,1.118033988749895\n");
}

TEST(StatisticsDocument, GathersManySetsButExportsAll) {
  const PlotDocument document = plotOf(rampRequest("NCL", {1000, 1, 2}, "instance"), "statistics");
  EXPECT_EQ(document.xAxis, "set (sample, channel) · 1 mark = 8 sets");
  EXPECT_EQ(document.note, "1000 sets · shade: range");
  EXPECT_EQ(document.statistics()->marks.size(), 125U);
  const std::string csv = csvOf(document);
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 1001);
  EXPECT_THAT(csv, HasSubstr("\n999,999,0,1998.5,0.25,0.5\n"));
}

TEST(StatisticsDocument, RangeHoldsEverySet) {
  const PlotDocument document = plotOf(rampRequest("NCL", {500, 1, 4}, "instance"), "statistics");
  const StatisticsPlot& plot = *document.statistics();
  for (std::int64_t set = 0; set < plot.setCount(); ++set) {
    EXPECT_GT(spanOf(plot, set).low, plot.low);
    EXPECT_LT(spanOf(plot, set).high, plot.high);
  }
}

TEST(StatisticsDocument, CountsWhatIsNotFinite) {
  const PlotDocument document = plotOf(rampRequest("NCL", {2, 4, 2}, "group:groups=2", 5), "statistics");
  EXPECT_EQ(document.warning, "1 of 4 sets NaN or Inf");
  EXPECT_TRUE(std::isnan(spanOf(*document.statistics(), 1).centre));
  EXPECT_THAT(csvOf(document), HasSubstr("\n1,0,1,nan,nan,nan\n"));
  EXPECT_EQ(describeSet(*document.statistics(), 1), "set 1 (sample 0, group 1): mean NaN, std NaN");
}

TEST(StatisticsDocument, WithoutTheMeanMarksReachFromZero) {
  const PlotDocument document = plotOf(rampRequest("NC", {2, 2}, "rms"), "statistics");
  EXPECT_EQ(document.title, "Root mean square of each set");
  EXPECT_EQ(document.statistics()->low, 0);
  const MarkSpan span = spanOf(*document.statistics(), 1);
  EXPECT_EQ(span.low, 0);
  EXPECT_DOUBLE_EQ(span.centre, std::sqrt(6.5));
  EXPECT_EQ(describeSet(*document.statistics(), 1), "set 1 (sample 1): root mean square 2.55");
}

TEST(StatisticsDocument, EvaluationSaysWhereTheNumbersComeFrom) {
  NormalizeRequest request = rampRequest("NCL", {2, 2, 2}, "batch:mode=eval");
  request.running = RunningStatistics{{1, 2}, {3, 4}, 0};
  const PlotDocument document = plotOf(request, "statistics");
  EXPECT_EQ(document.title, "Running mean and std of each set");
  EXPECT_EQ(document.note, "2 sets · not from x");
  EXPECT_THAT(csvOf(document), HasSubstr("\n1,1,2,4,2\n"));
}

/// The roots of no mean squares were a division by zero.
TEST(StatisticsDocument, EmptyTensorsHaveNoRootMeanSquares) {
  for (const char* norm : {"rms", "l2", "rms:over=N", "custom:over=C,center=false"}) {
    const PlotDocument document = plotOf(rampRequest("NC", {0, 4}, norm), "statistics");
    EXPECT_THAT(document.message, testing::EndsWith("give every axis an extent of 1 or more.")) << norm;
  }
}

TEST(StatisticsDocument, EmptyTensorsSaySo) {
  EXPECT_EQ(plotOf(rampRequest("NC", {0, 2}, "layer"), "statistics").message,
            "The tensor has no sets: give every axis an extent of 1 or more.");
  const PlotDocument none = plotOf(rampRequest("NCL", {0, 2, 2}, "batch"), "statistics");
  EXPECT_EQ(none.message, "The sets have no elements: give every axis an extent of 1 or more.");
  EXPECT_EQ(none.warning, "");
  EXPECT_EQ(plotOf(rampRequest("NC", {0, 2}, "layer"), "histogram-x").message,
            "The tensor has no values: give every axis an extent of 1 or more.");
}

double area(const Histogram& histogram) {
  double sum = 0;
  for (std::size_t bin = 0; bin < histogram.counts.size(); ++bin)
    sum += densityOf(histogram, bin) * histogram.binWidth();
  return sum;
}

TEST(HistogramDocument, ShowsDensitiesAndMultipliesNothing) {
  const PlotDocument document = plotOf(rampRequest("NCL", {10, 4, 10}, "group:groups=2"), "histogram-x", 399);
  EXPECT_EQ(document.title, "Histogram of x");
  EXPECT_EQ(document.note, "grey: tensor · blue: set 19, up to 0.0501");
  EXPECT_EQ(document.xAxis, "value of x");
  EXPECT_EQ(document.yAxis, "density (share per unit of x)");
  EXPECT_EQ(document.yAxisShort, "density");
  // 400 values, evenly from 0 to 399: a density of 1/399. The last set fills two of the 40 bins.
  EXPECT_DOUBLE_EQ(densityOf(document.histogram()->tensor, 0), 10 / (400 * 9.975));
  EXPECT_DOUBLE_EQ(densityOf(*document.histogram()->set, 39), 10 / (20 * 9.975));
  EXPECT_DOUBLE_EQ(area(document.histogram()->tensor), 1);
  EXPECT_DOUBLE_EQ(area(*document.histogram()->set), 1);
  EXPECT_EQ(plotOf(rampRequest("NCL", {10, 4, 10}, "custom:over=L"), "histogram-y", 0).yAxis,
            "density (share per unit of y)");
}

TEST(HistogramDocument, ASetOfFewElementsDoesNotPressTheTensorFlat) {
  const PlotDocument few = plotOf(rampRequest("NCL", {10, 4, 10}, "custom:over=L"), "histogram-x", 0);
  EXPECT_DOUBLE_EQ(wholeY(few).high, 1.06 * 4 * peakDensity(few.histogram()->tensor));
  EXPECT_THAT(few.note, HasSubstr("blue: set 0, up to "));
  const PlotDocument many = plotOf(rampRequest("NCL", {2, 2, 20}, "group:groups=1"), "histogram-x", 0);
  EXPECT_DOUBLE_EQ(wholeY(many).high, 1.06 * peakDensity(*many.histogram()->set));
  EXPECT_EQ(many.note, "grey: tensor · blue: set 0");
}

TEST(HistogramDocument, ValuesTooCloseForADensitySaySo) {
  NormalizeRequest request = rampRequest("NC", {1, 2}, "layer");
  request.x = Tensor::of<double>(DType::float64, {1, 2}, std::vector<double>{0, 1e-300});
  EXPECT_EQ(plotOf(request, "histogram-x").message,
            "The values are too close together to be drawn: copy the numbers instead.");
}

TEST(HistogramDocument, CsvHoldsTheCountsAndWhatIsInNoBin) {
  const PlotDocument document = plotOf(rampRequest("NCL", {2, 2, 20}, "instance", 79), "histogram-x", 45);
  EXPECT_EQ(document.warning, "1 NaN");
  const std::string csv = csvOf(document);
  EXPECT_THAT(csv, StartsWith("bin_start,bin_end,tensor_count,set_count\n0,1.95,2,0\n"));
  EXPECT_THAT(csv, HasSubstr(",78,2,0\nnan,nan,1,0\n"));
}

TEST(HistogramDocument, WithoutFiniteValuesSaysWhatThereIs) {
  const PlotDocument document = plotOf(rampRequest("NC", {1, 1}, "layer", 0), "histogram-x");
  EXPECT_EQ(document.message, "There is no finite value to draw: 1 NaN.");
}

TEST(RunningDocument, ShowsBeforeAndAfterTheBatch) {
  const PlotDocument document = plotOf(rampRequest("NCL", {1, 2, 2}, "batch"), "running");
  EXPECT_EQ(document.note, "hollow: before · filled: after · momentum 0.1");
  EXPECT_EQ(csvOf(document),
            "channel,running_mean_before,running_mean_after,running_var_before,running_var_after\n"
            "0,0,0.05,1,0.9500000000000001\n"
            "1,0,0.25,1,0.9500000000000001\n");
}

TEST(RunningDocument, GathersManyChannels) {
  EXPECT_EQ(plotOf(rampRequest("NC", {2, 128}, "batch"), "running").xAxis, "channel");
  EXPECT_EQ(plotOf(rampRequest("NC", {2, 300}, "batch"), "running").xAxis, "channel · 1 mark = 3 channels");
}

TEST(RunningDocument, SaysWhyThereAreNone) {
  const auto message = [](const std::string& norm) {
    return plotOf(rampRequest("NCL", {1, 2, 2}, norm), "running").message;
  };
  EXPECT_EQ(message("group:groups=1"), "Group Norm keeps none: training and evaluation are the same.");
  EXPECT_EQ(message("instance"), "Instance Norm keeps none unless it is given some to update.");
  EXPECT_EQ(message("batch"), "");
}

TEST(PlotKind, AnUnknownOneIsRefused) {
  expectError(
      [] {
        plotOf(rampRequest("NC", {2, 2}, "layer"), "pie");
      },
      Fault::nonsense,
      "plot 'pie': there is no such kind; use statistics, histogram-x, histogram-y, running or parameters");
}

}  // namespace plot_document_test
}  // namespace normscope
