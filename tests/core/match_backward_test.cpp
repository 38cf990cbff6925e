// A backward pass beside the forward one: what is missing in it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/analysis/match/match.h"
#include "core/analysis/match/match_words.h"
#include "core/engine/normalize.h"
#include "core/engine/reference/reference_engine.h"
#include "core/engine/scale.h"
#include "core/io/generate.h"
#include "tests/core/expect_error.h"

namespace normscope {
namespace match_backward_test {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Tensor tensorOf(const std::vector<double>& values, const Extents& extents) {
  return Tensor::of<double>(DType::float32, extents, values);
}

/// Everything about a forward and a backward pass, and ways to get the latter wrong.
struct Passes {
  MatchRequest request;
  NormalizeResult right;
  bool weighted;

  Passes(const std::string& spec, const std::string& parameters)
      : request{generate(parseGenerated("normal:6,4,5,3:seed=5,mean=0.4")), {}, {}, {}, {}},
        right{forward(spec, parameters)},
        weighted(!parameters.empty()) {
    request.y = right.y;
    request.backward = BackwardPair{gradOutput(), right.gradients->input};
  }

  static Tensor gradOutput() { return generate(parseGenerated("normal:6,4,5,3:seed=6,mean=0.2")); }

  NormalizeResult forward(const std::string& spec, const std::string& parameters) {
    request.shape = Shape(Layout::parse("NCHW"), request.x.extents());
    if (!parameters.empty()) {
      request.affine = {generate(parseGenerated("uniform:" + parameters + ":seed=7,low=0.5,high=2")),
                        generate(parseGenerated("normal:" + parameters + ":seed=8"))};
    }
    ReferenceEngine engine;
    return normalize({request.x, request.shape, parseNormSpec(spec), request.affine, {}, gradOutput()},
                     engine);
  }

  /// The gradient with each of its terms or without, the means over the sets of another norm.
  Tensor gradient(bool meanG, bool meanGXhat, bool weight, const std::string& means) const {
    const ReductionPlan other = plan(request.shape, parseNormSpec(means));
    const std::int64_t count = request.x.elementCount();
    std::vector<double> g, xhat, rstds;
    for (std::int64_t i = 0; i < count; ++i) {
      const auto set = static_cast<std::size_t>(right.plan.setOf(i));
      rstds.push_back(rstdOf(right.statistics.variance[set], right.plan));
      xhat.push_back((request.x.at(i) - right.statistics.mean[set]) * rstds.back());
      const bool scaled = weight && request.affine.weight;
      g.push_back(gradOutput().at(i) * (scaled ? request.affine.weight->at(right.plan.parameterOf(i)) : 1));
    }
    std::vector<double> sumG(static_cast<std::size_t>(other.setCount()), 0), sumGXhat = sumG;
    for (std::int64_t i = 0; i < count; ++i) {
      sumG[static_cast<std::size_t>(other.setOf(i))] += g[static_cast<std::size_t>(i)];
      sumGXhat[static_cast<std::size_t>(other.setOf(i))] +=
          g[static_cast<std::size_t>(i)] * xhat[static_cast<std::size_t>(i)];
    }
    const auto n = static_cast<double>(other.elementsPerSet());
    std::vector<double> gradient;
    for (std::int64_t i = 0; i < count; ++i) {
      const auto at = static_cast<std::size_t>(i);
      const auto set = static_cast<std::size_t>(other.setOf(i));
      gradient.push_back(
          rstds[at] * (g[at] - (meanG ? sumG[set] / n : 0) - (meanGXhat ? xhat[at] * sumGXhat[set] / n : 0)));
    }
    return tensorOf(gradient, request.x.extents());
  }

