// Pairs that people puzzled over, and the answer to each: in numbers and names, not in words.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/analysis/match/match.h"
#include "core/analysis/match/match_words.h"
#include "core/io/npy.h"
#include "tests/core/expect_error.h"

namespace normscope {
namespace match_known_test {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string fileOf(const std::string& name) {
  return std::string(NORMSCOPE_TEST_DATA) + "/match/" + name + ".npy";
}

/// What somebody had, and what was known beside.
struct Had {
  std::string x, y;
  std::string layout = {};
  std::string norm = {};
  std::string weight = {}, bias = {};
  std::string mean = {}, variance = {};
};

std::vector<double> valuesIn(const std::string& name) {
  const Tensor tensor = readNpy(fileOf(name));
  std::vector<double> values;
  for (std::int64_t i = 0; i < tensor.elementCount(); ++i) values.push_back(tensor.at(i));
  return values;
}

MatchRequest requestOf(const Had& had) {
  MatchRequest request{readNpy(fileOf(had.x)), readNpy(fileOf(had.y)), {}, {}, {}};
  const Extents& extents = request.x.extents();
  request.shape =
      Shape(had.layout.empty() ? Layout::ofRank(static_cast<int>(extents.size())) : Layout::parse(had.layout),
            extents);
  if (!had.norm.empty()) request.meant = parseNormSpec(had.norm);
  if (!had.weight.empty()) request.affine.weight = readNpy(fileOf(had.weight));
  if (!had.bias.empty()) request.affine.bias = readNpy(fileOf(had.bias));
  if (!had.mean.empty()) request.running = RunningStatistics{valuesIn(had.mean), valuesIn(had.variance)};
  return request;
}

/// The answer as a test reads it.
struct Answer {
  MatchRequest request;
  MatchResult result;

