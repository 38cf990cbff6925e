#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/run_command.h"

namespace normscope {
namespace explain_test {

using nlohmann::ordered_json;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(ExplainCommand, JsonHoldsTheNamesThatScriptsRelyOn) {
  const CommandResult result = runNormscope(
      {"explain", "--shape", "8,50,64", "--layout", "BTF", "--norm", "group:groups=4", "--json"});
  EXPECT_EQ(result.status, 0);
  ordered_json json = ordered_json::parse(result.out);
  const ordered_json code = json["code"];
  json.erase("code");
  const ordered_json expected = {{"spec", "group:groups=4"},
                                 {"shape", {8, 50, 64}},
                                 {"layout", "BTF"},
                                 {"sets", 32},
                                 {"elements_per_set", 800},
                                 {"statistics_shape", {8, 4}},
                                 {"statistics_shape_keepdims", {8, 1, 4, 1}},
                                 {"parameter_shape", {64}},
                                 {"equivalent_to", ordered_json::array()},
                                 {"same_normalization", ordered_json::array()},
                                 {"notices", ordered_json::array()}};
  EXPECT_EQ(json, expected) << result.out;
  std::vector<std::string> frameworks;
  for (const auto& [name, text] : code.items()) frameworks.push_back(name);
  EXPECT_THAT(frameworks, testing::ElementsAre("pytorch", "tensorflow", "jax", "onnx", "numpy"));
  EXPECT_EQ(code["pytorch"],
            "import torch\nfrom torch import nn\n\nnorm = nn.GroupNorm(4, 64, eps=1e-5)\n"
            "y = norm(x.permute(0, 2, 1)).permute(0, 2, 1)\n");
}

TEST(ExplainCommand, ListsWhatItIsEquivalentTo) {
  const CommandResult result =
      runNormscope({"explain", "--shape", "20,6,10,10", "--norm", "group:groups=1", "--json"});
  const ordered_json json = ordered_json::parse(result.out);
  EXPECT_EQ(json["equivalent_to"],
            (ordered_json{"layer:affine=channel", "custom:over=C+H+W,affine=channel"}));
  EXPECT_EQ(json["same_normalization"], (ordered_json{"layer", "custom:over=C+H+W"}));
  EXPECT_THAT(runNormscope({"explain", "--shape", "20,6,10,10", "--norm", "group:groups=6"}).out,
              HasSubstr("\nequivalent  batch:workers=20, only where N = K = 20 and C = G = 6\n"
                        "            layer:over=H+W,affine=channel, only where C = G = 6\n"
                        "            instance:affine=channel, only where C = G = 6\n"
                        "            custom:over=H+W,affine=channel, only where C = G = 6\n"
                        "            layer:over=H+W but for γ and β, only where C = G = 6\n"
                        "            instance but for γ and β, only where C = G = 6\n"
                        "            custom:over=H+W but for γ and β, only where C = G = 6\n"));
}

TEST(ExplainCommand, WhatAFrameworkCannotSayIsNullWithTheReason) {
  const ordered_json json = ordered_json::parse(
      runNormscope({"explain", "--shape", "2,6,3", "--norm", "batch:momentum=none", "--json"}).out);
  EXPECT_TRUE(json["code"]["tensorflow"].is_null());
  EXPECT_TRUE(json["code"]["jax"].is_null());
  EXPECT_TRUE(json["code"]["onnx"].is_null());
  EXPECT_THAT(json["code"]["pytorch"].get<std::string>(), HasSubstr("momentum=None"));
  const std::vector<std::string> notices = json["notices"];
  EXPECT_THAT(notices,
              testing::Contains(
                  "TensorFlow/Keras: momentum=none is the cumulative average, which Keras does not have"));
}

TEST(ExplainCommand, PrintsCodeWhereAsked) {
  EXPECT_THAT(runNormscope({"explain", "--shape", "2,6,3", "--norm", "layer", "--code", "tensorflow"}).out,
              HasSubstr("\n\nTensorFlow/Keras\n\nimport tensorflow as tf\nfrom tensorflow import keras\n\n"
                        "norm = keras.layers.LayerNormalization(axis=[1, 2], epsilon=1e-5)\ny = norm(x)\n"));
  EXPECT_THAT(
      runNormscope({"explain", "--shape", "2,6", "--norm", "layer:variance=unbiased", "--code", "all"}).out,
      HasSubstr("\nONNX\n\nnone: no operator normalizes with the unbiased variance\n"));
  expectRefusal(
      {"explain", "--shape", "2,6", "--norm", "layer", "--code", "caffe"}, 2,
      "normscope: --code 'caffe': it is no framework; give pytorch, tensorflow, jax, onnx, numpy or all");
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
          "            running_var: ONNX, Keras 3 and Flax take the biased variance of the batch, 1999/2000 "
          "of PyTorch's "
          "unbiased one\n"));
  EXPECT_THAT(runNormscope({"explain", "--shape", "2,6,3", "--norm", "group:groups=2,affine=group"}).out,
              HasSubstr("\nparameters  γ and β: one per group, shape [G] = [2]\n"
                        "            ONNX GroupNormalization has one per group in opset 18, one per channel "
                        "from opset 21 on\n"));
}

