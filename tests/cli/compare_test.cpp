#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/io/npy.h"
#include "tests/cli/run_command.h"

namespace normscope {
namespace compare_test {

using nlohmann::ordered_json;
using testing::HasSubstr;

ordered_json compared(const std::string& file, const std::string& a, const std::string& b) {
  const CommandResult result = runNormscope({"compare", file, "--a", a, "--b", b, "--json"});
  EXPECT_EQ(result.status, 0) << result.err;
  return ordered_json::parse(result.out);
}

TEST(CompareCommand, JsonHoldsTheNamesThatScriptsRelyOn) {
  const ordered_json json = compared("normal:20,6,10,10", "group:groups=1", "layer:over=C");
  EXPECT_EQ(json["same_sets"], false);
  EXPECT_NEAR(json["l2"].get<double>(), 56, 3);
  EXPECT_GT(json["max_abs"].get<double>(), 1);
  EXPECT_GT(json["max_abs"].get<double>(), json["mean_abs"].get<double>());
  EXPECT_GT(json["max_ulp"].get<std::uint64_t>(), 1000000U);
  EXPECT_EQ(json["at"].size(), 4U);
  EXPECT_THAT(
      json["verdict"].get<std::string>(),
      HasSubstr("different sets, 20 sets of 600 elements against 2000 sets of 6 elements: y differs by up "
                "to "));
  EXPECT_EQ(json["a"], (ordered_json{{"spec", "group:groups=1"},
                                     {"sets", 20},
                                     {"elements_per_set", 600},
                                     {"statistics_shape", {20, 1}},
                                     {"parameter_shape", {6}}}));
  EXPECT_EQ(json["b"], (ordered_json{{"spec", "layer:over=C"},
                                     {"sets", 2000},
                                     {"elements_per_set", 6},
                                     {"statistics_shape", {20, 10, 10}},
                                     {"parameter_shape", {6}}}));
  EXPECT_EQ(json["notices"], ordered_json::array());
}

TEST(CompareCommand, EqualSetsDifferByRoundingAtMost) {
  const ordered_json json = compared("normal:20,6,10,10", "group:groups=1", "layer:over=C+H+W");
  EXPECT_EQ(json["same_sets"], true);
  EXPECT_LE(json["max_abs"].get<double>(), 1e-6);
  EXPECT_THAT(json["verdict"].get<std::string>(),
              HasSubstr("the same normalization for every shape, with γ and β "
                        "shared differently"));
}

TEST(CompareCommand, NoDifferenceHasNoPlace) {
  const ordered_json json = compared("normal:2,3", "layer", "layer:over=C");
  EXPECT_EQ(json["max_abs"], 0);
  EXPECT_EQ(json["max_ulp"], 0);
  EXPECT_TRUE(json["at"].is_null());
  EXPECT_EQ(json["verdict"], "the same function for every shape: no element differs");
}

TEST(CompareCommand, TheEstimatorMovesYByLess) {
  const ordered_json json =
      compared("normal:32,3,28,28", "group:groups=1,variance=unbiased", "group:groups=1");
  EXPECT_NEAR(json["max_abs"].get<double>(), 9.5e-4, 1e-4);
  EXPECT_NEAR(json["l2"].get<double>(), 0.058, 0.002);
  EXPECT_THAT(json["verdict"].get<std::string>(),
              HasSubstr("the same sets, but the variance unbiased against biased: y differs by up to "));
}

TEST(CompareCommand, PrintsBothSideBySide) {
  const CommandResult result =
      runNormscope({"compare", "ramp:2,4,1,3", "--a", "group:groups=2", "--b", "layer:affine=none"});
  EXPECT_EQ(result.err, "");
  EXPECT_THAT(result.out, HasSubstr("tensor         ramp:2,4,1,3, float32 NCHW [2, 4, 1, 3]\n"
                                    "               A                B\n"
                                    "norm           group:groups=2   layer:affine=none\n"
                                    "sets           4                2\n"
                                    "elements each  6                12\n"
                                    "statistics     [N, G] = [2, 2]  [N] = [2]\n"
                                    "parameters     [C] = [4]        none\n"
                                    "norm of B - A  "));
  EXPECT_THAT(result.out, HasSubstr("\nlargest        "));
  EXPECT_THAT(result.out, HasSubstr(" steps of float32 from A to B\n"));
  EXPECT_THAT(result.out,
              HasSubstr("\nverdict        different sets, 4 sets of 6 elements against 2 sets of 12 "
                        "elements: y differs by up to "));
}

TEST(CompareCommand, ValuesThatAreNaNInBothDoNotDiffer) {
  const TemporaryFolder folder;
  const std::vector<float> values = {std::nanf(""), 2, 3, 5};
  writeNpy(folder.file("x.npy"), Tensor::of(DType::float32, {2, 2}, std::span<const float>(values)));
  const ordered_json apart = compared(folder.file("x.npy"), "layer", "batch");
  EXPECT_TRUE(apart["l2"].is_null());
  EXPECT_TRUE(apart["max_abs"].is_null());
  EXPECT_TRUE(apart["max_ulp"].is_null());
  EXPECT_EQ(apart["at"], (ordered_json{0, 1}));
  EXPECT_EQ(
      apart["verdict"],
      "different sets, 2 sets of 2 elements against 2 sets of 2 elements: y is NaN or infinite in one result "
      "only for 2 elements");
  EXPECT_EQ(compared(folder.file("x.npy"), "layer", "group:groups=1")["max_abs"], 0);
}

TEST(CompareCommand, AConstantTensorTellsNothingApart) {
  const ordered_json json = compared("constant:2,4,3,3", "batch", "layer");
  EXPECT_EQ(
      json["verdict"],
      "different sets, 4 sets of 18 elements against 2 sets of 36 elements: yet on this tensor no element "
      "differs");
  EXPECT_EQ(json["notices"],
            (ordered_json{"A: 4 of 4 sets have zero variance: y is exactly the bias there",
                          "B: 2 of 2 sets have zero variance: y is exactly the bias there"}));
}

TEST(CompareCommand, RefusesWhatMakesNoSense) {
  expectRefusal({"compare", "normal:2,3", "--a", "batch"}, 2,
                "normscope: --b: it is missing; see 'normscope compare --help'");
  expectRefusal(
      {"compare", "normal:2,3", "--a", "batch", "--b", "group:groups=2"}, 2,
      "normscope: norm 'group:groups=2' on NC [2, 3]: 2 groups do not divide 3 channels; use groups=1 or "
      "3");
  expectRefusal(
      {"compare", "normal:2,3", "--a", "batch", "--b", "batch:mode=eval"}, 2,
      "normscope: norm 'batch:mode=eval': evaluation mode needs running statistics, and compare takes both "
      "norms from the tensor; use mode=train, or 'normscope compute' with --running-mean and "
      "--running-var");
}

}  // namespace compare_test
}  // namespace normscope
