#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/engine/normalize.h"
#include "core/engine/reference/reference_engine.h"
#include "core/io/source.h"
#include "tests/cli/run_command.h"
#include "tests/model/small_run.h"

namespace normscope {
namespace check_command_test {

using nlohmann::ordered_json;
using testing::HasSubstr;
using testing::StartsWith;

/// Runs of two GroupNorms, of which the second does what is asked for.
class CheckCommand : public testing::Test {
 protected:
  std::string runThatDoes(const std::string& spec, const std::string& name, const std::string& x = "seed=3") {
    SmallRun run;
    add(run, "first", "group:groups=4", "seed=2");
    add(run, "second", spec, x);
    return folder_.fileOf(name, run.bytes());
  }

  TemporaryFolder folder_;

 private:
  static void add(SmallRun& run, const std::string& layer, const std::string& spec, const std::string& how) {
    const Tensor x = loadTensor("normal:4,8,5,5:mean=1," + how).tensor;
    ReferenceEngine engine;
    const Tensor y =
        normalize({x, Shape(Layout::parse("NCHW"), x.extents()), parseNormSpec(spec), {}, {}}, engine).y;
    run.record({{"layer", layer},
                {"type", "torch.nn.GroupNorm"},
                {"class", "GroupNorm"},
                {"repr", "GroupNorm(4, 8, eps=1e-05, affine=False)"},
                {"shape", x.extents()}})
        .tensor("x", x)
        .tensor("y", y);
  }
};

TEST_F(CheckCommand, SaysThatLayersAreWhatTheySay) {
  const CommandResult result = runNormscope({"check", runThatDoes("group:groups=4", "good.safetensors")});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("verdict  2 calls of norms: 2 as declared, 0 not\n"
                                     "first    ok       group:groups=4,affine=none, largest difference "));
  EXPECT_EQ(result.err, "");
}

TEST_F(CheckCommand, SaysWhichClassesItKnowsByTheirNamesAlone) {
  const Tensor x = loadTensor("normal:4,8,16:mean=1").tensor;
  ReferenceEngine engine;
  const Shape shape(Layout::parse("BTF"), x.extents());
  const Tensor y = normalize({x, shape, parseNormSpec("rms:over=F,affine=none"), {}, {}}, engine).y;
  SmallRun run;
  for (const std::string layer : {"first", "second"}) {
    run.record({{"layer", layer},
                {"type", "somebody.GptOssRMSNorm"},
                {"class", "GptOssRMSNorm"},
                {"repr", "GptOssRMSNorm((16,), eps=1e-05)"},
                {"attributes", {{"eps", 1e-5}}},
                {"layout", "BTF"},
                {"shape", x.extents()},
                {"kept", {nullptr, nullptr, nullptr}}})
        .tensor("x", x)
        .tensor("y", y);
  }
  const CommandResult result = runNormscope({"check", folder_.fileOf("named.safetensors", run.bytes())});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("verdict  2 calls of norms: 2 as declared, 0 not\n"
                                     "first    ok       rms:over=F,affine=none, largest difference "));
  EXPECT_THAT(result.out,
              testing::EndsWith("\nnotice   class GptOssRMSNorm is not known here: what it declares was "
                                "taken from its name\n"));
}

TEST_F(CheckCommand, NamesTheLayerThatIsNot) {
  const std::string run = runThatDoes("group:groups=2", "bad.safetensors");
  const CommandResult result = runNormscope({"check", run});
  EXPECT_EQ(result.status, 3);
  EXPECT_THAT(result.out, StartsWith("verdict  2 calls of norms: 1 as declared, 1 not\n"));
  EXPECT_THAT(result.out,
              HasSubstr("\nsecond   NOT      it is not group:groups=4,affine=none: y comes from "
                        "group:groups=2, not from group:groups=4\n"
                        "                  declared group:groups=4,affine=none, found group:groups=2,"));
  const CommandResult asJson = runNormscope({"check", run, "--json"});
  EXPECT_EQ(asJson.status, 3);
  const ordered_json json = ordered_json::parse(asJson.out);
  EXPECT_EQ(json["ok"], false);
  EXPECT_FALSE(json.contains("first"));
  ASSERT_EQ(json["layers"].size(), 2U);
  EXPECT_EQ(json["layers"][0]["ok"], true);
  const ordered_json& layer = json["layers"][1];
  EXPECT_EQ(layer["name"], "second");
  EXPECT_EQ(layer["call"], 0);
  EXPECT_EQ(layer["declared"], "group:groups=4,affine=none");
  EXPECT_EQ(layer["reason"], nullptr);
  EXPECT_THAT(layer["found"].get<std::string>(), StartsWith("group:groups=2"));
  EXPECT_EQ(layer["ok"], false);
  EXPECT_GT(layer["max_abs"].get<double>(), layer["bound"].get<double>());
  EXPECT_THAT(layer["verdict"].get<std::string>(), StartsWith("it is not group:groups=4"));
}

TEST_F(CheckCommand, SaysWhereTwoRunsPart) {
  const std::string before = runThatDoes("group:groups=4", "before.safetensors");
  const CommandResult same = runNormscope({"check", before, "--against", before});
  EXPECT_EQ(same.status, 0);
  EXPECT_THAT(same.out, HasSubstr("\nagainst  the two runs agree in all 2 layers that both have\n"
                                  "layers   2 in both runs, of 2 and 2\n"));
  EXPECT_EQ(ordered_json::parse(runNormscope({"check", before, "--against", before, "--json"}).out)["first"],
            nullptr);

  const std::string other = runThatDoes("group:groups=4", "other.safetensors", "seed=4");
  const CommandResult parted = runNormscope({"check", before, "--against", other, "--json"});
  EXPECT_EQ(parted.status, 3);
  const ordered_json first = ordered_json::parse(parted.out)["first"];
  EXPECT_EQ(first["layer"], "second");
  EXPECT_EQ(first["x_differs"], true);
  EXPECT_THAT(first["verdict"].get<std::string>(),
              StartsWith("x differs already at 'second': the largest difference is "));

  const std::string lying = runThatDoes("layer:over=C", "lying.safetensors");
  const CommandResult port = runNormscope({"check", before, "--against", lying, "--json"});
  EXPECT_EQ(port.status, 3);
  EXPECT_EQ(ordered_json::parse(port.out)["first"]["x_differs"], false);
}

TEST_F(CheckCommand, RefusesWhatIsNoRun) {
  const std::string table = folder_.fileOf("x.csv", "1,2\n3,4\n");
  expectRefusal(
      {"check", table}, 2,
      "normscope: " + table +
          ": it is no recorded run, whose metadata has 'normscope': 'run'; record one with the module that "
          "normscope python prints");
  expectRefusal({"check", folder_.file("none")}, 1,
                "normscope: " + folder_.file("none") +
                    ": there is no such file; give a path, sample:NAME or a generated tensor such as "
                    "normal:20,6,10,10");
  expectRefusal({"check"}, 2, "normscope: RUN: it is missing; see 'normscope check --help'");
}

TEST(PythonCommand, PrintsTheModule) {
  const CommandResult result = runNormscope({"python"});
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.out, contentsOf(NORMSCOPE_SOURCE "/resources/python/normscope.py"));
}

}  // namespace check_command_test
}  // namespace normscope