TEST(ExplainCommand, ACallIsReadAsANorm) {
  const CommandResult result = runNormscope(
      {"explain", "--shape", "20,6,10,10", "--call", "keras.layers.BatchNormalization(axis=1)", "--json"});
  const ordered_json json = ordered_json::parse(result.out);
  EXPECT_EQ(json["spec"], "batch:momentum=0.01,eps=0.001");
  EXPECT_EQ(json["notices"][0], "momentum 0.99 of the old value is 0.01 of the new batch");
  EXPECT_THAT(runNormscope({"explain", "--shape", "20,6,10,10", "--call",
                            "nn.BatchNorm2d(6, track_running_stats=False)"})
                  .out,
              testing::AllOf(
                  testing::Not(HasSubstr("running     ")), testing::Not(HasSubstr("stored in running_var")),
                  HasSubstr("track_running_stats=False: no running statistics are kept; evaluation takes "
                            "those of the batch, too")));
  EXPECT_THAT(runNormscope({"explain", "--shape", "20,6,10,10", "--call", "(bn1): BatchNorm2d(6)"}).out,
              StartsWith("norm        batch\n"));
  EXPECT_EQ(ordered_json::parse(runNormscope({"explain", "--shape", "20,6,10,10", "--json", "--call",
                                              "Net(\n  (bn): BatchNorm2d(6)\n)"})
                                    .out)["spec"],
            "batch");
  expectRefusal({"explain", "--shape", "20,6,10,10", "--call", "nn.GroupNorm(2, 8)"}, 2,
                "normscope: call 'nn.GroupNorm(2, 8)': it is for 8 channels and the tensor has 6; change "
                "num_channels, or the layout of the tensor");
  expectRefusal({"explain", "--shape", "2,6", "--norm", "layer", "--call", "nn.LayerNorm(6)"}, 2,
                "normscope: --call: it is given beside --norm; give one of them");
}

