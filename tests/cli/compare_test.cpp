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
      "normscope: norm 'batch:mode=eval': evaluation mode needs running statistics; give --running-mean and "
      "--running-var, or use mode=train");
  expectRefusal({"compare", "normal:2,3", "--a", "batch", "--b", "layer", "--within", "-1"}, 2,
                "normscope: --within: '-1' is not a largest difference; give a number of 0 or more");
  expectRefusal({"compare", "normal:2,3", "--a", "batch", "--b", "layer", "--running-var", "constant:3"}, 2,
                "normscope: --running-var: it is given without --running-mean; give both files or neither");
  expectRefusal(
      {"compare", "normal:2,3", "--a", "batch", "--b", "layer", "--running-mean", "constant:4",
       "--running-var", "constant:4"},
      2, "normscope: --running-mean 'constant:4': its shape [4] is not [3]; give one value per channel");
  expectRefusal(
      {"compare", "normal:2,3", "--a", "batch", "--b", "layer", "--running-mean", "constant:3",
       "--running-var", "constant:3:value=-0.5"},
      2,
      "normscope: --running-var 'constant:3:value=-0.5': its value 0 is -0.5; give variances, which "
      "are 0 or more");
  expectRefusal(
      {"compare", "normal:2,3", "--a", "batch", "--b", "layer", "--weight", "constant:4"}, 2,
      "normscope: weight: its shape [4] does not fit norm 'batch' on [2, 3]; give the shape [3] (one "
      "per channel)");
}

TEST(CompareCommand, SaysByItsStatusWhetherADifferenceIsSmallEnough) {
  const std::vector<std::string> arguments = {"compare", "normal:4,6,5",   "--a",     "layer",
                                              "--b",     "group:groups=1", "--within"};
  const auto status = [&](std::vector<std::string> more) {
    std::vector<std::string> all = arguments;
    all.insert(all.end(), more.begin(), more.end());
    return runNormscope(all).status;
  };
  EXPECT_EQ(status({"1e-6"}), 0);
  EXPECT_EQ(status({"0", "--json"}), 0);
  const CommandResult apart =
      runNormscope({"compare", "normal:4,6,5", "--a", "layer", "--b", "batch", "--within", "1e-3"});
  EXPECT_EQ(apart.status, 3);
  EXPECT_EQ(apart.err, "");
  EXPECT_THAT(apart.out, HasSubstr("within         0.001: no, the largest difference is "));
}

TEST(CompareCommand, TakesTheParametersOfBoth) {
  const std::string weight = "uniform:6:seed=1,low=0.5,high=2";
  const std::vector<std::string> start = {"compare", "normal:4,6,5", "--a",
                                          "batch",   "--b",          "batch:mode=eval"};
  const auto run = [&](std::vector<std::string> more) {
    std::vector<std::string> all = start;
    all.insert(all.end(), more.begin(), more.end());
    all.emplace_back("--json");
    const CommandResult result = runNormscope(all);
    EXPECT_EQ(result.status, 0) << result.err;
    return ordered_json::parse(result.out);
  };
  const ordered_json plain = run({"--running-mean", "constant:6", "--running-var", "constant:6:value=1"});
  const ordered_json scaled = run({"--running-mean", "constant:6", "--running-var", "constant:6:value=1",
                                   "--weight", weight, "--bias", "constant:6:value=3"});
  EXPECT_GT(plain["max_abs"], 0.01);
  EXPECT_NE(plain["max_abs"], scaled["max_abs"]);
  const CommandResult shared =
      runNormscope({"compare", "normal:4,6,5", "--a", "layer:over=C+L,affine=channel", "--b",
                    "group:groups=1", "--weight", weight, "--json"});
  EXPECT_THAT(ordered_json::parse(shared.out)["verdict"].get<std::string>(), HasSubstr("the same function"));
}

}  // namespace compare_test
}  // namespace normscope
