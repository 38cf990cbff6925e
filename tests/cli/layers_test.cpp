#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/run_command.h"
#include "tests/core/checkpoint_file.h"

namespace normscope {
namespace layers_test {

using nlohmann::ordered_json;

class LayersCommand : public testing::Test {
 protected:
  LayersCommand() {
    checkpointOf(folder_, "a.safetensors",
                 {{"model.norm.weight", vectorOf({-0.25, 0.5, -0.125})}, {"fc.weight", vectorOf({1, 2})}});
    checkpointOf(folder_, "b.safetensors", {{"output_norm.weight", vectorOf({0.75, 1.5, 0.875})}});
  }

  std::string file(const std::string& name) { return folder_.file(name); }

  TemporaryFolder folder_;
};

TEST_F(LayersCommand, SaysWhatIsToSay) {
  folder_.fileOf("config.json", R"({"rms_norm_eps": 1e-06})");
  EXPECT_EQ(
      runNormscope({"layers", file("a.safetensors")}).out,
      "format      safetensors\n"
      "tensors     2\n"
      "norms       1, nothing odd about them\n"
      "model.norm  rms, float32 [3], eps 1e-6 (rms_norm_eps)\n"
      "            weight -0.25 to 0.5, mean 0.04167\n"
      "            zero-centred, it seems (γ = 1 + weight): its mean is 0.0417 and 67 % are negative, none "
      "below −1\n");
}

TEST_F(LayersCommand, ComparesWithAnother) {
  const ordered_json json = ordered_json::parse(
      runNormscope({"layers", file("a.safetensors"), "--against", file("b.safetensors"), "--json"}).out);
  ASSERT_EQ(json["layers"].size(), 1);
  const ordered_json& layer = json["layers"][0];
  EXPECT_EQ(layer["name"], "model.norm");
  EXPECT_EQ(layer["kind"], "rms or layer");
  EXPECT_EQ(layer["tensors"], ordered_json({"model.norm.weight"}));
  EXPECT_EQ(layer["weight"], (ordered_json{{"min", -0.25}, {"max", 0.5}, {"mean", 0.125 / 3}}));
  EXPECT_EQ(layer["convention"], "zero_centered");
  EXPECT_EQ(layer["problems"], ordered_json::array());
  EXPECT_EQ(layer["against"]["relation"], "given_plus_one");
  EXPECT_EQ(layer["against"]["max_abs"], 1);
  EXPECT_EQ(layer["against"]["layer"], "output_norm");
  EXPECT_TRUE(layer["eps"].is_null());
  EXPECT_THAT(runNormscope({"layers", file("a.safetensors"), "--against", file("b.safetensors")}).out,
              testing::HasSubstr("            against output_norm: the other weight is exactly +1.0\n"));
}

TEST_F(LayersCommand, EndsWithStatusZeroWhateverIsOdd) {
  checkpointOf(folder_, "c.safetensors", {{"norm.weight", vectorOf({1, 0, 1})}});
  const CommandResult result = runNormscope({"layers", file("c.safetensors")});
  EXPECT_EQ(result.status, 0);
  EXPECT_THAT(result.out, testing::HasSubstr("norms    1, something odd about 1\n"));
  EXPECT_THAT(
      result.out,
      testing::HasSubstr("         problem: γ is near 0 in 1 of 3 channels (1): dead, since y is 0 there\n"));
}

TEST_F(LayersCommand, SaysWhichWeightsItLeavesOut) {
  checkpointOf(folder_, "c.safetensors",
               {{"norm1.weight", vectorOf({1, 2, 3})}, {"n2.weight", vectorOf({1, 2, 3})}});
  const std::string notice =
      "1 weight along one axis is not listed, which may be a norm's: n2.weight; its name says no norm, as "
      "norm1, ln_2 or bn would, and no running statistics stand beside it";
  EXPECT_THAT(runNormscope({"layers", file("c.safetensors")}).out,
              testing::HasSubstr("\nnotice   " + notice + "\n"));
  const ordered_json json =
      ordered_json::parse(runNormscope({"layers", file("c.safetensors"), "--json"}).out);
  EXPECT_EQ(json["notices"], ordered_json({notice}));
}

TEST_F(LayersCommand, RefusesWhatIsNoCheckpoint) {
  checkpointOf(folder_, "d.safetensors", {{"fc.weight", vectorOf({1, 2})}});
  expectRefusal(
      {"layers", file("d.safetensors")}, 2,
      "normscope: " + file("d.safetensors") +
          ": its only tensor is that of no norm, by name and shape; normscope list says what it holds");
  expectRefusal({"layers", file("none.safetensors")}, 1,
                "normscope: " + file("none.safetensors") +
                    ": there is no such file; give a path, sample:NAME or a generated tensor such as "
                    "normal:20,6,10,10");
}

}  // namespace layers_test
}  // namespace normscope
