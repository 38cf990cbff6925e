#include "core/analysis/rosetta/rosetta.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/small_world.h"

namespace normscope {
namespace rosetta_test {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

ReductionPlan planFor(const std::string& layout, const Extents& extents, const std::string& spec) {
  return plan(Shape(Layout::parse(layout), extents), parseNormSpec(spec));
}

/// Of NCHW [20, 6, 10, 10].
std::string code(Framework framework, const std::string& spec) {
  const FrameworkCode written = codeFor(framework, planFor("NCHW", {20, 6, 10, 10}, spec));
  return written.code.value_or("none: " + written.reason);
}

TEST(Rosetta, PyTorchHasALayerForTheUsualNorms) {
  const auto pytorch = [](const std::string& spec) { return code(Framework::pytorch, spec); };
  EXPECT_EQ(pytorch("group:groups=2"),
            "import torch\nfrom torch import nn\n\nnorm = nn.GroupNorm(2, 6, eps=1e-5)\ny = norm(x)\n");
  EXPECT_THAT(pytorch("batch:momentum=0.25,affine=none"),
              HasSubstr("norm = nn.BatchNorm2d(6, eps=1e-5, momentum=0.25, affine=False)\n"));
  EXPECT_THAT(pytorch("instance"), HasSubstr("norm = nn.InstanceNorm2d(6, eps=1e-5)\n"));
  EXPECT_THAT(pytorch("instance:affine=channel"), HasSubstr("nn.InstanceNorm2d(6, eps=1e-5, affine=True)\n"));
  EXPECT_THAT(pytorch("layer"), HasSubstr("norm = nn.LayerNorm((6, 10, 10), eps=1e-5)\ny = norm(x)\n"));
  EXPECT_THAT(pytorch("layer:over=C"), HasSubstr("norm = nn.LayerNorm((6,), eps=1e-5)\n"
                                                 "y = norm(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)\n"));
  EXPECT_THAT(pytorch("layer:affine=channel"),
              HasSubstr("elementwise_affine=False)\ny = norm(x)\n"
                        "y = y * weight.reshape(1, 6, 1, 1) + bias.reshape(1, 6, 1, 1)\n"));
  EXPECT_THAT(pytorch("rms"), HasSubstr("square = (x ** 2).mean((1,), keepdim=True)\n"));
  EXPECT_THAT(pytorch("layer:variance=unbiased"),
              HasSubstr("# no layer of PyTorch does this: written out\n"));
}

TEST(Rosetta, KerasAndFlaxWeightTheOldValue) {
  EXPECT_THAT(code(Framework::tensorflow, "batch"),
              HasSubstr("norm = keras.layers.BatchNormalization(axis=1, momentum=0.9, epsilon=1e-5)\n"
                        "y = norm(x, training=True)\n"));
  EXPECT_THAT(code(Framework::jax, "batch"),
              HasSubstr("norm = nn.BatchNorm(use_running_average=False, axis=1, momentum=0.9, epsilon=1e-5, "
                        "use_fast_variance=False)\n"));
  EXPECT_THAT(
      code(Framework::onnx, "batch"),
      HasSubstr(
          "y, new_mean, new_var = BatchNormalization <epsilon = 1e-5, momentum = 0.9, training_mode = 1> "
          "(x, weight, bias, running_mean, running_var)\n"));
}

TEST(Rosetta, OnnxTransposesToTheOrderThatAnOperatorWants) {
  EXPECT_EQ(code(Framework::onnx, "layer:over=C"),
            "# nodes in ONNX' text form, from opset 17 on\n"
            "t = Transpose <perm = [0, 2, 3, 1]> (x)\n"
            "n = LayerNormalization <axis = 3, epsilon = 1e-5> (t, weight, bias)\n"
            "y = Transpose <perm = [0, 3, 1, 2]> (n)\n");
  EXPECT_THAT(code(Framework::onnx, "group:groups=2"), HasSubstr("from opset 21 on\n"));
  EXPECT_THAT(code(Framework::onnx, "group:groups=2,affine=group"), HasSubstr("from opset 18 on\n"));
}

TEST(Rosetta, NumPyUpdatesTheRunningStatisticsToo) {
  EXPECT_EQ(code(Framework::numpy, "batch"),
            "import numpy as np\n\n"
            "mean = x.mean(axis=(0, 2, 3), keepdims=True)\n"
            "var = x.var(axis=(0, 2, 3), keepdims=True)\n"
            "y = (x - mean) / np.sqrt(var + 1e-5)\n"
            "y = y * weight.reshape(1, 6, 1, 1) + bias.reshape(1, 6, 1, 1)\n"
            "running_mean = (1 - 0.1) * running_mean + 0.1 * mean.reshape(-1)\n"
            "running_var = (1 - 0.1) * running_var + 0.1 * var.reshape(-1) * 2000 / 1999\n");
}

TEST(Rosetta, SaysWhatAFrameworkCannotExpress) {
  const auto notices = [](const std::string& spec) {
    return codeNotices(planFor("NCHW", {20, 6, 10, 10}, spec));
  };
  EXPECT_THAT(notices("group:groups=2"), IsEmpty());
  EXPECT_THAT(notices("layer:eps_at=outside"),
              ElementsAre("ONNX: every operator adds epsilon inside the root"));
  EXPECT_THAT(notices("layer:variance=unbiased"),
              ElementsAre("ONNX: no operator normalizes with the unbiased variance"));
  EXPECT_THAT(
      notices("layer:affine=channel"),
      ElementsAre("ONNX: LayerNormalization has γ and β per element of the reduced axes, not per channel"));
  EXPECT_THAT(notices("batch:workers=2"),
              ElementsAre("ONNX: BatchNormalization has one mean per channel, not one per worker"));
  EXPECT_THAT(
      notices("batch:momentum=none"),
      ElementsAre("TensorFlow/Keras: momentum=none is the cumulative average, which Keras does not have",
                  "JAX/Flax: momentum=none is the cumulative average, which Flax does not have",
                  "ONNX: momentum=none is the cumulative average, which BatchNormalization does not have"));
  EXPECT_THAT(codeNotices(planFor("CHW", {6, 3, 3}, "instance")),
              ElementsAre("ONNX: InstanceNormalization needs a batch and a channel axis"));
  EXPECT_THAT(codeNotices(planFor("CHW", {6, 3, 3}, "group:groups=2")),
              ElementsAre("ONNX: GroupNormalization needs a batch and a channel axis"));
  EXPECT_THAT(codeNotices(planFor("CHW", {6, 3, 3}, "instance:mode=eval")),
              ElementsAre("ONNX: BatchNormalization needs a batch and a channel axis"));
}

TEST(Rosetta, RootsOfSumsHaveFunctions) {
  EXPECT_EQ(code(Framework::pytorch, "l2"),
            "import torch\nfrom torch.nn import functional as F\n\ny = F.normalize(x, dim=1, eps=1e-12)\n");
  EXPECT_THAT(code(Framework::pytorch, "l2:over=H+W,affine=channel"),
              HasSubstr("y = F.normalize(x, dim=(2, 3), eps=1e-12)\n"
                        "y = y * weight.reshape(1, 6, 1, 1) + bias.reshape(1, 6, 1, 1)\n"));
  EXPECT_THAT(code(Framework::pytorch, "l2:eps_at=outside"),
              HasSubstr("square = (x ** 2).sum((1,), keepdim=True)\ny = x / (torch.sqrt(square) + 1e-12)\n"));
  EXPECT_EQ(code(Framework::tensorflow, "l2"),
            "import tensorflow as tf\n\n# epsilon meets the sum of squares: the square of eps\n"
            "y = tf.math.l2_normalize(x, axis=1, epsilon=1e-24)\n");
  EXPECT_THAT(code(Framework::tensorflow, "l2:eps=1e-30"), HasSubstr("tf.maximum(tf.sqrt(square), 1e-30)"));
  EXPECT_THAT(code(Framework::jax, "l2"), HasSubstr("y = x / jnp.maximum(jnp.sqrt(square), 1e-12)\n"));
  EXPECT_THAT(code(Framework::numpy, "batch:eps_at=max"),
              HasSubstr("y = (x - mean) / np.maximum(np.sqrt(var), 1e-5)\n"));
  EXPECT_THAT(code(Framework::onnx, "l2:eps=0"), HasSubstr("y = LpNormalization <axis = 1, p = 2> (x)\n"));
  EXPECT_EQ(code(Framework::onnx, "l2"), "none: LpNormalization has no epsilon");
  EXPECT_EQ(code(Framework::onnx, "l2:eps=0,affine=channel"), "none: LpNormalization has no γ and β");
  EXPECT_EQ(code(Framework::onnx, "l2:over=H+W,eps=0"), "none: LpNormalization is over one axis");
  EXPECT_EQ(code(Framework::onnx, "layer:eps_at=max"), "none: every operator adds epsilon inside the root");
}

/// BatchNorm needs more than one value per channel to train, LayerNorm does not.
TEST(Rosetta, OnlyLayersThatRefuseOneElementAreSaidToDoSo) {
  const auto code = [](const std::string& spec) {
    return *codeFor(Framework::pytorch, planFor("NCHW", {1, 6, 1, 1}, spec)).code;
  };
  const auto refusal = HasSubstr("# training with sets of one element is refused by PyTorch\n");
  EXPECT_THAT(code("batch"), refusal);
  for (const std::string spec : {"layer:over=H", "custom:over=H+W"}) {
    EXPECT_THAT(code(spec), HasSubstr("nn.LayerNorm("));
    EXPECT_THAT(code(spec), testing::Not(refusal)) << spec;
  }
}

/// Every norm on small and on empty shapes, in every layout: code that makes y, or a reason.
TEST(Rosetta, SaysSomethingForEveryNorm) {
  std::vector<Shape> shapes = smallShapes();
  shapes.emplace_back(Layout::parse("NCHW"), Extents{0, 6, 2, 2});
  shapes.emplace_back(Layout::parse("NCHW"), Extents{2, 0, 2, 2});
  shapes.emplace_back(Layout::parse("NCHW"), Extents{2, 6, 0, 2});
  for (const Shape& shape : shapes) {
    for (const NormSpec& spec : normsFor(shape)) {
      for (const Framework framework : frameworks) {
        const FrameworkCode written = codeFor(framework, plan(shape, spec));
        EXPECT_NE(written.code.has_value(), !written.reason.empty()) << toText(spec);
        const bool always = framework == Framework::numpy || framework == Framework::pytorch;
        EXPECT_TRUE(written.code || !always) << toText(spec);
        if (!written.code) continue;
        EXPECT_THAT(*written.code, testing::ContainsRegex("\ny(,[^\n]*)? = ")) << toText(spec);
      }
    }
  }
}

}  // namespace rosetta_test
}  // namespace normscope
