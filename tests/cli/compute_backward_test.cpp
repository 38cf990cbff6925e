#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/io/npy.h"
#include "tests/cli/npz_arrays.h"
#include "tests/cli/run_command.h"

namespace normscope {
namespace compute_backward_test {

using nlohmann::ordered_json;
using testing::ElementsAre;
using testing::HasSubstr;

/// Three values of one sample, which normalize without eps to -1, 0 and 1 times sqrt(3/2), and a gradient.
class ComputeBackward : public testing::Test {
 protected:
  ComputeBackward() {
    save("x.npy", {1, 3}, {1, 2, 3});
    save("gy.npy", {1, 3}, {1, 0, 0});
  }

  void save(const std::string& name, const Extents& extents, const std::vector<double>& values) const {
    writeNpy(path(name), Tensor::of<double>(DType::float64, extents, values));
  }

  std::string path(const std::string& name) const { return folder_.file(name); }

  CommandResult run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"compute", path("x.npy"), "--grad-output", path("gy.npy")});
    return runNormscope(arguments);
  }

  ordered_json computed(std::vector<std::string> arguments) const {
    arguments.push_back("--json");
    const CommandResult result = run(arguments);
    EXPECT_EQ(result.err, "");
    EXPECT_EQ(result.status, 0);
    return ordered_json::parse(result.out);
  }

  TemporaryFolder folder_;
};

std::vector<double> valuesOf(const Tensor& tensor) {
  std::vector<double> values;
  for (std::int64_t i = 0; i < tensor.elementCount(); ++i) values.push_back(tensor.at(i));
  return values;
}

TEST_F(ComputeBackward, WritesTheGradients) {
  save("weight.npy", {3}, {2, 3, 5});
  computed({"--norm", "layer:eps=0", "--weight", path("weight.npy"), "-o", path("y.npy"), "--grad-input",
            path("gx.npy"), "--stats", path("s.npz")});
  const Tensor gradInput = readNpy(path("gx.npy"));
  EXPECT_EQ(gradInput.dtype(), DType::float64);
  EXPECT_EQ(gradInput.extents(), (Extents{1, 3}));
  // g = (2, 0, 0), of mean 2/3, and mean(g xhat) = -sqrt(2/3): rstd (4/3 - 1, -2/3, -2/3 + 1).
  const double third = std::sqrt(1.5) / 3;
  EXPECT_THAT(valuesOf(gradInput),
              ElementsAre(testing::DoubleNear(third, 1e-15), testing::DoubleNear(-2 * third, 1e-15),
                          testing::DoubleNear(third, 1e-15)));
  const auto arrays = npzArrays(path("s.npz"));
  EXPECT_EQ(arrays.size(), 5U);
  EXPECT_THAT(valuesOf(arrays.at("grad_weight")),
              ElementsAre(testing::DoubleNear(-std::sqrt(1.5), 1e-15), 0, 0));
  EXPECT_THAT(valuesOf(arrays.at("grad_bias")), ElementsAre(1, 0, 0));
  for (const std::string name : {"grad_weight", "grad_bias"}) {
    EXPECT_EQ(arrays.at(name).dtype(), DType::float64) << name;
    EXPECT_EQ(arrays.at(name).extents(), Extents{3}) << name;
  }
}

TEST_F(ComputeBackward, WithoutParametersThereIsTheGradientOfXOnly) {
  computed({"--norm", "layer:affine=none", "--grad-input", path("gx.npy"), "--stats", path("s.npz")});
  EXPECT_EQ(npzArrays(path("s.npz")).size(), 3U);
  const ordered_json json = computed({"--norm", "layer:affine=none", "--stats", path("s.npz")});
  EXPECT_THAT(json["notices"].back(), "there are no γ and β: '" + path("s.npz") +
                                          "' holds nothing of the backward pass; --grad-input would");
}

TEST_F(ComputeBackward, TheGradientMayBeGenerated) {
  const CommandResult result =
      runNormscope({"compute", "normal:4,6,5", "--norm", "rms:bias=true", "--grad-output",
                    "constant:4,6,5:value=2", "--stats", path("s.npz"), "--json"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(valuesOf(npzArrays(path("s.npz")).at("grad_bias")), testing::Each(40));
}

TEST_F(ComputeBackward, ANormWithoutABiasHasNoGradientOfOne) {
  const ordered_json json = computed({"--norm", "rms", "--stats", path("s.npz"), "--verify"});
  EXPECT_FALSE(npzArrays(path("s.npz")).contains("grad_bias"));
  EXPECT_TRUE(npzArrays(path("s.npz")).contains("grad_weight"));
  EXPECT_FALSE(json["verify"].contains("grad_bias"));
}

TEST_F(ComputeBackward, IsVerifiedWhereThatIsAskedFor) {
  const ordered_json json = computed({"--norm", "layer", "--stats", path("s.npz"), "--verify"});
  std::vector<std::string> keys;
  for (const auto& [key, value] : json["verify"].items()) keys.push_back(key);
  EXPECT_THAT(keys, ElementsAre("max_abs", "max_rel", "grad_input", "grad_weight", "grad_bias"));
  for (const std::string name : {"grad_input", "grad_weight", "grad_bias"}) {
    EXPECT_EQ(json["verify"][name].size(), 2U);
    EXPECT_LT(json["verify"][name]["max_abs"], 1e-12);
    EXPECT_LT(json["verify"][name]["max_rel"], 1e-12);
  }
  EXPECT_FALSE(computed({"--norm", "layer", "--stats", path("s.npz")}).contains("verify"));
}

TEST_F(ComputeBackward, AGradientOfZeroHasNoRelativeError) {
  const std::vector<std::string> arguments = {"compute",       "normal:8,3,16,16:seed=4",
                                              "--norm",        "batch",
                                              "--grad-output", "constant:8,3,16,16:value=1",
                                              "--stats",       path("s.npz"),
                                              "--verify",      "--device",
                                              "reference"};
  std::vector<std::string> asJson = arguments;
  asJson.emplace_back("--json");
  const ordered_json verify = ordered_json::parse(runNormscope(asJson).out)["verify"];
  EXPECT_GT(verify["grad_input"]["max_abs"], 0);
  EXPECT_TRUE(verify["grad_input"]["max_rel"].is_null());
  EXPECT_LT(verify["grad_bias"]["max_rel"], 1e-12);
  EXPECT_THAT(runNormscope(arguments).out,
              testing::ContainsRegex("of grad_input [0-9.e-]+, where it is 0\n"));
}

TEST_F(ComputeBackward, PrintsWhatItMade) {
  const CommandResult result = run({"--norm", "layer:affine=none", "--device", "reference", "--grad-input",
                                    path("gx.npy"), "--stats", path("s.npz"), "--verify"});
  EXPECT_EQ(result.err, "");
  EXPECT_THAT(result.out,
              HasSubstr("parameters  no γ and β\ngradients   grad_input [1, 3]\ncomputed    by "));
  EXPECT_THAT(result.out, HasSubstr("            of grad_input 0, 0 of its largest value\n"
                                    "written     " +
                                    path("gx.npy") + "\n            " + path("s.npz") + "\n"));
  EXPECT_THAT(run({"--norm", "layer", "--stats", path("s.npz")}).out,
              HasSubstr("gradients   grad_input [1, 3], grad_weight and grad_bias [3]\n"));
}

}  // namespace compute_backward_test
}  // namespace normscope