  const Match& best() const { return result.matches.front(); }
  std::string spec() const { return toText(best().candidate.spec); }
  std::vector<Mistake> differences() const { return best().candidate.differences; }
  std::string verdict() const { return matchSentence(request, result); }
  std::vector<std::string> words() const {
    std::vector<std::string> all = differencesInWords(request, best().candidate, {}, &best());
    const std::vector<std::string> more = findingsInWords(request, best());
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  std::vector<std::string> specs() const {
    std::vector<std::string> all = {spec()};
    for (const MatchCandidate& other : best().equivalents) all.push_back(toText(other.spec));
    return all;
  }
};

Answer answerTo(const Had& had) {
  MatchRequest request = requestOf(had);
  MatchResult result = findNorms(request);
  return {std::move(request), std::move(result)};
}

TEST(MatchKnown, OneSampleIsNormalizedByChannelAndNotByGroup) {
  const Answer answer = answerTo({"one_sample_x", "one_sample_y", "", "group:groups=1"});
  EXPECT_EQ(answer.spec(), "instance");
  EXPECT_THAT(answer.specs(), testing::IsSupersetOf({"batch", "group:groups=4"}));
  EXPECT_EQ(answer.result.asMeant, false);
  EXPECT_THAT(answer.words(), Contains("instance and batch are the same here: N = 1"));
}

TEST(MatchKnown, GroupsOfAReshape) {
  const Answer answer = answerTo({"reshaped_x", "reshaped_y", "NHWC", "group:groups=2"});
  EXPECT_EQ(answer.spec(), "group:groups=2");
  EXPECT_THAT(answer.differences(), ElementsAre(Mistake::nhwcReshape));
  EXPECT_EQ(answer.result.asMeant, false);
}

TEST(MatchKnown, TheUnbiasedVarianceOfFourValues) {
  const Answer answer = answerTo({"four_x", "four_y"});
  EXPECT_EQ(answer.best().candidate.spec.variance, VarianceEstimator::unbiased);
  EXPECT_EQ(answer.best().epsRange->low, 0);
  EXPECT_LT(answer.best().epsRange->high, 1e-6);
}

TEST(MatchKnown, TheMeantNormIsNamedAmongEquals) {
  const Answer answer = answerTo({"outside_x", "outside_y", "", "layer"});
  EXPECT_EQ(answer.spec(), "layer:eps=1e-6,eps_at=outside,variance=unbiased");
  EXPECT_EQ(answer.result.asMeant, false);
  EXPECT_THAT(answer.words(), Not(Contains(HasSubstr("y comes from"))));
  const Answer tiny = answerTo({"tiny_x", "tiny_y", "", "group:groups=1"});
  EXPECT_EQ(tiny.spec(), "group:groups=1,variance=unbiased");
  EXPECT_THAT(tiny.words(), Not(Contains(HasSubstr("y comes from"))));
}

TEST(MatchKnown, OtherPowersOfTheRoot) {
  const Answer twice = answerTo({"root_twice_x", "root_twice_y", "BTF"});
  EXPECT_TRUE(twice.best().explains);
  EXPECT_EQ(twice.best().candidate.spec.over, "F");
  EXPECT_THAT(twice.differences(), ElementsAre(Mistake::power));
  EXPECT_EQ(twice.best().candidate.exponent, -0.5);
  const Answer multiplied = answerTo({"root_multiplied_x", "root_multiplied_y"});
  EXPECT_THAT(multiplied.specs(), Contains("layer"));
  EXPECT_EQ(multiplied.best().candidate.exponent, 1);
  EXPECT_THAT(answerTo({"root_multiplied_x", "root_multiplied_right"}).differences(), IsEmpty());
}

TEST(MatchKnown, ALayerThatWasNeverTrained) {
  EXPECT_EQ(answerTo({"fresh_instance_x", "fresh_instance_y"}).spec(), "batch:mode=eval");
  const Answer meant = answerTo({"fresh_instance_x", "fresh_instance_y", "", "instance:mode=eval"});
  EXPECT_EQ(meant.spec(), "instance:mode=eval");
  EXPECT_EQ(meant.result.asMeant, true);
  const Answer own = answerTo({"fresh_instance_x", "fresh_instance_own", "", "instance:mode=eval"});
  EXPECT_EQ(own.spec(), "instance");
  EXPECT_EQ(own.result.asMeant, false);
  for (const std::string x : {"untrained_x", "untrained_integers"})
    EXPECT_EQ(answerTo({x, "untrained_y"}).spec(), "batch:mode=eval,eps=0.001");
  EXPECT_EQ(answerTo({"fused_x", "fused_y"}).spec(), "batch:mode=eval");
  const Answer training = answerTo({"fused_x", "fused_y", "", "batch"});
  EXPECT_EQ(training.spec(), "batch:mode=eval");
  EXPECT_THAT(training.words(), Contains(HasSubstr("the layer was never trained")));
}

TEST(MatchKnown, AnEpsThatCantBeToldIsARange) {
  const Answer answer = answerTo({"eval_x", "eval_y"});
  EXPECT_EQ(answer.best().candidate.spec.variance, VarianceEstimator::unbiased);
  EXPECT_EQ(answer.best().epsRange->low, 0);
  EXPECT_TRUE(answer.best().epsRange->holds(1e-7));
  EXPECT_FALSE(answer.best().epsRange->holds(1e-5));
  EXPECT_EQ(answerTo({"eval_x", "eval_y", "", "batch:eps=0"}).spec(), "batch:eps=0,variance=unbiased");
}

TEST(MatchKnown, YIsAMultipleOfX) {
  const Answer answer = answerTo({"eval_often_x", "eval_often_y"});
  EXPECT_THAT(answer.differences(), ElementsAre(Mistake::identity));
  EXPECT_EQ(answer.best().weight.relation, Relation::scalar);
  EXPECT_NEAR(answer.best().weight.mean, std::pow(63.0 / 64, 10), 1e-6);
  EXPECT_EQ(answerTo({"eval_often_x", "eval_often_y", "", "batch"}).result.asMeant, std::nullopt);
}

TEST(MatchKnown, OneNumberComesBeforeOneForEveryChannel) {
  const Answer answer = answerTo({"eps_behind_x", "eps_behind_y", "", "batch"});
  EXPECT_EQ(answer.best().candidate.spec.kind, NormKind::batch);
  EXPECT_EQ(answer.best().candidate.spec.variance, VarianceEstimator::unbiased);
  EXPECT_EQ(answer.best().weight.source, ParameterSource::none);
  EXPECT_EQ(answer.best().bias.relation, Relation::scalar);
  EXPECT_NEAR(answer.best().bias.mean, 1e-5, 1e-7);
  EXPECT_EQ(answer.result.asMeant, false);
  EXPECT_EQ(answerTo({"eps_behind_x", "eps_behind_right", "", "batch"}).result.asMeant, true);
}

TEST(MatchKnown, TheUnbiasedVarianceInOwnCode) {
  EXPECT_EQ(answerTo({"own_batch_x", "own_batch_y"}).spec(), "batch:variance=unbiased");
  EXPECT_EQ(answerTo({"own_instance_x", "own_instance_y", "", "instance"}).spec(),
            "instance:variance=unbiased");
  const std::string meant = "layer:over=C,eps=1e-6,affine=channel";
  const Had had{"own_layer_x", "own_layer_y", "", meant, "own_layer_weight", "own_layer_bias"};
  const Answer answer = answerTo(had);
  EXPECT_EQ(answer.spec(), "layer:over=C,eps=1e-6,variance=unbiased,affine=channel");
  EXPECT_EQ(answer.best().weight.source, ParameterSource::given);
  EXPECT_EQ(answer.best().weight.relation, Relation::equal);
  EXPECT_EQ(answer.result.asMeant, false);
  // A weight that is fitted takes up what the estimator does.
  const Answer fitted = answerTo({"own_layer_x", "own_layer_y", "", meant});
  EXPECT_TRUE(fitted.best().explains);
  EXPECT_EQ(fitted.result.asMeant, std::nullopt);
  EXPECT_THAT(fitted.words(), Not(Contains(HasSubstr("eps is"))));
  EXPECT_EQ(answerTo({"own_layer_x", "own_layer_right", "", meant, had.weight, had.bias}).result.asMeant,
            true);
}

TEST(MatchKnown, NothingIsToldOfNaNAlone) {
  const MatchRequest request = requestOf({"large_x", "large_y"});
  expectError(
      [&] { findNorms(request); }, Fault::nonsense,
      "y: none of its 12 values is finite, though x is: x reaches 80003, beyond half precision; give a "
      "tensor with numbers");
}

TEST(MatchKnown, ChunksOfABatch) {
  const Answer averaged = answerTo({"averaged_x", "averaged_y", "", "batch"});
  EXPECT_EQ(averaged.spec(), "batch");
  EXPECT_THAT(averaged.differences(), ElementsAre(Mistake::ghostBatches));
  EXPECT_EQ(averaged.best().candidate.ghosts, (GhostBatches{4, GhostBatches::Use::averagedMoments}));
  EXPECT_EQ(averaged.result.asMeant, false);
  EXPECT_EQ(answerTo({"averaged_x", "averaged_right", "", "batch"}).result.asMeant, true);
  EXPECT_EQ(answerTo({"chunks_x", "chunks_y"}).spec(), "batch:workers=10");
  const Answer uneven = answerTo({"uneven_x", "uneven_y"});
  EXPECT_EQ(uneven.best().candidate.ghosts, (GhostBatches{4, GhostBatches::Use::each}));
  EXPECT_EQ(uneven.best().setsExplained, 12);
}

TEST(MatchKnown, AnotherEpsWithTheParametersAndWithoutThem) {
  const std::string meant = "group:groups=4,eps=1e-6";
  const Answer given = answerTo({"small_x", "small_y", "", meant, "small_weight", "small_bias"});
  EXPECT_EQ(given.spec(), "group:groups=4");
  EXPECT_TRUE(given.best().epsRange->holds(1e-5));
  EXPECT_TRUE(given.best().epsRange->isPoint());
  EXPECT_EQ(given.result.asMeant, false);
  // With a weight for each channel of one sample, every norm explains y.
  const Answer fitted = answerTo({"small_x", "small_y", "", meant});
  EXPECT_TRUE(fitted.best().provesNothing);
  EXPECT_FALSE(fitted.best().explains);
  EXPECT_EQ(fitted.result.asMeant, std::nullopt);
  EXPECT_EQ(answerTo({"small_x", "small_right", "", meant, "small_weight", "small_bias"}).result.asMeant,
            true);
}

TEST(MatchKnown, OnePlusTheWeight) {
  for (const auto& [y, weight] :
       {std::pair("plus_one_y", "plus_one_weight"), std::pair("plus_one_twice", "plus_one_folded")}) {
    const Answer answer = answerTo({"plus_one_x", y, "", "rms:eps=1e-6", weight});
    EXPECT_EQ(answer.spec(), "rms:eps=1e-6");
    EXPECT_THAT(answer.differences(), ElementsAre(Mistake::zeroCentered));
    EXPECT_EQ(answer.best().weight.source, ParameterSource::given);
    EXPECT_EQ(answer.best().weight.relation, Relation::givenPlusOne);
    EXPECT_EQ(answer.result.asMeant, false);
  }
  EXPECT_EQ(answerTo({"plus_one_x", "plus_one_plain", "", "rms:eps=1e-6", "plus_one_weight"}).result.asMeant,
            true);
}

TEST(MatchKnown, SetsThatOverflowedDoNotHideTheOthers) {
  const Answer answer = answerTo({"overflow_x", "overflow_y", "", "rms:eps=1e-6"});
  EXPECT_EQ(answer.spec(), "rms:eps=1e-6");
  EXPECT_TRUE(answer.best().explains);
  EXPECT_EQ(answer.best().sets, 40);
  EXPECT_EQ(answer.best().setsExplained, 38);
  ASSERT_EQ(answer.best().broken.size(), 1U);
  EXPECT_EQ(answer.best().broken.front().kind, BrokenSets::Kind::zero);
  EXPECT_THAT(answer.best().broken.front().first, ElementsAre(7, 33));
  EXPECT_EQ(answer.result.asMeant, false);
  EXPECT_THAT(answer.verdict(), HasSubstr("rms:eps=1e-6 in 38 of 40 sets (sets 7 and 33 are 0)"));
  // Fewer than three quarters.
  const Answer few = answerTo({"overflow_few_x", "overflow_few_y", "", "rms:eps=1e-6"});
  EXPECT_EQ(few.spec(), "rms:eps=1e-6");
  EXPECT_FALSE(few.best().explains);
  EXPECT_EQ(few.best().setsExplained, 4);
  EXPECT_EQ(answerTo({"overflow_few_x", "overflow_few_right", "", "rms:eps=1e-6"}).result.asMeant, true);
}

TEST(MatchKnown, AnEpsThatIsScaledWithX) {
  for (const std::string pair : {"scaled_eps_small", "scaled_eps_large"}) {
    const Answer answer = answerTo({pair + "_x", pair + "_y", "", "rms:eps=1e-3"});
    EXPECT_EQ(answer.spec(), "rms:eps=0.001");
    EXPECT_THAT(answer.differences(), ElementsAre(Mistake::epsScaled));
    EXPECT_EQ(answer.result.asMeant, false);
  }
  const Answer alike = answerTo({"scaled_eps_alike_x", "scaled_eps_alike_y", "", "rms:eps=1e-3"});
  EXPECT_EQ(alike.spec(), "rms");
  EXPECT_THAT(alike.differences(), ElementsAre(Mistake::epsScaled));
}

TEST(MatchKnown, WhatNoNormMakesIsNotSaidToBeOne) {
  for (const Had& had :
       {Had{"other_rows_x", "other_rows_y"}, Had{"across_channels_x", "across_channels_y"},
        Had{"transposed_x", "transposed_y", "BTF", "", "transposed_weight", "transposed_bias"}}) {
    const Answer answer = answerTo(had);
    EXPECT_FALSE(answer.result.explained()) << had.x;
    EXPECT_NE(answer.result.asMeant, true);
    EXPECT_THAT(answer.verdict(), testing::StartsWith("no norm explains y"));
  }
  EXPECT_EQ(answerTo({"transposed_x", "transposed_right", "BTF", "layer:over=F", "transposed_weight",
                      "transposed_bias"})
                .result.asMeant,
            true);
}

TEST(MatchKnown, KernelsUnitVectorsAndHeads) {
  EXPECT_EQ(answerTo({"kernels_x", "kernels_y", "HWIO"}).spec(), "layer:over=H+W+I,eps_at=outside");
  EXPECT_EQ(answerTo({"unit_x", "unit_y"}).spec(), "l2");
  const Answer rms = answerTo({"unit_x", "unit_rms", "", "", "unit_weight"});
  EXPECT_EQ(rms.best().candidate.spec.kind, NormKind::rms);
  EXPECT_EQ(rms.best().epsRange->low, 0);
  EXPECT_EQ(rms.best().weight.relation, Relation::equal);
  EXPECT_EQ(answerTo({"heads_x", "heads_all", "BTHD"}).best().candidate.spec.over, "H+D");
  EXPECT_EQ(answerTo({"heads_x", "heads_each", "BTHD"}).best().candidate.spec.over, "D");
}

TEST(MatchKnown, AWeightForEveryHead) {
  const Answer answer = answerTo({"heads_x", "heads_weighted", "BTHC", "", "heads_weight"});
  EXPECT_TRUE(answer.best().explains);
  EXPECT_EQ(answer.best().candidate.spec.over, "C");
  EXPECT_EQ(affineText(answer.best().candidate.spec), "H+C");
  EXPECT_EQ(answer.best().weight.relation, Relation::equal);
  const Answer meant = answerTo({"heads_x", "heads_weighted", "BTHC", answer.spec(), "heads_weight"});
  EXPECT_EQ(meant.result.asMeant, true);
}

TEST(MatchKnown, ConventionsThatAreMeant) {
  const Answer centered =
      answerTo({"plus_one_x", "plus_one_y", "", "rms:eps=1e-6,zero_centered=true", "plus_one_weight"});
  EXPECT_EQ(centered.result.asMeant, true);
  EXPECT_EQ(centered.best().weight.relation, Relation::givenPlusOne);
  EXPECT_THAT(centered.differences(), IsEmpty());
  const Answer plain =
      answerTo({"plus_one_x", "plus_one_plain", "", "rms:eps=1e-6,zero_centered=true", "plus_one_weight"});
  EXPECT_NE(plain.result.asMeant, true);
  EXPECT_EQ(plain.best().weight.relation, Relation::equal);
  EXPECT_EQ(plain.spec(), "rms:eps=1e-6,zero_centered=true");
  EXPECT_THAT(plain.differences(), ElementsAre(Mistake::zeroCentered));
  EXPECT_THAT(plain.words(), Contains("the weight was applied as it was given, not 1 + weight"));
  const std::string groups = "group:groups=4,interleaved=true";
  EXPECT_EQ(answerTo({"interleaved_x", "interleaved_y", "NHWC", groups}).result.asMeant, true);
  EXPECT_EQ(answerTo({"interleaved_x", "interleaved_y", "NHWC", groups}).spec(), groups);
}

TEST(MatchKnown, RunningStatisticsSayWhatAFitCant) {
  const std::string meant = "batch:mode=eval,eps=2e-5";
  const Answer fitted = answerTo({"eps_twice_x", "eps_twice_y", "", meant});
  EXPECT_TRUE(fitted.best().provesNothing);
  EXPECT_EQ(fitted.spec(), meant);
  EXPECT_EQ(fitted.result.asMeant, std::nullopt);
  const Answer given =
      answerTo({"eps_twice_x", "eps_twice_y", "", meant, "", "", "eps_twice_mean", "eps_twice_variance"});
  EXPECT_EQ(given.spec(), "batch:mode=eval,eps=4e-5");
  EXPECT_TRUE(given.best().epsRange->holds(4e-5));
  EXPECT_FALSE(given.best().epsRange->holds(2e-5));
  EXPECT_EQ(given.result.asMeant, false);
  EXPECT_EQ(
      answerTo({"eps_twice_x", "eps_twice_right", "", meant, "", "", "eps_twice_mean", "eps_twice_variance"})
          .result.asMeant,
      true);
}

TEST(MatchKnown, AGivenWeightThatWasIgnored) {
  const Had had{"fixed_weight_x",           "fixed_weight_y",       "",
                "batch:mode=eval,eps=1e-3", "fixed_weight_weight",  "fixed_weight_bias",
                "fixed_weight_mean",        "fixed_weight_variance"};
  const Answer answer = answerTo(had);
  EXPECT_EQ(answer.spec(), "batch:mode=eval,eps=0.001");
  EXPECT_EQ(answer.best().weight.source, ParameterSource::none);
  EXPECT_EQ(answer.best().weight.relation, Relation::ignored);
  EXPECT_EQ(answer.best().bias.relation, Relation::equal);
  EXPECT_EQ(answer.result.asMeant, false);
  EXPECT_THAT(answer.words(), Contains("the given weight was not applied: the weight is 1"));
  Had without = had;
  without.mean = without.variance = "";
  const Answer unknown = answerTo(without);
  EXPECT_TRUE(unknown.best().provesNothing);
  EXPECT_EQ(unknown.spec(), "batch:mode=eval,eps=0.001");
  EXPECT_EQ(unknown.result.asMeant, std::nullopt);
}

TEST(MatchKnown, SetsThatAreConstant) {
  const Answer answer = answerTo({"constant_rows_x", "constant_rows_y"});
  EXPECT_FALSE(answer.result.explained());
  EXPECT_TRUE(answer.best().provesNothing);
  EXPECT_THAT(answer.result.notices, Contains(HasSubstr("x does not change along N+L")));
  EXPECT_EQ(answerTo({"constant_rows_x", "constant_rows_y", "BTF", "layer:over=F,eps=1e-6",
                      "constant_rows_weight", "constant_rows_bias"})
                .result.asMeant,
            false);
}

TEST(MatchKnown, GroupsWithAndWithoutPositions) {
  EXPECT_EQ(answerTo({"positions_x", "positions_y"}).spec(), "group:groups=4");
  EXPECT_EQ(answerTo({"no_positions_x", "no_positions_y"}).spec(), "group:groups=4");
}

TEST(MatchKnown, InterleavedGroups) {
  const Answer answer = answerTo({"interleaved_x", "interleaved_y", "NHWC", "group:groups=4"});
  EXPECT_EQ(answer.spec(), "group:groups=4");
  EXPECT_THAT(answer.differences(), ElementsAre(Mistake::interleavedGroups));
  EXPECT_EQ(answer.result.asMeant, false);
}

TEST(MatchKnown, HalfPrecisionIsJudgedByItsBits) {
  const std::string meant = "layer:over=C";
  const Answer right = answerTo({"half_x", "half_y5", "", meant});
  EXPECT_EQ(right.result.asMeant, true);
  EXPECT_GT(right.best().bits, 0.999);
  for (const auto& [y, spec] :
       {std::pair("half_y3", "layer:over=C,eps=0.001"), std::pair("half_y2", "layer:over=C,eps=0.01"),
        std::pair("half_y05", "layer:over=C,eps=0.05"),
        std::pair("half_unbiased", "layer:over=C,variance=unbiased")}) {
    const Answer answer = answerTo({"half_x", y, "", meant});
    EXPECT_EQ(answer.spec(), spec);
    EXPECT_GT(answer.best().bits, 0.999);
    EXPECT_EQ(answer.result.asMeant, false);
    EXPECT_TRUE(answer.best().epsRange->holds(parseNormSpec(spec).eps));
  }
}

TEST(MatchKnown, AFeatureAxisThatIsLast) {
  const Answer answer = answerTo({"features_x", "features_y"});
  EXPECT_EQ(answer.spec(), "rms:eps=1e-6");
  EXPECT_THAT(answer.differences(), ElementsAre(Mistake::layout));
  EXPECT_THAT(answerTo({"features_x", "features_y", "BTF", "rms"}).differences(), IsEmpty());
}

TEST(MatchKnown, NothingWasDone) {
  const Answer answer = answerTo({"own_batch_x", "own_batch_x", "", "batch"});
  EXPECT_THAT(answer.differences(), ElementsAre(Mistake::identity));
  EXPECT_EQ(answer.verdict(), "y is x: nothing was done");
  EXPECT_EQ(answer.result.asMeant, false);
}

}  // namespace match_known_test
}  // namespace normscope