  GradientFinding judged() const { return *findNorms(request).gradient; }
  GradientFinding judged(const Tensor& gradInput) {
    request.backward->gradInput = gradInput;
    return judged();
  }
};

TEST(MatchBackward, ARightGradientIsExplained) {
  for (const auto& [spec, parameters] :
       {std::pair("batch", "4"), std::pair("layer", ""), std::pair("group:groups=2", "4"),
        std::pair("rms:over=C+H,eps=1e-6", ""),
        std::pair("layer:eps=0.001,eps_at=outside,variance=unbiased", ""), std::pair("l2", "")}) {
    const GradientFinding finding = Passes(spec, parameters).judged();
    EXPECT_TRUE(finding.explains) << spec;
    EXPECT_THAT(finding.differences, IsEmpty()) << spec;
    EXPECT_LE(finding.maxAbs, finding.bound);
  }
}

TEST(MatchBackward, WhatIsMissingIsNamed) {
  for (const auto& [spec, parameters] : {std::pair("batch", "4"), std::pair("group:groups=2", "4")}) {
    Passes passes(spec, parameters);
    EXPECT_THAT(passes.judged(passes.gradient(false, true, true, spec)).differences,
                ElementsAre(GradientMistake::meanOfGMissing));
    EXPECT_THAT(passes.judged(passes.gradient(true, false, true, spec)).differences,
                ElementsAre(GradientMistake::meanOfGXhatMissing));
    EXPECT_THAT(passes.judged(passes.gradient(false, false, true, spec)).differences,
                ElementsAre(GradientMistake::meanOfGMissing, GradientMistake::meanOfGXhatMissing));
    EXPECT_THAT(passes.judged(passes.gradient(true, true, false, spec)).differences,
                ElementsAre(GradientMistake::weightMissing));
    const GradientFinding axes = passes.judged(passes.gradient(true, true, true, "custom:over=H+W"));
    EXPECT_THAT(axes.differences, ElementsAre(GradientMistake::axes));
    EXPECT_EQ(axes.meansOver, "H+W");
    EXPECT_THAT(gradientSentence(axes), HasSubstr("with its means over H+W: the largest difference"));
  }
}

TEST(MatchBackward, SumsOfTheParametersOverWrongAxes) {
  Passes passes("batch", "4");
  passes.request.backward->gradWeight = tensorOf(passes.right.gradients->weight, {4});
  passes.request.backward->gradBias = tensorOf(passes.right.gradients->bias, {4});
  EXPECT_THAT(passes.judged().differences, IsEmpty());
  // Over the batch alone: one for each channel and position.
  std::vector<double> sums(60, 0);
  for (std::int64_t i = 0; i < 360; ++i) sums[static_cast<std::size_t>(i % 60)] += Passes::gradOutput().at(i);
  passes.request.backward->gradBias = tensorOf(sums, {4, 5, 3});
  const GradientFinding finding = passes.judged();
  EXPECT_TRUE(finding.explains);
  EXPECT_THAT(finding.differences, ElementsAre(GradientMistake::sumsOverWrongAxes));
  EXPECT_EQ(finding.parameters, "the gradient of the bias is summed over N");
  passes.request.backward->gradBias = tensorOf({1, 2, 3, 4}, {4});
  EXPECT_FALSE(passes.judged().explains);
}

TEST(MatchBackward, AnUnrelatedGradientIsSaidToBe) {
  Passes passes("batch", "4");
  const GradientFinding finding = passes.judged(generate(parseGenerated("normal:6,4,5,3:seed=9")));
  EXPECT_FALSE(finding.explains);
  EXPECT_THAT(finding.differences, IsEmpty());
  EXPECT_THAT(gradientSentence(finding), HasSubstr("the gradient is none that batch gives"));
}

TEST(MatchBackward, RefusesWhatCantBeJudged) {
  Passes passes("batch", "4");
  passes.request.backward->gradInput = generate(parseGenerated("normal:6,4,5,2"));
  expectError(
      [&] { findNorms(passes.request); }, Fault::nonsense,
      "--grad-input: its shape [6, 4, 5, 2] is not that of x, [6, 4, 5, 3]; give a gradient of the same "
      "shape");
  Passes unrelated("batch", "");
  unrelated.request.y = generate(parseGenerated("normal:6,4,5,3:seed=10"));
  expectError(
      [&] { findNorms(unrelated.request); }, Fault::nonsense,
      "--grad-input: no norm explains y by which the gradient could be judged; name the norm with --norm");
  unrelated.request.meant = parseNormSpec("batch");
  EXPECT_TRUE(findNorms(unrelated.request).gradient->explains);
}

}  // namespace match_backward_test
}  // namespace normscope
