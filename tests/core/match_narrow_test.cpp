// In half precision the largest element of y excuses no other: what is wrong in a part of y is seen.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <random>

#include "core/analysis/match/match.h"
#include "core/analysis/match/match_words.h"
#include "core/analysis/match/rounding.h"
#include "core/engine/normalize.h"
#include "core/engine/reference/reference_engine.h"
#include "core/io/generate.h"
#include "core/model/declared_difference.h"

namespace normscope {
namespace match_narrow_test {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;

constexpr std::int64_t features = 64;

/// What is found where y of a LayerNorm over the last axis of BTF [4, 32, 64] is changed before it is
/// rounded.
MatchRequest changed(DType dtype, const std::function<double(std::int64_t, double)>& change) {
  const Extents extents = {4, 32, features};
  const Tensor x = generate(parseGenerated("normal:4,32,64:seed=5,std=1.3"));
  ReferenceEngine engine;
  const Shape shape(Layout::parse("BTF"), extents);
  const NormSpec spec = parseNormSpec("layer:over=F,affine=none");
  const auto values = [](const Tensor& of) {
    std::vector<double> all;
    for (std::int64_t i = 0; i < of.elementCount(); ++i) all.push_back(of.at(i));
    return all;
  };
  const Tensor narrowX = Tensor::of<double>(dtype, extents, values(x));
  const Tensor wide = Tensor::of<double>(DType::float64, extents, values(narrowX));
  std::vector<double> y = values(normalize({wide, shape, spec, {}, {}}, engine).y);
  for (std::size_t i = 0; i < y.size(); ++i) y[i] = change(static_cast<std::int64_t>(i), y[i]);
  return {narrowX, Tensor::of<double>(dtype, extents, y), shape, {}, spec};
}

class MatchNarrow : public testing::TestWithParam<DType> {};

TEST_P(MatchNarrow, WhatIsSoundIsAsMeant) {
  const MatchRequest request = changed(GetParam(), [](std::int64_t, double y) { return y; });
  const MatchResult result = findNorms(request);
  EXPECT_EQ(result.asMeant, true);
  const Match& best = result.matches.front();
  EXPECT_LE(best.maxAbs, best.bound);
  EXPECT_LE(best.bound, 10 * unitRoundoff(GetParam()) * 6) << "no more than a few roundings of the largest";
}

TEST_P(MatchNarrow, ASetThatIsScaledIsNamed) {
  const MatchRequest request =
      changed(GetParam(), [](std::int64_t i, double y) { return i / features == 67 ? y * 1.1 : y; });
  EXPECT_THAT(matchSentence(request, findNorms(request)),
              HasSubstr("in 127 of 128 sets (set 67 is something else)"));
}

TEST_P(MatchNarrow, NoiseIsNoRounding) {
  std::mt19937 random(3);
  std::normal_distribution<double> noise(0, 0.1);
  const MatchRequest request = changed(GetParam(), [&](std::int64_t, double y) { return y + noise(random); });
  const MatchResult result = findNorms(request);
  EXPECT_FALSE(result.explained());
  EXPECT_GT(result.matches.front().typical, result.matches.front().bound);
  EXPECT_THAT(matchSentence(request, result), HasSubstr("no norm explains y"));
}

TEST_P(MatchNarrow, AChannelThatIsMovedIsABias) {
  const MatchRequest request =
      changed(GetParam(), [](std::int64_t i, double y) { return i % features == 7 ? y + 0.25 : y; });
  const MatchResult result = findNorms(request);
  EXPECT_NE(result.asMeant, true);
  EXPECT_TRUE(result.matches.front().fittedAffine);
}

/// So little that it is less than a quarter of what rounding may be of the largest element, in one channel of
/// many.
TEST_P(MatchNarrow, AChannelThatIsMovedALittleIsNotSurelyRounding) {
  const double little = 4 * unitRoundoff(GetParam());
  const MatchRequest moved = changed(
      GetParam(), [&](std::int64_t i, double y) { return i % (8 * features) == 7 ? y + 3 * little : y; });
  EXPECT_FALSE(declaredDifference(moved, false)->isSurelyRounding());
  const MatchRequest sound = changed(GetParam(), [](std::int64_t, double y) { return y; });
  EXPECT_TRUE(declaredDifference(sound, false)->isSurelyRounding());
}

/// So little that the bound for those who round sums and means explains it.
TEST_P(MatchNarrow, ASetThatIsScaledALittleIsNamedWhereTheOthersAreRoundedOnce) {
  const double little = 1 + 6 * unitRoundoff(GetParam());
  const MatchRequest request =
      changed(GetParam(), [&](std::int64_t i, double y) { return i / features == 67 ? y * little : y; });
  const MatchResult result = findNorms(request);
  EXPECT_THAT(matchSentence(request, result), HasSubstr("in 127 of 128 sets (set 67 is something else)"));
  EXPECT_THAT(
      findingsInWords(request, result.matches.front()),
      Contains(AllOf(HasSubstr(" elements of y are off, by "), HasSubstr(" where rounding explains "))));
  EXPECT_EQ(result.asMeant, false);
}

/// Less than one rounding, but of most elements of one set, and all outwards.
TEST_P(MatchNarrow, ASetThatIsOffToOneSideIsNamed) {
  const double little = 1 + 0.8 * unitRoundoff(GetParam());
  const MatchRequest request =
      changed(GetParam(), [&](std::int64_t i, double y) { return i / features == 67 ? y * little : y; });
  const MatchResult result = findNorms(request);
  EXPECT_THAT(matchSentence(request, result), HasSubstr("in 127 of 128 sets (set 67 is off to one side)"));
  EXPECT_EQ(result.asMeant, false);
}

TEST_P(MatchNarrow, AFunctionBehindTheNormBendsIt) {
  const MatchRequest request =
      changed(GetParam(), [](std::int64_t, double y) { return 20 * std::tanh(y / 20); });
  const MatchResult result = findNorms(request);
  EXPECT_FALSE(result.explained());
  EXPECT_THAT(matchSentence(request, result),
              AllOf(HasSubstr("y is nearly x under layer:over=F"),
                    HasSubstr(", but y bends away from it: where |x̂| is "),
                    HasSubstr(" roundings too far in on average, and rounding bends nothing")));
  EXPECT_EQ(result.asMeant, false);
}

/// With weight and bias known it is none of these.
TEST_P(MatchNarrow, AChannelThatIsMovedIsNamedWhereWeightAndBiasAreKnown) {
  for (const double by : {6.0, 40.0}) {
    MatchRequest request = changed(GetParam(), [&](std::int64_t i, double y) {
      return i % features == 7 ? y + by * unitRoundoff(GetParam()) : y;
    });
    request.affine = {Tensor::of<double>(DType::float32, {features}, std::vector<double>(features, 1)),
                      Tensor::of<double>(DType::float32, {features}, std::vector<double>(features, 0))};
    request.meant = parseNormSpec("layer:over=F");
    const MatchResult result = findNorms(request);
    EXPECT_FALSE(result.explained());
    EXPECT_THAT(
        matchSentence(request, result),
        AllOf(HasSubstr("y is x under layer:over=F, but "), HasSubstr(" of 8192 elements of y are off, by "),
              HasSubstr(", all in channel 7; the others are rounded once")));
    EXPECT_EQ(result.asMeant, false);
  }
}

/// A weight of 1 but for one channel is not to be told from a channel that is off where nobody gave it.
TEST_P(MatchNarrow, AChannelThatMayHaveAWeightIsNotSaidToBeOther) {
  MatchRequest request =
      changed(GetParam(), [](std::int64_t i, double y) { return i % features == 7 ? y * 1.05 : y; });
  request.meant = parseNormSpec("layer:over=F");
  EXPECT_EQ(findNorms(request).asMeant, std::nullopt);
}

/// Means and roots that are rounded to the dtype, as PyTorch's LayerNorm in bfloat16 once did.
TEST_P(MatchNarrow, WhatRoundsOnTheWayIsSound) {
  const Extents extents = {4, 32, features};
  const Tensor x = generate(parseGenerated("normal:4,32,64:seed=8,mean=0.4,std=1.3"));
  std::vector<double> values, y;
  for (std::int64_t i = 0; i < x.elementCount(); ++i) values.push_back(match::roundedTo(GetParam(), x.at(i)));
  for (std::size_t set = 0; set < values.size() / features; ++set) {
    double mean = 0, variance = 0;
    for (std::size_t i = 0; i < features; ++i) mean += values[set * features + i] / features;
    for (std::size_t i = 0; i < features; ++i)
      variance += std::pow(values[set * features + i] - mean, 2) / features;
    mean = match::roundedTo(GetParam(), mean);
    const double rstd = match::roundedTo(GetParam(), 1 / std::sqrt(variance + 1e-5));
    for (std::size_t i = 0; i < features; ++i) y.push_back((values[set * features + i] - mean) * rstd);
  }
  const MatchRequest request{Tensor::of<double>(GetParam(), extents, values),
                             Tensor::of<double>(GetParam(), extents, y),
                             Shape(Layout::parse("BTF"), extents),
                             {},
                             parseNormSpec("layer:over=F,affine=none")};
  EXPECT_EQ(findNorms(request).asMeant, true);
}

INSTANTIATE_TEST_SUITE_P(DTypes, MatchNarrow, testing::Values(DType::float16, DType::bfloat16),
                         [](const auto& dtype) { return std::string(nameOf(dtype.param)); });

}  // namespace match_narrow_test
}  // namespace normscope
