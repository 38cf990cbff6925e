#include "core/cases/case.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/cases/case_values.h"
#include "tests/core/expect_error.h"

namespace normscope {
namespace case_test {

using testing::IsEmpty;

/// A case with one step, whose text, computations and expectations are given.
std::string caseWith(const std::string& text, const std::string& rest = "\"expect\": {}",
                     const std::string& controls = "{}") {
  return R"({"normscope": "case", "version": 1, "name": "t", "title": "T", "scene": {"normscope": "scene",
 "version": 1, "source": "normal:2,4,3,3:seed=1", "layout": "NCHW", "shape": [2, 4, 3, 3],
 "norms": ["group:groups=2", "layer"]}, "steps": [{"title": "S", "text": ")" +
         text + R"(", "controls": )" + controls + "}], " + rest + "}";
}

std::string compute(const std::string& entry) {
  return "\"expect\": {}, \"compute\": {\"u\": " + entry + "}";
}

TEST(Cases, EveryNumberOfEveryTextIsAsExpected) {
  for (const Case& example : cases()) {
    const auto values = valuesOf(example);
    EXPECT_THAT(brokenExpectations(example, values), IsEmpty()) << example.name;
  }
}

TEST(Cases, EveryValueOfATextHasAnExpectation) {
  for (const Case& example : cases()) {
    for (const CaseStep& step : example.steps) {
      for (const std::string& value : valuesIn(step.text, example.name)) {
        EXPECT_TRUE(
            std::any_of(example.expectations.begin(), example.expectations.end(),
                        [&](const CaseExpectation& expectation) { return expectation.value == value; }))
            << example.name << ": " << value;
      }
    }
  }
}

TEST(Cases, TextsHoldNoBracesOnceTheyAreFilled) {
  for (const Case& example : cases()) {
    const auto values = valuesOf(example);
    EXPECT_GE(example.steps.size(), 3U) << example.name;
    for (const CaseStep& step : example.steps)
      EXPECT_EQ(filled(step.text, values).find_first_of("{}"), std::string::npos) << example.name;
  }
}

TEST(Cases, TheQuestionsOfTheSourcesAreThere) {
  for (const char* name : {"1a", "1b", "2a", "2b", "3a", "3b", "4a", "4b", "4c", "4d", "4e", "b8"})
    EXPECT_EQ(findCase(name).name, name);
  EXPECT_GE(cases().size(), 15U);
  expectError([] { findCase("9z"); }, Fault::nonsense,
              "case '9z': there is no such case; use 1a, 1b, 2a, 2b, 3a, 3b, 4a, 4b, 4c, 4d, 4e, b1, b2, b3, "
              "b4, b5, b6, b7, b8, b9, "
              "b10 or b11");
}

TEST(Cases, AskTheLaboratory) {
  const std::string drawn = compute(R"({"norm": "batch", "drawn": {"batch_size": 1, "draws": 3}})");
  const Case example = readCase(caseWith("{u.distance_mean:2}", drawn), "case.json");
  EXPECT_GT(std::get<double>(valuesOf(example).at("u.distance_mean")), 0);
  const auto refused = [](const std::string& text, const std::string& computation, const std::string& line) {
    expectError([&] { readCase(caseWith(text, computation), "case.json"); }, Fault::failed,
                "case.json: " + line);
  };
  refused("{u.sets}", drawn,
          "\"steps[0].text\": 'sets' is no property of what the laboratory does; use distance_mean, "
          "distance_variance, error or values_behind_mean");
  refused("{a-u.l2}", drawn,
          "\"steps[0].text\": 'a-u.l2' compares what the laboratory does; name one computation");
}

TEST(Cases, ComputeWhatTheTextAsksFor) {
  const Case example = readCase(
      caseWith(
          "{a.sets} sets of {a.elements_per_set}, {a.statistics_shape}, {a-b.same_sets}, {u-u.l2}, {a.eps:1}",
          compute(R"({"norm": "batch", "source": "normal:4,6:seed=2", "mistake": "half_rounding"})")),
      "case");
  EXPECT_EQ(filled(example.steps[0].text, valuesOf(example)), "4 sets of 18, [2, 2], no, 0, 1e-5");
}

TEST(Cases, SayWhichExpectationsAreBroken) {
  const Case example =
      readCase(caseWith("x", R"("expect": {"a.sets": {"is": 5}, "b.sets": {"least": 1, "most": 2},
      "a.shape": {"is": "[1]"}, "a.eps": {"most": 0}, "b.eps": {"least": 1}})"),
               "case");
  EXPECT_THAT(brokenExpectations(example, valuesOf(example)),
              testing::UnorderedElementsAre("a.sets is 4, not 5", "a.shape is [2, 4, 3, 3], not [1]",
                                            "a.eps is 1e-5, not at most 0", "b.eps is 1e-5, not at least 1"));
}

