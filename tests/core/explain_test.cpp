#include "core/analysis/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace normscope {
namespace explain_test {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

Explanation explained(const std::string& layout, const Extents& extents, const std::string& spec) {
  return explain(plan(Shape(Layout::parse(layout), extents), parseNormSpec(spec)));
}

TEST(Explain, SaysWhatSharesOneMeanAndVariance) {
  const auto sets = [](const std::string& spec) { return explained("NCHW", {20, 6, 10, 10}, spec).sets; };
  EXPECT_EQ(sets("group:groups=2"),
            "one mean and one variance per sample and group: 40 sets of 300 elements");
  EXPECT_EQ(sets("batch"), "one mean and one variance per channel: 6 sets of 2000 elements");
  EXPECT_EQ(sets("batch:workers=4"),
            "one mean and one variance per worker and channel: 24 sets of 500 elements");
  EXPECT_EQ(sets("layer"), "one mean and one variance per sample: 20 sets of 600 elements");
  EXPECT_EQ(sets("layer:over=C"),
            "one mean and one variance per sample and position: 2000 sets of 6 elements");
  EXPECT_EQ(sets("rms"), "one mean square per sample and position: 2000 sets of 6 elements");
  EXPECT_EQ(sets("instance"), "one mean and one variance per sample and channel: 120 sets of 100 elements");
  EXPECT_EQ(sets("custom:over=N+W"),
            "one mean and one variance per channel and position along H: 60 sets of 200 elements");
  EXPECT_EQ(sets("custom:over=N+C+H+W"),
            "one mean and one variance for the whole tensor: 1 set of 12000 elements");
}

TEST(Explain, EvaluationModeComputesNothingFromX) {
  const Explanation words = explained("NCHW", {20, 6, 10, 10}, "batch:mode=eval");
  EXPECT_EQ(
      words.sets,
      "one running mean and one running variance per channel, not computed from x: 6 sets of 2000 elements");
  EXPECT_EQ(words.extent, "nothing is reduced; a pair is shared over N, H and W");
  EXPECT_THAT(words.running, ElementsAre("eps 1e-5: the default of Keras is 0.001"));
  EXPECT_THAT(words.notices, IsEmpty());
}

TEST(Explain, ARootOfASumIsSaidToBeOne) {
  const Explanation words = explained("NCHW", {20, 6, 10, 10}, "l2");
  EXPECT_EQ(words.sets, "one sum of squares per sample and position: 2000 sets of 6 elements");
  EXPECT_EQ(words.formula, "y = x / max(√sum(x²), 1e-12)");
  EXPECT_THAT(words.notices,
              ElementsAre("variance in the statistics is the mean square, the sum of squares over n = 6"));
  const auto formula = [](const std::string& spec) {
    return explained("NCHW", {20, 6, 10, 10}, spec).formula;
  };
  EXPECT_EQ(formula("l2:eps_at=inside"), "y = x / √(sum(x²) + 1e-12)");
  EXPECT_EQ(formula("l2:eps_at=outside"), "y = x / (√sum(x²) + 1e-12)");
  EXPECT_EQ(formula("instance:eps_at=max"), "y = (x − mean) / max(√variance, 1e-5)");
}

TEST(Explain, NamesTheReducedAxes) {
  EXPECT_EQ(explained("NCHW", {20, 6, 10, 10}, "group:groups=2").extent,
            "each set extends over C/G, H and W");
  EXPECT_EQ(explained("BTF", {8, 50, 64}, "layer:over=F").extent, "each set extends over F");
}

TEST(Explain, GivesTheShapesOfStatisticsAndParameters) {
  const Explanation group = explained("BTF", {8, 50, 64}, "group:groups=4,affine=group");
  EXPECT_EQ(group.statistics, "shape [B, G] = [8, 4], with kept dimensions [8, 1, 4, 1]");
  EXPECT_EQ(group.parameters, "γ and β: one per group, shape [G] = [4]");
  EXPECT_EQ(explained("BTF", {8, 50, 64}, "layer").parameters,
            "γ and β: one per element of a set, shape [T, F] = [50, 64]");
  EXPECT_EQ(explained("NC", {8, 5}, "custom:over=N+C").statistics, "a single number each, shape []");
  EXPECT_EQ(explained("NCL", {8, 5, 2}, "instance").parameters, "no γ and β");
}

TEST(Explain, SaysWhatSharesAWeightAndABias) {
  EXPECT_EQ(explained("NCL", {8, 6, 5}, "rms").parameters, "γ: one per element of a set, shape [C] = [6]");
  EXPECT_EQ(explained("NCL", {8, 6, 5}, "instance:affine=N+C").parameters,
            "γ and β: one per position of N+C, shape [N, C] = [8, 6]");
  EXPECT_EQ(explained("NCL", {8, 6, 5}, "batch:zero_centered=true,bias=false").parameters,
            "γ: one per channel, shape [C] = [6]; 1 + γ multiplies");
}

TEST(Explain, WritesTheFormulaThatIsComputed) {
  const auto formula = [](const std::string& spec) { return explained("NCL", {8, 6, 5}, spec).formula; };
  EXPECT_EQ(formula("batch"), "y = (x − mean) / √(variance + 1e-5) · γ + β");
  EXPECT_EQ(formula("batch:eps=0.001,eps_at=outside,affine=none"), "y = (x − mean) / (√variance + 0.001)");
  EXPECT_EQ(formula("rms"), "y = x / √(mean(x²) + 1e-5) · γ");
  EXPECT_EQ(formula("rms:zero_centered=true"), "y = x / √(mean(x²) + 1e-5) · (1 + γ)");
  EXPECT_EQ(formula("rms:bias=true"), "y = x / √(mean(x²) + 1e-5) · γ + β");
}

TEST(Explain, TellsWhatIsCalledDifferentlyElsewhere) {
  EXPECT_EQ(explained("NC", {8, 6}, "batch").running.size(), 3U);
  EXPECT_THAT(explained("NC", {8, 6}, "layer").running, IsEmpty());
  EXPECT_NE(explained("NC", {8, 6}, "group:groups=2,affine=group").parametersElsewhere, std::nullopt);
  EXPECT_EQ(explained("NC", {8, 6}, "group:groups=2").parametersElsewhere, std::nullopt);
}

TEST(Explain, OfALayerThatKeepsNoStatisticsSaysNothingOfThem) {
  const ReductionPlan made = plan(Shape(Layout::parse("NC"), {8, 6}), parseNormSpec("batch"));
  EXPECT_FALSE(explain(made).running.empty());
  EXPECT_THAT(explain(made, false).running, IsEmpty());
  EXPECT_THAT(explain(made, false).notices, IsEmpty());
}

TEST(Explain, PointsOutWhatSurprises) {
  EXPECT_THAT(
      explained("NC", {1, 6}, "batch").notices,
      ElementsAre("sets have one element: x minus its mean is 0 and y is exactly the bias",
                  "PyTorch refuses to train with one value per channel; evaluation mode works",
                  "the biased variance normalizes, the unbiased one is stored in running_var (PyTorch)"));
  EXPECT_THAT(explained("NC", {0, 6}, "batch").notices,
              Contains("the sets have no elements: the result is empty and statistics are undefined"));
  EXPECT_THAT(
      explained("BTF", {8, 50, 64}, "layer").notices,
      ElementsAre("without over= every axis but the batch is reduced, as in the Group Normalization paper; "
                  "transformers reduce the feature axis alone: layer:over=F"));
  EXPECT_THAT(explained("BTF", {8, 50, 64}, "layer:over=F").notices, IsEmpty());
  EXPECT_THAT(
      explained("NCL", {8, 50, 64}, "layer:over=L").notices,
      ElementsAre("the axes are read as batch, channel, length; of batch, time, features (layout BTF) "
                  "this is layer:over=F, of the same sets"));
  EXPECT_THAT(explained("NCL", {8, 50, 64}, "layer:over=C").notices, IsEmpty());
  EXPECT_THAT(explained("NC", {8, 4}, "layer").notices, IsEmpty());
  EXPECT_THAT(
      explained("NC", {8, 4}, "layer:variance=unbiased").notices,
      ElementsAre(
          "variance=unbiased divides by n - 1; PyTorch, TensorFlow and ONNX normalize with the biased "
          "one"));
  EXPECT_THAT(
      explained("NC", {8, 4}, "instance:mode=eval").notices,
      ElementsAre("in evaluation mode InstanceNorm with running statistics computes what BatchNorm does"));
}

}  // namespace explain_test
}  // namespace normscope
