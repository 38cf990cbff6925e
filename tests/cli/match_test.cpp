#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/io/generate.h"
#include "core/io/npy.h"
#include "tests/cli/run_command.h"

namespace normscope {
namespace match_test {

using nlohmann::ordered_json;
using testing::HasSubstr;

TEST(MatchCommand, PrintsTheFieldsThatScriptsRelyOn) {
  const TemporaryFolder folder;
  runNormscope(
      {"compute", "sample:normal", "--norm", "group:groups=2,variance=unbiased", "-o", folder.file("y.npy")});
  const CommandResult result = runNormscope({"match", "sample:normal", folder.file("y.npy"), "--json"});
  EXPECT_EQ(result.status, 0) << result.err;
  const ordered_json json = ordered_json::parse(result.out);
  const ordered_json& best = json["matches"][0];
  EXPECT_EQ(best["spec"], "group:groups=2,variance=unbiased");
  EXPECT_EQ(best["layout"], "NCHW");
  EXPECT_TRUE(best["differences"].is_array());
  EXPECT_EQ(best["fitted_affine"], false);
  EXPECT_TRUE(best["equivalent_specs"].is_array());
  EXPECT_LT(best["max_abs"].get<double>(), 5e-6);
  EXPECT_EQ(best["explains"], true);
  EXPECT_THAT(json["verdict"].get<std::string>(),
              HasSubstr("y is x under group:groups=2,variance=unbiased: "));
}

TEST(MatchCommand, SaysInWordsWhatDiffersFromWhatWasMeant) {
  const TemporaryFolder folder;
  runNormscope(
      {"compute", "sample:normal", "--norm", "group:groups=3,eps=0.001", "-o", folder.file("y.npy")});
  const CommandResult result =
      runNormscope({"match", "sample:normal", folder.file("y.npy"), "--norm", "group:groups=2"});
  EXPECT_THAT(result.out, HasSubstr("y comes from group:groups=3, not from group:groups=2\n"));
  EXPECT_THAT(result.out, HasSubstr("eps is 0.001, not 1e-5\n"));
}

TEST(MatchCommand, TakesTheLayoutAndTheParameters) {
  const TemporaryFolder folder;
  const std::string x = "normal:4,5,5,6:seed=2";
  for (const std::string name : {"w", "b"}) {
    const Tensor values =
        Tensor::of<double>(DType::float32, {6},
                           name == "w" ? std::vector<double>{1, 2, 3, 4, 5, 6} : std::vector<double>(6, 0.5));
    writeNpy(folder.file(name), values);
  }
  runNormscope({"compute", x, "--layout", "NHWC", "--norm", "batch", "--weight", folder.file("w"), "--bias",
                folder.file("b"), "-o", folder.file("y")});
  const ordered_json json =
      ordered_json::parse(runNormscope({"match", x, folder.file("y"), "--layout", "NHWC", "--weight",
                                        folder.file("b"), "--bias", folder.file("w"), "--json"})
                              .out);
  EXPECT_EQ(json["matches"][0]["spec"], "batch");
  EXPECT_EQ(json["matches"][0]["layout"], "NHWC");
  EXPECT_EQ(json["matches"][0]["differences"], ordered_json::array({"gamma_beta_swapped"}));
  EXPECT_EQ(json["matches"][0]["fitted_affine"], false);
}

TEST(MatchCommand, SaysOfEveryMatchWhatWasAppliedAndWhatItHoldsFor) {
  const TemporaryFolder folder;
  writeNpy(folder.file("w"), generate(parseGenerated("uniform:6:seed=2,low=1,high=2")));
  runNormscope({"compute", "normal:8,6,5,5:seed=4", "--norm", "group:groups=2", "--weight", folder.file("w"),
                "-o", folder.file("y")});
  const CommandResult result = runNormscope({"match", "normal:8,6,5,5:seed=4", folder.file("y"), "--weight",
                                             folder.file("w"), "--norm", "group:groups=2", "--json"});
  EXPECT_EQ(result.status, 0);
  const ordered_json json = ordered_json::parse(result.out);
  EXPECT_EQ(json["as_meant"], true);
  const ordered_json& best = json["matches"][0];
  EXPECT_EQ(best["weight"]["source"], "given");
  EXPECT_EQ(best["weight"]["relation"], "equal");
  EXPECT_GE(best["weight"]["min"], 1);
  EXPECT_LE(best["weight"]["max"], 2);
  EXPECT_GT(best["weight"]["mean"], 1);
  EXPECT_EQ(best["bias"]["source"], "none");
  EXPECT_TRUE(best["bias"]["relation"].is_null());
  EXPECT_EQ(best["sets"], 16);
  EXPECT_EQ(best["sets_explained"], 16);
  EXPECT_GT(best["bits"], 0.9);
  EXPECT_EQ(best["eps_range"].size(), 2U);
}

TEST(MatchCommand, TheStatusIsThreeWhereNoNormExplainsY) {
  const CommandResult unrelated = runNormscope({"match", "normal:4,6,5:seed=1", "normal:4,6,5:seed=2"});
  EXPECT_EQ(unrelated.status, 3);
  EXPECT_EQ(unrelated.err, "");
  EXPECT_THAT(unrelated.out, HasSubstr("no norm explains y"));
  EXPECT_EQ(runNormscope({"match", "normal:4,6,5", "normal:4,6,5"}).status, 0);
  // Another norm than the meant one explains it.
  const TemporaryFolder folder;
  runNormscope({"compute", "normal:4,6,5", "--norm", "layer", "-o", folder.file("y")});
  const CommandResult other =
      runNormscope({"match", "normal:4,6,5", folder.file("y"), "--norm", "batch", "--json"});
  EXPECT_EQ(other.status, 0);
  EXPECT_EQ(ordered_json::parse(other.out)["as_meant"], false);
}

TEST(MatchCommand, NothingWasDoneIsNoNorm) {
  const ordered_json json =
      ordered_json::parse(runNormscope({"match", "normal:4,6,5", "normal:4,6,5", "--json"}).out);
  EXPECT_TRUE(json["matches"][0]["spec"].is_null());
  EXPECT_EQ(json["matches"][0]["differences"], ordered_json::array({"identity"}));
  EXPECT_EQ(json["matches"][0]["max_abs"], 0);
  EXPECT_EQ(json["verdict"], "y is x: nothing was done");
}

TEST(MatchCommand, OfAConstantXNothingIsTold) {
  const CommandResult result = runNormscope({"match", "constant:4,6,5:value=3", "normal:4,6,5", "--json"});
  EXPECT_EQ(result.status, 0);
  const ordered_json json = ordered_json::parse(result.out);
  EXPECT_TRUE(json["as_meant"].is_null());
  for (const ordered_json& match : json["matches"]) EXPECT_TRUE(match["explains"].is_null());
  EXPECT_EQ(json["verdict"], "nothing can be told: x is constant; give a tensor with different values");
}

TEST(MatchCommand, AWeightForEverySetProvesNothing) {
  const TemporaryFolder folder;
  writeNpy(folder.file("w"), generate(parseGenerated("uniform:6:seed=2,low=1,high=2")));
  runNormscope({"compute", "normal:8,6,5:seed=4", "--norm", "batch", "--weight", folder.file("w"), "-o",
                folder.file("y")});
  const CommandResult result =
      runNormscope({"match", "normal:8,6,5:seed=4", folder.file("y"), "--norm", "batch", "--json"});
  EXPECT_EQ(result.status, 3);
  const ordered_json json = ordered_json::parse(result.out);
  EXPECT_EQ(json["matches"][0]["explains"], false);
  EXPECT_EQ(json["matches"][0]["fitted_affine"], true);
  EXPECT_EQ(json["matches"][0]["weight"]["source"], "fitted");
  EXPECT_TRUE(json["as_meant"].is_null());
  EXPECT_THAT(
      json["verdict"].get<std::string>(),
      HasSubstr("y is x with a scale and a shift of its own for every channel, as batch may give it"));
}

TEST(MatchCommand, TakesRunningStatistics) {
  const TemporaryFolder folder;
  const std::vector<std::string> running = {"--running-mean", folder.file("m"), "--running-var",
                                            folder.file("v")};
  writeNpy(folder.file("m"), Tensor::of<double>(DType::float32, {3}, std::vector<double>{0.1, -0.2, 0.5}));
  writeNpy(folder.file("v"), Tensor::of<double>(DType::float32, {3}, std::vector<double>{0.5, 2, 1.5}));
  const auto with = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), running.begin(), running.end());
    return runNormscope(arguments);
  };
  with({"compute", "normal:8,3,5", "--norm", "batch:mode=eval", "-o", folder.file("y")});
  const CommandResult result = with({"match", "normal:8,3,5", folder.file("y"), "--norm", "batch:mode=eval"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("y is x under batch:mode=eval, as meant: "));
}