TEST(ExplainCommand, ATextWithSeveralCallsIsAList) {
  const std::string model = "Net(\n  (bn): BatchNorm2d(64)\n  (head): StrangeNorm(3)\n)";
  const CommandResult result = runNormscope({"explain", "--shape", "20,6,10,10", "--call", model, "--json"});
  EXPECT_EQ(result.status, 0);
  const ordered_json json = ordered_json::parse(result.out);
  ASSERT_EQ(json.size(), 2u) << result.out;
  EXPECT_EQ(json[0]["name"], "bn");
  EXPECT_EQ(json[0]["spec"], "batch");
  EXPECT_TRUE(json[0]["reason"].is_null());
  EXPECT_EQ(json[0]["shape"], (ordered_json{20, 64, 10, 10}));
  EXPECT_TRUE(json[1]["spec"].is_null());
  EXPECT_THAT(json[1]["reason"].get<std::string>(), HasSubstr("is no normalization that can be read"));
  EXPECT_THAT(
      runNormscope({"explain", "--shape", "20,6,10,10", "--call", model}).out,
      StartsWith("bn    batch for NCHW [20, 64, 10, 10]\nhead  can't be read: call 'StrangeNorm(3)': "));
  expectRefusal({"explain", "--shape", "20,6,10,10", "--call", model, "--code", "all"}, 2,
                "normscope: --code: --call has 2 calls; give one of them, or leave it out");
}

TEST(ExplainCommand, PrintsTheTableOfKinds) {
  EXPECT_THAT(
      runNormscope({"explain", "--shape", "20,6,10,10", "--norm", "group:groups=1", "--table"}).out,
      HasSubstr(
          "\n                  1  2  3  4  5  6  7  8  9\n"
          "1   batch           =  .  .  .  .  .  .  .  .\n"
          "2   layer           .  =  .  .  ~  .  .  .  .\n"
          "3   layer:over=C    .  .  =  .  .  .  .  s  s\n"
          "4   instance        .  .  .  =  .  .  ~  .  .\n"
          "5   group:groups=1  .  ~  .  .  =  .  .  .  .\n"
          "6   group:groups=3  .  .  .  .  .  =  .  .  .\n"
          "7   group:groups=6  .  .  .  ~  .  .  =  .  .\n"
          "8   rms             .  .  s  .  .  .  .  =  s\n"
          "9   l2              .  .  s  .  .  .  .  s  =\n"
          "\n=  the same function   ~  the same but for γ and β   s  the same sets   .  different sets\n"
          "\nlayer and group:groups=1 normalize alike, for every shape; "));
  const ordered_json table = ordered_json::parse(
      runNormscope({"explain", "--shape", "1,6,4", "--norm", "batch", "--table", "--json"}).out)["table"];
  EXPECT_EQ(table[2], (ordered_json{{"a", "batch"},
                                    {"b", "instance"},
                                    {"same_sets", true},
                                    {"same_normalization", true},
                                    {"same_function", false},
                                    {"shapes", "only where N = 1"}}));
}

TEST(ExplainCommand, TheTableNeedsNoNorm) {
  const std::vector<std::string> command = {"explain", "--shape", "20,6,10,10", "--table"};
  const CommandResult alone = runNormscope(command);
  EXPECT_EQ(alone.status, 0) << alone.err;
  std::vector<std::string> listed = command;
  listed.insert(listed.end(), {"--norm", "layer"});
  EXPECT_THAT(runNormscope(listed).out, EndsWith("\n\n" + alone.out));
  EXPECT_THAT(alone.out,
              StartsWith("                  1  2  3  4  5  6  7  8  9\n1   batch           =  .  ."));
  const auto json = [](std::vector<std::string> arguments) {
    arguments.push_back("--json");
    return ordered_json::parse(runNormscope(arguments).out);
  };
  const ordered_json table = json(command);
  EXPECT_EQ(table["table"], json(listed)["table"]);
  EXPECT_EQ(table["layout"], "NCHW");
  EXPECT_EQ(table["shape"], (ordered_json{20, 6, 10, 10}));
  // Kinds that need a channel don't fit.
  EXPECT_THAT(runNormscope({"explain", "--shape", "4,5", "--layout", "HW", "--table"}).out,
              AllOf(HasSubstr("layer"), Not(HasSubstr("group"))));
  expectRefusal({"explain", "--shape", "4,5", "--table", "--code", "jax"}, 2,
                "normscope: --code: it is given without --norm; give both or neither");
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

}  // namespace explain_test
}  // namespace normscope
