// What somebody made of a weight and a bias that are known, beside what match_test.cpp has.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "core/analysis/match/match.h"
#include "core/analysis/match/match_words.h"
#include "core/engine/normalize.h"
#include "core/engine/reference/reference_engine.h"
#include "core/error.h"
#include "core/io/generate.h"
#include "core/norm/affine.h"

namespace normscope {
namespace match_given_test {

using testing::Contains;

/// What is found of y made from x̂ of a norm, the weight and the bias of its channel.
struct Given {
  MatchRequest request;
  MatchResult result;

  Given(const std::string& norm, const std::function<double(double, double, double)>& applied) {
    const Tensor x = generate(parseGenerated("normal:4,6,5,7:seed=41,mean=1,std=2"));
    const Shape shape(Layout::parse("NCHW"), x.extents());
    const Tensor weight = generate(parseGenerated("uniform:6:seed=42,low=0.5,high=2"));
    const Tensor bias = generate(parseGenerated("normal:6:seed=43"));
    NormSpec bare = parseNormSpec(norm);
    bare.affine = Affine::none;
    ReferenceEngine engine;
    const Tensor xhat = normalize({x, shape, bare, {}, {}}, engine).y;
    std::vector<double> y;
    for (std::int64_t i = 0; i < x.elementCount(); ++i)
      y.push_back(applied(xhat.at(i), weight.at(i / 35 % 6), bias.at(i / 35 % 6)));
    request = {
        x, Tensor::of<double>(DType::float32, x.extents(), y), shape, {weight, bias}, parseNormSpec(norm)};
    result = findNorms(request);
  }

  const MatchCandidate& best() const { return result.matches.front().candidate; }
  std::vector<std::string> words() const {
    return differencesInWords(request, best(), {}, &result.matches.front());
  }
};

TEST(MatchGiven, TheBiasWasAddedFirst) {
  for (const std::string norm : {"batch", "group:groups=2", "instance:affine=channel"}) {
    const Given given(norm, [](double xhat, double weight, double bias) { return (xhat + bias) * weight; });
    EXPECT_THAT(given.words(),
                Contains("the bias was added before the weight was applied: (x̂ + bias) · weight"));
    EXPECT_EQ(given.best().differences, std::vector{Mistake::biasBeforeWeight});
    EXPECT_EQ(given.result.asMeant, false);
  }
}

TEST(MatchGiven, OneWasSubtractedFromTheWeight) {
  const Given given("batch",
                    [](double xhat, double weight, double bias) { return xhat * (weight - 1) + bias; });
  EXPECT_THAT(given.words(), Contains("weight − 1 was applied, not the weight as it was given"));
  EXPECT_EQ(given.best().differences, std::vector{Mistake::oneSubtracted});
  EXPECT_EQ(given.result.asMeant, false);
}

/// Features that are read as signals.
TEST(MatchGiven, AWeightOfTheLastAxisIsAReasonForAnotherLayout) {
  const auto refusal = [](const char* layout, const Extents& extents, const char* norm) -> std::string {
    try {
      settleAffine(Shape(Layout::parse(layout), extents), parseNormSpec(norm), {Extents{8}, {}});
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(
      refusal("NCL", {2, 5, 8}, "layer"),
      "weight: its shape [8] does not fit norm 'layer' on [2, 5, 8], but the last axis; name the axes with "
      "--layout BTF, or give the shape [5, 8] (one per element) or [5] (one per channel)");
  EXPECT_EQ(refusal("NCHW", {2, 5, 3, 8}, "batch"),
            "weight: its shape [8] does not fit norm 'batch' on [2, 5, 3, 8], but the last axis; name the "
            "axes with "
            "--layout NHWC, or give the shape [5] (one per channel)");
}

}  // namespace match_given_test
}  // namespace normscope