TEST(Cases, MalformedOnesAreRefusedInOneLine) {
  const auto refuses = [](const std::string& json, const std::string& line) {
    expectError([&] { readCase(json, "case.json"); }, Fault::failed, "case.json: " + line);
  };
  refuses(caseWith("{a.sets"), "\"steps[0].text\": a brace has no partner; write {NAME.PROPERTY}");
  refuses(caseWith("a.sets}"), "\"steps[0].text\": a brace has no partner; write {NAME.PROPERTY}");
  refuses(caseWith("{a.mean:0}"),
          "\"steps[0].text\": 'a.mean:0' does not end in a number of digits; write :1 to :9");
  refuses(caseWith("{sets}"),
          "\"steps[0].text\": 'sets' names no value; write NAME.PROPERTY or NAME-NAME.PROPERTY");
  refuses(caseWith("{c.sets}"), "\"steps[0].text\": 'c' is no computation of this case; use a or b");
  refuses(caseWith("{a-.l2}"), "\"steps[0].text\": '' is no computation of this case; use a or b");
  refuses(
      caseWith("{a-b.sets}"),
      "\"steps[0].text\": 'sets' is no property of two computations; use l2, max_abs, mean_abs or same_sets");
  refuses(
      caseWith("x", compute(R"({"norm": "group:groups=3"})")),
      "norm 'group:groups=3' on NCHW [2, 4, 3, 3]: 3 groups do not divide 4 channels; use groups=1, 2 or 4");
  refuses(caseWith("x", "\"expect\": {\"a.sets\": {\"is\": 4}, \"a.x.\": {}}"),
          "\"expect.a.x.\": 'x.' is no property of a computation; use elements_for_a_hundredth, "
          "elements_per_set, eps, "
          "largest_y, layout, mean, n_over_n_minus_1, parameter_shape, parameters, reduced, running_mean, "
          "running_variance, sets, shape, spec, statistics_axes, statistics_shape, "
          "statistics_shape_keepdims, std, "
          "unbiased_moves_y_by, variance, x or y");
  refuses(std::string(100, '['),
          "it is nested deeper than 8 levels; correct it or save it again with Normscope");
}

TEST(Cases, EveryMemberIsCheckedForItsPlaceInTheFile) {
  const auto refusal = [](const std::string& json) -> std::string {
    try {
      readCase(json, "case.json");
    } catch (const Error& error) {
      EXPECT_EQ(error.fault(), Fault::failed);
      return error.what();
    }
    return "";
  };
  using testing::StartsWith;
  EXPECT_THAT(
      refusal(caseWith("x", compute(R"({"norm": "batch", "mistake": "typo"})"))),
      StartsWith("case.json: \"compute.u.mistake\" is not running_average(momentum=M), nhwc_reshape or "
                 "half_rounding; "));
  EXPECT_THAT(
      refusal(caseWith("x", compute(R"x({"norm": "batch", "mistake": "running_average(momentum=2)"})x"))),
      StartsWith("case.json: \"compute.u.mistake\" has a momentum that is not 0 to 1; "));
  EXPECT_THAT(refusal(caseWith("x", compute(R"({"norm": "batch:mode=eval"})"))),
              StartsWith("case.json: \"compute.u.norm\" is in evaluation mode and needs \"updates\"; "));
  EXPECT_THAT(refusal(caseWith("x", compute(R"({"norm": "layer", "updates": 2})"))),
              StartsWith("case.json: \"compute.u.updates\" is for norms that keep running statistics; "));
  EXPECT_THAT(
      refusal(caseWith("x", compute(R"({"norm": "layer", "source": "x.npy"})"))),
      StartsWith("case.json: \"compute.u.source\" is a file; samples and generated tensors come along; "));
  EXPECT_THAT(refusal(caseWith("x", compute("{\"norm\": \"layer\"}, \"B\": 1"))),
              StartsWith("case.json: \"compute\" has a name that is not small letters; "));
  EXPECT_THAT(refusal(caseWith("x", "\"expect\": {}, \"compute\": {\"a\": {\"norm\": \"layer\"}}")),
              StartsWith("case.json: \"compute\" has a name that the scene's norms have; "));
  EXPECT_THAT(refusal(caseWith("x", "\"expect\": {}", R"({"norm": "z"})")),
              StartsWith("case.json: \"steps[0].controls.norm\" is no computation of this case; "));
  EXPECT_THAT(refusal(caseWith("x", "\"expect\": {}", R"({"typo": 1})")), StartsWith("case.json: "));
  EXPECT_THAT(refusal(caseWith("x", "\"expect\": {\"a.sets\": {}}")),
              StartsWith("case.json: \"expect.a.sets\" expects nothing; "));
  EXPECT_THAT(refusal(caseWith("x", "\"expect\": {}", R"({"selection": [9, 0, 0, 0]})")),
              StartsWith("case.json: element "));
}

}  // namespace case_test
}  // namespace normscope
