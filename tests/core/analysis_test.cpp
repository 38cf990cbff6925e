#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "core/analysis/histogram.h"
#include "core/analysis/set_series.h"
#include "core/analysis/summary.h"

namespace normscope {
namespace analysis_test {

const double nan = std::nan("");
const double infinity = INFINITY;

Tensor tensorOf(const Extents& extents, const std::vector<double>& values) {
  return Tensor::of<double>(DType::float64, extents, values);
}

TEST(Summary, CountsWhatIsNotFiniteAndMeasuresTheRest) {
  const Summary summary = summarize(tensorOf({6}, {1, 2, 3, 4, nan, -infinity}));
  EXPECT_EQ(summary.count, 6);
  EXPECT_EQ(summary.nan, 1);
  EXPECT_EQ(summary.infinite, 1);
  EXPECT_EQ(summary.min, 1);
  EXPECT_EQ(summary.max, 4);
  EXPECT_DOUBLE_EQ(summary.mean, 2.5);
  EXPECT_DOUBLE_EQ(summary.standardDeviation, std::sqrt(1.25));
}

TEST(Summary, KeepsTheDigitsOfALargeMean) {
  std::vector<double> values(200000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = 1e9 + (i % 2 == 0 ? 1 : -1);
  EXPECT_NEAR(summarize(tensorOf({200000}, values)).standardDeviation, 1, 1e-9);
}

TEST(Summary, IsUndefinedWithoutValues) {
  EXPECT_TRUE(std::isnan(summarize(tensorOf({0}, {})).mean));
  EXPECT_TRUE(std::isnan(summarize(tensorOf({1}, {nan})).min));
}

TEST(Histogram, PutsEveryValueSomewhere) {
  const Tensor x = tensorOf({7}, {0, 0.5, 1, 9.99, 10, nan, infinity});
  const Histogram filled = fill(histogramFor(summarize(x), 10), x);
  EXPECT_EQ(filled.low, 0);
  EXPECT_EQ(filled.high, 10);
  EXPECT_EQ(filled.counts.front(), 2);
  EXPECT_EQ(filled.counts[1], 1);
  EXPECT_EQ(filled.counts.back(), 2);
  EXPECT_EQ(filled.notFinite, 2);
  EXPECT_EQ(std::accumulate(filled.counts.begin(), filled.counts.end(), std::int64_t{0}), 5);
}

TEST(Histogram, OfEqualValuesHasAWidth) {
  const Tensor x = tensorOf({2}, {4, 4});
  const Histogram filled = fill(histogramFor(summarize(x), 4), x);
  EXPECT_LT(filled.low, 4);
  EXPECT_GT(filled.high, 4);
}

TEST(Histogram, OfTheSetsAddsUpToThatOfTheTensor) {
  std::vector<double> values(4 * 6 * 5);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = std::sin(static_cast<double>(i));
  const Tensor x = tensorOf({4, 6, 5}, values);
  const ReductionPlan groups = plan(Shape(Layout::parse("NCL"), {4, 6, 5}), parseNormSpec("group:groups=2"));
  const Histogram empty = histogramFor(summarize(x), 16);
  std::vector<std::int64_t> sum(16, 0);
  for (std::int64_t set = 0; set < groups.setCount(); ++set) {
    const Histogram part = fill(empty, x, groups, set);
    for (std::size_t bin = 0; bin < 16; ++bin) sum[bin] += part.counts[bin];
  }
  EXPECT_EQ(sum, fill(empty, x).counts);
}

TEST(SetSeries, HasOnePointASetWhereTheyFit) {
  const auto points = seriesOf({{1, nan, 3}, {4, nan, 9}}, 10);
  ASSERT_EQ(points.size(), 3U);
  EXPECT_EQ(points[2].mean, 3);
  EXPECT_EQ(points[2].standardDeviation, 3);
  EXPECT_EQ(points[1].notFinite, 1);
  EXPECT_TRUE(std::isnan(points[1].mean));
}

TEST(SetSeries, GathersSetsWhereTheyDoNot) {
  const auto points = seriesOf({{1, 3, 5, 7, 9}, {1, 3, 1, 1, 1}}, 2);
  ASSERT_EQ(points.size(), 2U);
  EXPECT_EQ(points[0].setCount, 3);
  EXPECT_DOUBLE_EQ(points[0].mean, 3);
  EXPECT_EQ(points[0].lowestMean, 1);
  EXPECT_EQ(points[0].highestMean, 5);
  EXPECT_EQ(points[1].firstSet, 3);
  EXPECT_EQ(points[1].setCount, 2);
}

/// Statistics of 1000 sets, every seventh of them NaN.
Statistics manyStatistics() {
  Statistics statistics;
  for (int set = 0; set < 1000; ++set) {
    statistics.mean.push_back(set % 7 == 3 ? std::nan("") : 0.01 * set * (set % 3 - 1));
    statistics.variance.push_back(1 + 0.5 * (set % 11));
  }
  return statistics;
}

TEST(SetSeries, GatheredFromRangesIsThatOfTheSets) {
  const Statistics statistics = manyStatistics();
  const std::vector<SeriesPoint> fine = seriesOf(statistics, 334);  // 3 sets each, the last range has one
  for (const auto& [first, end] : {std::pair{0, 1000}, {0, 500}, {120, 999}, {700, 1000}}) {
    const std::vector<SeriesPoint> few = gathered(fine, first, end, 20);
    ASSERT_FALSE(few.empty());
    EXPECT_LE(few.front().firstSet, first);
    EXPECT_GE(few.back().firstSet + few.back().setCount, end);
    EXPECT_LE(few.size(), 21U);
    for (const SeriesPoint& point : few) {
      SCOPED_TRACE(point.firstSet);
      const auto exact = seriesOf(statistics, point.firstSet, point.firstSet + point.setCount, 1);
      const auto at = std::find_if(exact.begin(), exact.end(), [&](const SeriesPoint& each) {
        return each.firstSet == point.firstSet && each.setCount == point.setCount;
      });
      if (at == exact.end() && point.firstSet == few.back().firstSet) continue;  // a shorter one
      ASSERT_NE(at, exact.end());
      EXPECT_NEAR(point.mean, at->mean, 1e-12);
      EXPECT_NEAR(point.standardDeviation, at->standardDeviation, 1e-12);
      EXPECT_EQ(point.lowestMean, at->lowestMean);
      EXPECT_EQ(point.highestMean, at->highestMean);
      EXPECT_EQ(point.notFinite, at->notFinite);
    }
  }
  EXPECT_TRUE(gathered({}, 0, 5, 3).empty());
}

}  // namespace analysis_test
}  // namespace normscope
