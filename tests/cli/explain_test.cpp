#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/run_command.h"

namespace normscope {
namespace {

using nlohmann::ordered_json;
using testing::HasSubstr;

TEST(ExplainCommand, JsonHoldsTheNamesThatScriptsRelyOn) {
  const CommandResult result = runNormscope(
      {"explain", "--shape", "8,50,64", "--layout", "BTF", "--norm", "group:groups=4", "--json"});
  EXPECT_EQ(result.status, 0);
  const ordered_json expected = {{"spec", "group:groups=4"},
                                 {"shape", {8, 50, 64}},
                                 {"layout", "BTF"},
                                 {"sets", 32},
                                 {"elements_per_set", 800},
                                 {"statistics_shape", {8, 4}},
                                 {"statistics_shape_keepdims", {8, 1, 4, 1}},
                                 {"parameter_shape", {64}},
                                 {"notices", ordered_json::array()}};
  EXPECT_EQ(ordered_json::parse(result.out), expected) << result.out;
}

TEST(ExplainCommand, ParametersThatDoNotExistAreNull) {
  const CommandResult result = runNormscope({"explain", "--shape", "2,3,4", "--norm", "instance", "--json"});
  EXPECT_TRUE(ordered_json::parse(result.out)["parameter_shape"].is_null());
}

TEST(ExplainCommand, PrintsTheSetsInWords) {
  const CommandResult result = runNormscope({"explain", "--shape", "20,6,10,10", "--norm", "group:groups=2"});
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.out,
            "norm        group:groups=2\n"
            "shape       NCHW [20, 6, 10, 10]\n"
            "sets        one mean and one variance per sample and group: 40 sets of 300 elements\n"
            "            each set extends over C/G, H and W\n"
            "statistics  shape [N, G] = [20, 2], with kept dimensions [20, 2, 1, 1, 1]\n"
            "parameters  γ and β: one per channel, shape [C] = [6]\n"
            "formula     y = (x − mean) / √(variance + 1e-5) · γ + β\n");
}

TEST(ExplainCommand, PrintsWhatOtherFrameworksCallDifferently) {
  EXPECT_THAT(
      runNormscope({"explain", "--shape", "20,6,10,10", "--norm", "batch:affine=none"}).out,
      HasSubstr(
          "\nrunning     momentum 0.1 (PyTorch: weight of the new batch) = 0.9 (weight of the old value) "
          "in ONNX and TensorFlow/Keras\n"
          "            eps 1e-5: the default of Keras is 0.001\n"
          "            running_var: ONNX takes the biased variance of the batch, 1999/2000 of PyTorch's "
          "unbiased one\n"));
  EXPECT_THAT(runNormscope({"explain", "--shape", "2,6,3", "--norm", "group:groups=2,affine=group"}).out,
              HasSubstr("\nparameters  γ and β: one per group, shape [G] = [2]\n"
                        "            ONNX GroupNormalization has one per group in opset 18, one per channel "
                        "from opset 21 on\n"));
}

TEST(ExplainCommand, ShapesThatMakeNoSenseAreRefused) {
  const std::string advice = "; give whole numbers joined by commas, such as 20,6,10,10";
  expectRefusal({"explain", "--shape", "-1,2", "--norm", "batch"}, 2,
                "normscope: --shape '-1,2': '-1' is not a whole number of 0 or more" + advice);
  expectRefusal({"explain", "--shape", "1,,2", "--norm", "batch"}, 2,
                "normscope: --shape '1,,2': '' is not a whole number of 0 or more" + advice);
  expectRefusal(
      {"explain", "--shape", "1,2,3,4,5,6,7", "--norm", "batch"}, 2,
      "normscope: shape of rank 7: at most 6 axes are supported; merge axes before saving the tensor");
  expectRefusal({"explain", "--shape", "1,2", "--norm", "batch", "--device", "gpu"}, 2,
                "normscope: --device 'gpu': it is not a device; give auto, reference or opencl:N");
}

}  // namespace
}  // namespace normscope
