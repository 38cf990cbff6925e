#include "core/analysis/match/match.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/analysis/match/match_words.h"
#include "core/engine/normalize.h"
#include "core/engine/reference/reference_engine.h"
#include "core/io/generate.h"
#include "tests/core/expect_error.h"
#include "tests/core/match_pairs.h"

namespace normscope {
namespace match_test {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// y made from x by the reference engine, in float32.
MatchRequest madeBy(const std::string& source, const std::string& spec) {
  const Tensor x = generate(parseGenerated(source));
  const Shape shape(Layout::ofRank(static_cast<int>(x.extents().size())), x.extents());
  ReferenceEngine engine;
  const NormalizeResult result = normalize({x, shape, parseNormSpec(spec), {}, {}}, engine);
  return {x, result.y, shape, {}, {}};
}

MatchRequest ofTensors(const Tensor& x, const Tensor& y) {
  return {x, y, Shape(Layout::ofRank(static_cast<int>(x.extents().size())), x.extents()), {}, {}};
}

std::vector<std::string> specsOf(const Match& match) {
  std::vector<std::string> specs = {toText(match.candidate.spec)};
  for (const MatchCandidate& candidate : match.equivalents) specs.push_back(toText(candidate.spec));
  return specs;
}

TEST(Match, FindsTheTruthOfGeneratedPairsInTheFirstClass) {
  for (const MatchPair& pair : matchPairs(7)) {
    const MatchResult result = findNorms(pair.request);
    EXPECT_TRUE(isFound(pair, result)) << pair.name << ": " << matchSentence(pair.request, result);
  }
}

TEST(Match, SaysNothingFalseOfGeneratedPairs) {
  std::size_t number = 0;
  for (const MatchPair& pair : matchPairs(11)) {
    MatchRequest request = pair.request;
    const std::vector<NormSpec> meant = meantNorms(pair);
    request.meant = meant[number++ % meant.size()];
    EXPECT_THAT(falseClaims(pair, request, findNorms(request)), IsEmpty()) << pair.name;
  }
}

TEST(Match, ExplainsOnlyWithinTheStatedBound) {
  const MatchRequest request = madeBy("normal:8,6,10,10:seed=3", "group:groups=2");
  const MatchResult result = findNorms(request);
  const Match& best = result.matches.front();
  EXPECT_TRUE(best.explains);
  EXPECT_FALSE(best.fittedAffine);
  EXPECT_LE(best.maxAbs, best.bound);
  EXPECT_LT(best.bound, 1e-5);
  EXPECT_EQ(toText(best.candidate.spec), "group:groups=2");
  EXPECT_THAT(best.candidate.differences, IsEmpty());
}

TEST(Match, NormsOfOneFunctionAreOneClass) {
  const MatchResult result = findNorms(madeBy("normal:4,6,5,5:seed=3", "layer"));
  EXPECT_THAT(specsOf(result.matches.front()), ElementsAre("group:groups=1", "layer", "layer:over=C+H+W",
                                                           "group:groups=1", "custom:over=C+H+W"));
}

TEST(Match, ARootOfASumIsTakenForWhatItIs) {
  const MatchRequest request = madeBy("normal:4,6,5,5:seed=3", "l2");
  const MatchResult result = findNorms(request);
  EXPECT_EQ(toText(result.matches.front().candidate.spec), "l2");
  EXPECT_THAT(specsOf(result.matches.front()), Contains("l2:over=C"));
  EXPECT_THAT(differencesInWords(request, result.matches.front().candidate), IsEmpty());
  // As tf.math.l2_normalize has it, where it shows.
  const MatchResult small = findNorms(madeBy("normal:4,6,5,5:seed=3,std=1e-7", "l2:eps=1e-6"));
  EXPECT_EQ(toText(small.matches.front().candidate.spec), "l2:eps=1e-6");
}

TEST(Match, WeightAndBiasAreFittedOnlyWhereNothingElseExplains) {
  MatchRequest request = madeBy("normal:8,6,10,10:seed=3", "batch");
  const Tensor weight = generate(parseGenerated("uniform:6:seed=1,low=0.5,high=2"));
  ReferenceEngine engine;
  NormalizeRequest scaled{request.x, request.shape, parseNormSpec("batch"), {weight, {}}, {}};
  request.y = normalize(scaled, engine).y;
  const MatchResult result = findNorms(request);
  EXPECT_TRUE(result.matches.front().fittedAffine);
  // A weight per channel takes up what eps and the estimator do to a channel.
  EXPECT_THAT(specsOf(result.matches.front()), testing::IsSupersetOf({"batch", "batch:variance=unbiased",
                                                                      "batch:eps=0.001", "batch:mode=eval"}));
  EXPECT_THAT(
      result.notices,
      Contains("weight and bias were fitted, which makes norms alike that differ in eps or in the estimator; "
               "give the weight and the bias to tell them apart"));
  request.affine.weight = weight;
  const MatchResult given = findNorms(request);
  EXPECT_FALSE(given.matches.front().fittedAffine);
  EXPECT_EQ(toText(given.matches.front().candidate.spec), "batch");
}

TEST(Match, NormsThatAreAlikeOnlyToRoundingAreToldApart) {
  // 75 elements a set: n/(n-1) is far above rounding.
  const MatchResult result = findNorms(madeBy("normal:8,6,5,5:seed=3", "group:groups=2,variance=unbiased"));
  EXPECT_THAT(specsOf(result.matches.front()), testing::Not(Contains("group:groups=2")));
}

TEST(Match, AWeightThatTooFewValuesWouldShowIsNotDenied) {
  // Two samples: a weight for every element can't be told from them.
  MatchRequest request = madeBy("normal:2,6,5,5:seed=3", "layer");
  ReferenceEngine engine;
  const AffineParameters affine{generate(parseGenerated("uniform:6,5,5:seed=1,low=0.5,high=2")), {}};
  request.y = normalize({request.x, request.shape, parseNormSpec("layer"), affine, {}}, engine).y;
  request.meant = parseNormSpec("layer");
  EXPECT_EQ(findNorms(request).asMeant, std::nullopt);
  request.meant = parseNormSpec("layer:affine=none");
  EXPECT_EQ(findNorms(request).asMeant, false);
  request.meant = parseNormSpec("layer");
  request.affine = affine;
  EXPECT_EQ(findNorms(request).asMeant, true);
}

TEST(Match, AWeightThatIsHalfOfTheGivenOne) {
  MatchRequest request = madeBy("normal:8,6,5,5:seed=3", "group:groups=2");
  const Tensor weight = generate(parseGenerated("uniform:6:seed=1,low=0.5,high=2"));
  const Tensor bias = generate(parseGenerated("normal:6:seed=2"));
  const Tensor halfWeight = generate(parseGenerated("uniform:6:seed=1,low=0.25,high=1"));
  ReferenceEngine engine;
  request.y =
      normalize({request.x, request.shape, parseNormSpec("group:groups=2"), {halfWeight, bias}, {}}, engine)
          .y;
  request.affine = {weight, bias};
  const Match best = findNorms(request).matches.front();
  EXPECT_TRUE(best.explains);
  EXPECT_EQ(best.weight.source, ParameterSource::fitted);
  EXPECT_EQ(best.weight.relation, Relation::other);
  EXPECT_NEAR(*best.weight.times, 0.5, 1e-5);
  EXPECT_EQ(best.bias.relation, Relation::equal);
  EXPECT_THAT(best.candidate.differences, ElementsAre(Mistake::biasNotScaled));
  EXPECT_THAT(differencesInWords(request, best.candidate, {}, &best),
              Contains("the weight was scaled, and the bias was not"));
}

TEST(Match, BrokenSetsOfXAreAsMeant) {
  // x is NaN in a set, and somebody put 0 for what came of it.
  Tensor x = generate(parseGenerated("normal:8,6,5,5:seed=3"));
  x.edit<float>()[7] = std::numeric_limits<float>::quiet_NaN();
  MatchRequest request = ofTensors(x, x);
  ReferenceEngine engine;
  request.y = normalize({x, request.shape, parseNormSpec("instance"), {}, {}}, engine).y;
  for (std::size_t i = 0; i < 25; ++i) request.y.edit<float>()[i] = 0;
  request.meant = parseNormSpec("instance");
  const MatchResult result = findNorms(request);
  EXPECT_EQ(result.matches.front().setsExplained, 47);
  EXPECT_TRUE(result.matches.front().brokenInX);
  EXPECT_EQ(result.asMeant, true);
  // The same of an x that is whole is not as meant.
  MatchRequest whole = madeBy("normal:8,6,5,5:seed=3", "instance");
  for (std::size_t i = 0; i < 25; ++i) whole.y.edit<float>()[i] = 0;
  whole.meant = parseNormSpec("instance");
  EXPECT_EQ(findNorms(whole).asMeant, false);
  EXPECT_TRUE(findNorms(whole).explained());
}

/// Every step of a Layer Norm in half precision, of numbers far from 0: hardly a bit of y is right, and
/// neither the norm nor the given weight may be denied.
TEST(Match, WhatRoundedOnTheWayIsNotDenied) {
  const Tensor wide = generate(parseGenerated("normal:34,64:seed=3,mean=30"));
  const Tensor weight = generate(parseGenerated("uniform:64:seed=4,low=0.5,high=2"));
  const auto half = [](float value) { return static_cast<float>(static_cast<Eigen::half>(value)); };
  std::vector<double> x, y;
  for (std::int64_t i = 0; i < wide.elementCount(); ++i) x.push_back(half(static_cast<float>(wide.at(i))));
  for (std::size_t row = 0; row < 34; ++row) {
    float sum = 0, squares = 0;
    for (std::size_t i = 0; i < 64; ++i) sum = half(sum + static_cast<float>(x[row * 64 + i]) / 64);
    for (std::size_t i = 0; i < 64; ++i) {
      const float apart = half(static_cast<float>(x[row * 64 + i]) - sum);
      squares = half(squares + half(apart * apart) / 64);
    }
    for (std::size_t i = 0; i < 64; ++i) {
      const float xhat = half(half(static_cast<float>(x[row * 64 + i]) - sum) / half(std::sqrt(squares)));
      y.push_back(half(xhat * half(static_cast<float>(weight.at(static_cast<std::int64_t>(i))))));
    }
  }
  MatchRequest request = ofTensors(Tensor::of<double>(DType::float16, {34, 64}, x),
                                   Tensor::of<double>(DType::float16, {34, 64}, y));
  request.meant = parseNormSpec("layer");
  EXPECT_NE(findNorms(request).asMeant, false);
  request.affine.weight = weight;
  const MatchResult given = findNorms(request);
  EXPECT_NE(given.asMeant, false);
  EXPECT_NE(given.matches.front().weight.relation, Relation::ignored);
}

TEST(Match, UnrelatedTensorsAreSaidToBe) {
  const MatchRequest request = ofTensors(generate(parseGenerated("normal:4,6,5,5:seed=3")),
                                         generate(parseGenerated("normal:4,6,5,5:seed=4")));
  const MatchResult result = findNorms(request);
  EXPECT_FALSE(result.explained());
  ASSERT_EQ(result.matches.size(), 3U);
  EXPECT_THAT(matchSentence(request, result),
              testing::MatchesRegex("no norm explains y, of .* computations tried: "
                                    "the nearest, .*, is off by .* where rounding "
                                    "explains .*"));
}

TEST(Match, ConstantTensorsFitManyNormsAndThatIsSaid) {
  const MatchRequest request = ofTensors(generate(parseGenerated("constant:4,6,5,5:value=3")),
                                         generate(parseGenerated("constant:4,6,5,5")));
  const MatchResult result = findNorms(request);
  EXPECT_TRUE(result.explained());
  EXPECT_GT(result.matches.front().equivalents.size(), 30U);
  EXPECT_THAT(
      result.notices,
      Contains("x is constant: every norm that subtracts the mean gives exactly the bias, so this data can't "
               "tell them apart; give a tensor with different values"));
}

TEST(Match, AConstantYOfOtherXSaysNothing) {
  const MatchRequest request = ofTensors(generate(parseGenerated("normal:4,6,5,5:seed=3")),
                                         generate(parseGenerated("constant:4,6,5,5:value=2")));
  EXPECT_THAT(
      findNorms(request).notices,
      Contains(
          "y is constant and x is not: every norm gives that with weight 0, so this data can't tell them "
          "apart; give the y of other weights"));
}

TEST(Match, OfAConstantYNoFitIsTold) {
  const MatchRequest request = ofTensors(generate(parseGenerated("normal:4,6,5,5:seed=3")),
                                         generate(parseGenerated("constant:4,6,5,5:value=0")));
  const MatchResult result = findNorms(request);
  EXPECT_TRUE(result.nothingTold);
  EXPECT_EQ(matchSentence(request, result),
            "nothing can be told: y is constant, which every norm gives with weight 0; give the y of other "
            "weights");
  for (const Match& match : result.matches) EXPECT_FALSE(match.fittedAffine);
}

TEST(Match, NanPoisonsOnlyItsSets) {
  Tensor x = generate(parseGenerated("normal:4,6,5,5:seed=3"));
  x.edit<float>()[7] = std::numeric_limits<float>::quiet_NaN();
  MatchRequest request = ofTensors(x, x);
  ReferenceEngine engine;
  request.y = normalize({x, request.shape, parseNormSpec("instance"), {}, {}}, engine).y;
  const MatchResult result = findNorms(request);
  EXPECT_EQ(toText(result.matches.front().candidate.spec), "instance");
  EXPECT_THAT(result.notices,
              ElementsAre("1 value of x is NaN or Inf: their sets can only be compared by where y is not "
                          "finite"));
}

/// Of a batch norm whose weight has NaN in its last channel.
MatchRequest withNotFiniteWeight() {
  const Tensor x = generate(parseGenerated("normal:4,6,5,5:seed=3"));
  MatchRequest request = ofTensors(x, x);
  request.affine.weight = Tensor::of<float>(DType::float32, {6}, std::vector<float>{1, 1, 1, 1, 1, NAN});
  ReferenceEngine engine;
  request.y = normalize({x, request.shape, parseNormSpec("batch"), request.affine, {}}, engine).y;
  return request;
}

TEST(Match, SaysWhereNanOfYMayComeFrom) {
  MatchRequest request = withNotFiniteWeight();
  const MatchResult given = findNorms(request);
  EXPECT_EQ(toText(given.matches.front().candidate.spec), "batch");
  EXPECT_THAT(given.notices,
              testing::Contains("y has NaN or Inf and x has none: the weight that was given has some"));
  request.affine = {};
  EXPECT_THAT(findNorms(request).notices,
              testing::Contains(
                  "y has NaN or Inf and x has none: perhaps from a weight, a bias or running statistics "
                  "that are not finite, from an overflow, or from a set without variance and eps 0"));
  request.running = RunningStatistics::fresh(6);
  request.running->variance[5] = NAN;
  request.affine = withNotFiniteWeight().affine;
  EXPECT_THAT(
      findNorms(request).notices,
      testing::Contains("y has NaN or Inf and x has none: the weight and running statistics that were "
                        "given have some"));
}

TEST(Match, LayersThatWereNeverTrainedAreRecognized) {
  const Tensor x = generate(parseGenerated("normal:4,6,5,5:seed=3"));
  const MatchRequest request = ofTensors(x, x);
  const MatchResult result = findNorms(request);
  EXPECT_THAT(specsOf(result.matches.front()), Contains("batch:mode=eval,eps=0"));
  EXPECT_THAT(result.notices,
              ElementsAre("y is x itself, unless eps is not small: a layer in evaluation mode that was "
                          "never trained, or no norm at all"));
}

TEST(Match, SaysInWordsWhatDiffers) {
  MatchRequest request = madeBy("normal:8,6,5,5:seed=3", "group:groups=2,eps=0.001,variance=unbiased");
  const MatchResult result = findNorms(request);
  EXPECT_THAT(
      differencesInWords(request, result.matches.front().candidate),
      ElementsAre(
          "you normalized with the unbiased variance, which divides by n − 1; layers normalize with the "
          "biased one",
          "eps is 0.001, where 1e-5 is usual"));
  request.meant = parseNormSpec("group:groups=3,eps=0.001");
  EXPECT_THAT(differencesInWords(request, result.matches.front().candidate),
              ElementsAre("y comes from group:groups=2, not from group:groups=3", HasSubstr("unbiased")));
  request.meant = parseNormSpec("group:groups=2,eps=0.001,variance=unbiased");
  EXPECT_THAT(matchSentence(request, findNorms(request)), HasSubstr(", as meant: the largest difference, "));
}

TEST(Match, EveryDifferenceHasItsWords) {
  const MatchRequest request = madeBy("normal:4,6,5,5:seed=3", "layer");
  MatchCandidate candidate{
      parseNormSpec("custom:over=C,center=false,eps_at=outside"), Layout::parse("NHWC"), {}, {}};
  candidate.average = RunningAverage{0.9999, 0};
  candidate.differences = {Mistake::runningAverage, Mistake::nhwcReshape, Mistake::layout,
                           Mistake::halfRounding, Mistake::gammaBetaSwapped};
  EXPECT_THAT(
      differencesInWords(request, candidate),
      ElementsAre(
          "eps was added outside the root, to σ instead of σ²", "the mean was not subtracted",
          "the statistics are running averages after one update: 0.9999 of x's, and the rest of a start "
          "with mean 0 and variance 0; a layer in training normalizes with x's own",
          "the groups come from a reshape without a transpose, which mixes positions with channels",
          "the axes were taken as NHWC, not as NCHW", "values were rounded to half precision",
          "weight and bias are swapped"));
  const auto words = [&](const std::string& spec) {
    return differencesInWords(request, {parseNormSpec(spec), Layout::parse("NCHW"), {}, {}});
  };
  EXPECT_THAT(words("layer:eps_at=max"),
              ElementsAre("eps was not added, but is the least that the root may be"));
  EXPECT_THAT(words("l2:eps_at=inside"), ElementsAre("eps was added inside the root"));
  EXPECT_THAT(words("l2:eps_at=outside,eps=0.5"),
              ElementsAre("eps is 0.5, where 1e-12 is usual", "eps was added outside the root"));
}

TEST(Match, RefusesWhatCantBeCompared) {
  const auto refuses = [](const Tensor& x, const Tensor& y, const std::string& line) {
    const Layout layout =
        x.extents().empty() ? Layout() : Layout::ofRank(static_cast<int>(x.extents().size()));
    expectError([&] { findNorms({x, y, Shape(layout, x.extents()), {}, {}}); }, Fault::nonsense, line);
  };
  const Tensor x = generate(parseGenerated("normal:2,3"));
  refuses(
      x, generate(parseGenerated("normal:2,4")),
      "x and y: their shapes [2, 3] and [2, 4] differ; give the tensor before the norm and the one after it");
  refuses(x, generate(parseGenerated("normal:3,2")),
          "x and y: their shapes [2, 3] and [3, 2] differ; transpose one of them, so that both have one "
          "order of axes");
  refuses(Tensor::allocate(DType::float32, {}), Tensor::allocate(DType::float32, {}),
          "x and y: they have no axes; give tensors with an axis or more");
  refuses(Tensor::allocate(DType::float32, {0, 3}), Tensor::allocate(DType::float32, {0, 3}),
          "x and y: they have no elements; give tensors with values");
  refuses(x, Tensor::allocate(DType::int64, {2, 3}),
          "y: it is int64, and no norm gives integers; give the tensor after the norm as float16, float32 or "
          "float64");
  const auto refusesParameters = [](const AffineParameters& affine, const std::string& line) {
    MatchRequest request = madeBy("normal:4,6,5,5:seed=3", "batch");
    request.affine = affine;
    expectError([&] { findNorms(request); }, Fault::nonsense, line);
  };
  const Tensor seven = generate(parseGenerated("normal:7"));
  refusesParameters(
      {seven, {}},
      "weight: its shape [7] fits no norm on [4, 6, 5, 5]; give one value for every channel, group "
      "or element of the reduced axes");
  refusesParameters({generate(parseGenerated("normal:6")), seven},
                    "bias: its shape [7] is not that of the weight, [6]; give both of one shape");
  MatchRequest evaluated = madeBy("normal:4,3,5:seed=3", "batch");
  evaluated.running = RunningStatistics{{0, 0, 0}, {1, -2, 1}};
  expectError([&] { findNorms(evaluated); }, Fault::nonsense,
              "running variance: it is -2; give variances, which are 0 or more");
  evaluated.running = RunningStatistics{{0, 0}, {1, 1}};
  expectError([&] { findNorms(evaluated); }, Fault::nonsense,
              "running statistics: they are not one for each of 3 channels; give one value per channel");
  const std::vector<double> nans(6, std::numeric_limits<double>::quiet_NaN());
  refuses(Tensor::of<double>(DType::float32, {2, 3}, nans), x,
          "x: none of its 6 values is finite; give a tensor with numbers");
  refuses(x, Tensor::of<double>(DType::float32, {2, 3}, nans),
          "y: none of its 6 values is finite; give a tensor with numbers");
}

TEST(Match, StopsWhenAsked) {
  const MatchRequest request = madeBy("normal:4,6,5,5:seed=3", "layer");
  std::stop_source stop;
  int reports = 0;
  const Progress progress{stop.get_token(), [&](double) {
                            if (++reports == 20) stop.request_stop();
                          }};
  EXPECT_THROW(findNorms(request, progress), Cancelled);
}

TEST(Match, ProgressOnlyGrows) {
  const MatchRequest unrelated = ofTensors(generate(parseGenerated("normal:4,6,5,5:seed=3")),
                                           generate(parseGenerated("normal:4,6,5,5:seed=4")));
  for (const MatchRequest& request : {madeBy("normal:4,6,5,5:seed=3", "layer"), unrelated}) {
    double last = 0;
    findNorms(request, {{}, [&](double fraction) {
                          EXPECT_GE(fraction, last - 1e-12);
                          EXPECT_LE(fraction, 1 + 1e-12);
                          last = fraction;
                        }});
    EXPECT_EQ(last, 1);
  }
}

}  // namespace match_test
}  // namespace normscope