TEST(MatchCommand, JudgesABackwardPass) {
  const TemporaryFolder folder;
  runNormscope({"compute", "normal:8,3,5", "--norm", "batch", "-o", folder.file("y"), "--grad-output",
                "normal:8,3,5:seed=3", "--grad-input", folder.file("gx")});
  const CommandResult right =
      runNormscope({"match", "normal:8,3,5", folder.file("y"), "--grad-output", "normal:8,3,5:seed=3",
                    "--grad-input", folder.file("gx"), "--json"});
  EXPECT_EQ(right.status, 0) << right.err;
  const ordered_json gradient = ordered_json::parse(right.out)["gradient"];
  EXPECT_EQ(gradient["explains"], true);
  EXPECT_LT(gradient["max_abs"], 1e-5);
  EXPECT_EQ(gradient["differences"], ordered_json::array());
  const CommandResult wrong = runNormscope({"match", "normal:8,3,5", folder.file("y"), "--grad-output",
                                            "normal:8,3,5:seed=3", "--grad-input", "normal:8,3,5:seed=5"});
  EXPECT_EQ(wrong.status, 3);
  EXPECT_THAT(wrong.out, HasSubstr("gradient  the gradient is none that batch gives"));
}

TEST(MatchCommand, Refuses) {
  expectRefusal({"match", "normal:2,3", "normal:2,3", "--grad-output", "normal:2,3"}, 2,
                "normscope: --grad-output: it is given without --grad-input; give --grad-output and "
                "--grad-input, or neither");
  expectRefusal({"match", "normal:2,3", "normal:2,3", "--grad-bias", "normal:3"}, 2,
                "normscope: --grad-bias: it is given without --grad-output; give --grad-output and "
                "--grad-input, or neither");
  expectRefusal({"match", "normal:2,3", "normal:2,3", "--running-mean", "constant:3"}, 2,
                "normscope: --running-mean: it is given without --running-var; give both files or neither");
  expectRefusal(
      {"match", "normal:2,3", "normal:2,4"}, 2,
      "normscope: x and y: their shapes [2, 3] and [2, 4] differ; give the tensor before the norm and the "
      "one after it");
  expectRefusal({"match", "normal:2,3", "/nonexistent/y.npy"}, 1,
                "normscope: /nonexistent/y.npy: there is no such file; give a path, sample:NAME or a "
                "generated tensor such "
                "as normal:20,6,10,10");
}

}  // namespace match_test
}  // namespace normscope
