#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

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

TEST(MatchCommand, Refuses) {
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
