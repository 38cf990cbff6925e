#include "core/lab/batch_statistics.h"

#include <cmath>
#include <map>

#include "core/io/digits.h"
#include "core/io/generate.h"
#include "tests/core/expect_error.h"

namespace normscope::lab {
namespace batch_statistics_test {

const Shape digits(Layout::parse("NCHW"), {digitCount, 1, digitSide, digitSide});

/// Means over the draws of the squared errors, by norm and batch size.
struct Squares {
  double mean = 0, variance = 0, y = 0;
};

std::map<std::pair<std::size_t, std::size_t>, Squares> squaresOf(const std::vector<BatchErrors>& records,
                                                                 int seeds) {
  std::map<std::pair<std::size_t, std::size_t>, Squares> squares;
  for (const BatchErrors& record : records) {
    Squares& at = squares[{record.norm, record.batchSize}];
    at.mean += record.errorMean * record.errorMean / seeds;
    at.variance += record.errorVariance * record.errorVariance / seeds;
    at.y += record.errorY * record.errorY / seeds;
  }
  return squares;
}

/// Of N·H·W independent normal values: the mean has the variance 1/n of one value, and the biased variance v
/// has E[(v - 1)^2] = (2n - 1)/n^2; less what is known where a batch is drawn from so few.
TEST(BatchStatistics, HaveTheStandardErrorOfAMean) {
  const int samples = 3000;
  const Tensor x = generate(parseGenerated("normal:3000,2,2,3:seed=11,mean=5,std=3"));
  const Shape shape(Layout::parse("NCHW"), x.extents());
  StatisticsSettings settings{parseLabNorms("batch", "norms"), {64, 16, 4, 1}, 2000};
  const auto squares = squaresOf(measureBatches(x, shape, settings), settings.seeds);
  for (std::size_t i = 0; i < settings.batchSizes.size(); ++i) {
    const double size = settings.batchSizes[i];
    const double n = size * 6;
    const double known = 1 - size / samples;
    const Squares& found = squares.at({0, i});
    EXPECT_NEAR(found.mean * n / known, 1, 0.06) << size;
    EXPECT_NEAR(found.variance * n * n / (2 * n - 1) / known, 1, 0.1) << size;
  }
}

TEST(BatchStatistics, OfWorkersAreThoseOfTheirShareOfTheBatch) {
  const Tensor x = generate(parseGenerated("normal:3000,2,2,3:seed=12"));
  const Shape shape(Layout::parse("NCHW"), x.extents());
  StatisticsSettings settings{parseLabNorms("batch,batch:workers=4,batch:workers=16", "norms"), {16}, 1000};
  const auto squares = squaresOf(measureBatches(x, shape, settings), settings.seeds);
  EXPECT_NEAR(squares.at({0, 0}).mean * 16 * 6, 1, 0.1);
  EXPECT_NEAR(squares.at({1, 0}).mean * 4 * 6, 1, 0.1);
  EXPECT_NEAR(squares.at({2, 0}).mean * 6, 1, 0.1);
}

TEST(BatchStatistics, OfASampleDependOnNoBatch) {
  StatisticsSettings settings{
      parseLabNorms("group:groups=1,layer,instance,layer:over=W,rms:over=C+H+W", "norms"), {32, 2, 1}, 3};
  for (const BatchErrors& record : measureBatches(digitPictures(), digits, settings)) {
    EXPECT_EQ(record.errorMean, 0);
    EXPECT_EQ(record.errorVariance, 0);
    EXPECT_EQ(record.errorY, 0);
  }
}

/// By the definition, for one draw, from the pictures of the draw.
TEST(BatchStatistics, OfAllSamplesAreThePopulations) {
  const Tensor x = generate(parseGenerated("normal:12,3,4:seed=1"));
  const Shape shape(Layout::parse("HNC"), {12, 3, 4});  // the batch axis need not come first
  StatisticsSettings settings{parseLabNorms("batch", "norms"), {3, 1}, 2};
  const auto records = measureBatches(x, shape, settings);
  ASSERT_EQ(records.size(), 4U);
  EXPECT_NEAR(records[0].errorMean, 0, 1e-12);  // all three, in another order
  EXPECT_NEAR(records[0].errorY, 0, 1e-12);
  EXPECT_GT(records[2].errorMean, 0.01);
}

TEST(BatchStatistics, AreTheSameEveryTime) {
  StatisticsSettings settings{parseLabNorms("batch", "norms"), {8}, 5};
  const auto first = measureBatches(digitPictures(), digits, settings);
  const auto second = measureBatches(digitPictures(), digits, settings);
  for (std::size_t i = 0; i < first.size(); ++i) EXPECT_EQ(first[i].errorY, second[i].errorY);
}

TEST(BatchStatistics, TellHowFarTheyAreAndStop) {
  std::stop_source source;
  double last = 0;
  const Progress progress{source.get_token(), [&](double fraction) {
                            EXPECT_GE(fraction, last);
                            last = fraction;
                            if (fraction > 0.5) source.request_stop();
                          }};
  EXPECT_THROW(measureBatches(digitPictures(), digits, {}, progress), Cancelled);
}

TEST(BatchStatistics, AreRefusedInWords) {
  const auto refused = [](StatisticsSettings settings, const Shape& shape, const std::string& line) {
    expectError([&] { checkStatistics(settings, shape); }, Fault::nonsense, line);
  };
  StatisticsSettings settings;
  EXPECT_NO_THROW(checkStatistics(settings, digits));
  refused(settings, Shape(Layout::parse("CHW"), {3, 4, 4}),
          "tensor: its layout CHW has no batch axis to draw samples from; name one axis N or B");
  refused(settings, Shape(Layout::parse("NC"), {0, 4}), "tensor: it has no elements; give one with samples");
  settings.batchSizes = {2000};
  refused(settings, digits, "batch size 2000: the tensor has only 1797 samples; give up to 1797");
  settings.batchSizes = {-1};
  refused(settings, digits, "batch size -1: it is not 1 or more; give numbers such as 32,16,8,4,2,1");
  settings.batchSizes = {2, 2};
  refused(settings, digits, "batch size 2: it is given twice; give each size once");
  settings = {};
  settings.norms = parseLabNorms("batch,none", "norms");
  refused(settings, digits, "norm 'none': it has no statistics; leave it out");
  settings.norms = parseLabNorms("group:groups=2", "norms");
  refused(settings, digits,
          "norm 'group:groups=2' on NCHW [32, 1, 8, 8]: 2 groups do not divide 1 channel; use groups=1");
  settings = {};
  settings.seeds = 0;
  refused(settings, digits, "seeds: it is not from 1 to 10000; give a number such as 50");
}

}  // namespace batch_statistics_test
}  // namespace normscope::lab
