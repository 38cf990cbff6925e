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
  EXPECT_THAT(pytorch("rms:eps_at=outside"), HasSubstr("square = (x ** 2).mean((1,), keepdim=True)\n"));
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
  EXPECT_THAT(
      code(Framework::onnx, "group:groups=2,affine=group"),
      HasSubstr(
          "# nodes in ONNX' text form, of opsets 18 to 20\n# from opset 21 on GroupNormalization has one "
          "scale and bias per channel\n"));
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
  EXPECT_THAT(
      notices("layer:eps_at=outside"),
      ElementsAre("ONNX: only MeanVarianceNormalization adds epsilon to the root, and its own is 1e-9"));
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
  EXPECT_EQ(code(Framework::onnx, "layer:eps_at=max"),
            "none: no operator takes the larger one of epsilon and the root");
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

/// Which snippets PyTorch's own checks of training stop: those of group_norm count the batch too.
TEST(Rosetta, GroupsOfOneElementTrainWhereTheBatchHasMore) {
  const auto code = [](const Extents& extents) {
    return *codeFor(Framework::pytorch, planFor("NCHW", extents, "group:groups=6")).code;
  };
  const auto refusal = HasSubstr("# training with sets of one element is refused by PyTorch\n");
  EXPECT_THAT(code({1, 6, 1, 1}), refusal);
  EXPECT_THAT(code({2, 6, 1, 1}), testing::Not(refusal));
}

TEST(Rosetta, RootMeanSquaresAreLayersOfTheFrameworks) {
  EXPECT_EQ(code(Framework::pytorch, "rms:over=H+W,eps=1e-6"),
            "import torch\nfrom torch import nn\n\n# nn.RMSNorm: from PyTorch 2.4 on\n"
            "norm = nn.RMSNorm((10, 10), eps=1e-6)\ny = norm(x)\n");
  EXPECT_THAT(code(Framework::pytorch, "rms"),
              HasSubstr("norm = nn.RMSNorm((6,), eps=1e-5)\n"
                        "y = norm(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)\n"));
  EXPECT_THAT(code(Framework::pytorch, "custom:over=W,center=false"),
              HasSubstr("norm = nn.RMSNorm((10,), eps=1e-5, elementwise_affine=False)\n"));
  EXPECT_THAT(code(Framework::pytorch, "rms:over=W,bias=true"),
              HasSubstr("elementwise_affine=False)\ny = norm(x)\n"
                        "y = y * weight.reshape(1, 1, 1, 10) + bias.reshape(1, 1, 1, 10)\n"));
  EXPECT_THAT(code(Framework::pytorch, "rms:groups=2"),
              HasSubstr("# nn.RMSNorm has no groups: written out\n"));
  EXPECT_THAT(code(Framework::pytorch, "rms:eps_at=outside"),
              HasSubstr("# nn.RMSNorm has eps inside the root: written out\n"));
  EXPECT_THAT(code(Framework::tensorflow, "rms:over=H+W"),
              HasSubstr("# keras.layers.RMSNormalization: from Keras 3.9 on\n"
                        "norm = keras.layers.RMSNormalization(axis=[2, 3], epsilon=1e-5)\ny = norm(x)\n"));
  EXPECT_THAT(code(Framework::tensorflow, "rms"),
              HasSubstr("# keras.layers.RMSNormalization is over the last axes alone: written out\n"));
  EXPECT_THAT(
      code(Framework::tensorflow, "rms:over=W,affine=none"),
      HasSubstr(
          "# keras.layers.RMSNormalization always has a weight per element and no bias: written out\n"));
  EXPECT_THAT(code(Framework::jax, "rms"),
              HasSubstr("norm = nn.RMSNorm(reduction_axes=1, feature_axes=1, epsilon=1e-5)\n"
                        "y = norm.apply({\"params\": {\"scale\": weight}}, x)\n"));
  EXPECT_THAT(code(Framework::jax, "rms:affine=none"), HasSubstr("epsilon=1e-5, use_scale=False)\n"));
  EXPECT_EQ(code(Framework::onnx, "rms:over=W,affine=channel"),
            "none: RMSNormalization has γ per element of the reduced axes, not per channel");
}

TEST(Rosetta, NumbersOfOnnxAreFloats) {
  EXPECT_THAT(code(Framework::onnx, "batch:momentum=1,eps=1"),
              HasSubstr("BatchNormalization <epsilon = 1.0, momentum = 0.0, training_mode = 1>"));
  EXPECT_THAT(code(Framework::onnx, "layer:eps=2"), HasSubstr("epsilon = 2.0>"));
  EXPECT_THAT(code(Framework::onnx, "instance:eps=0"), HasSubstr("epsilon = 0.0>"));
  EXPECT_THAT(code(Framework::onnx, "group:groups=2,eps=3"), HasSubstr("epsilon = 3.0, num_groups = 2>"));
}

TEST(Rosetta, OneOperatorAddsEpsilonToTheRoot) {
  EXPECT_EQ(code(Framework::onnx, "custom:over=N+H+W,eps=1e-9,eps_at=outside"),
            "# nodes in ONNX' text form, from opset 9 on\n"
            "# the variance is E[x²] − E[x]², which loses digits where the mean is large\n"
            "y = MeanVarianceNormalization <axes = [0, 2, 3]> (x)\n");
  EXPECT_EQ(code(Framework::onnx, "layer:eps=1e-9,eps_at=outside"),
            "none: MeanVarianceNormalization has no γ and β");
  EXPECT_EQ(
      code(Framework::onnx, "rms:eps=1e-9,eps_at=outside"),
      "none: only MeanVarianceNormalization adds epsilon to the root, and to that of the biased variance");
  EXPECT_EQ(code(Framework::onnx, "batch:mode=eval,eps_at=outside"),
            "none: BatchNormalization adds epsilon inside the root");
}

/// A momentum that is given is of running statistics, which only some frameworks keep.
TEST(Rosetta, InstancesKeepRunningStatisticsWhereAMomentumIsGiven) {
  const std::string spec = "instance:momentum=0.3";
  EXPECT_THAT(code(Framework::pytorch, spec),
              HasSubstr("norm = nn.InstanceNorm2d(6, eps=1e-5, momentum=0.3, track_running_stats=True)\n"));
  EXPECT_THAT(
      code(Framework::numpy, spec),
      HasSubstr("running_mean = (1 - 0.3) * running_mean + 0.3 * mean.mean(axis=(0,)).reshape(-1)\n"));
  EXPECT_THAT(code(Framework::tensorflow, spec),
              HasSubstr("# running statistics are left out: no layer of Keras keeps those of instances\n"));
  EXPECT_THAT(code(Framework::jax, spec),
              HasSubstr("# running statistics are left out: no module of Flax keeps those of instances\n"));
  EXPECT_THAT(code(Framework::onnx, spec),
              HasSubstr("# running statistics are left out: InstanceNormalization keeps none\n"));
  EXPECT_THAT(code(Framework::numpy, "instance"), testing::Not(HasSubstr("running")));
}

TEST(Rosetta, LayersThatTakeTheAxesAreUsed) {
  EXPECT_THAT(*codeFor(Framework::pytorch, planFor("CHW", {6, 3, 4}, "instance")).code,
              HasSubstr("norm = nn.InstanceNorm2d(6, eps=1e-5)\ny = norm(x)\n"));
  EXPECT_THAT(*codeFor(Framework::pytorch, planFor("HWC", {3, 4, 6}, "instance")).code,
              HasSubstr("y = norm(x.permute(2, 0, 1)).permute(1, 2, 0)\n"));
  EXPECT_THAT(*codeFor(Framework::pytorch, planFor("CHW", {6, 3, 4}, "group:groups=2")).code,
              HasSubstr("# no layer of PyTorch takes x with these axes: written out\n"));
  EXPECT_THAT(*codeFor(Framework::tensorflow, planFor("NC", {4, 6}, "group:groups=2")).code,
              HasSubstr("norm = keras.layers.GroupNormalization(groups=2, axis=1, epsilon=1e-5)\n"));
  EXPECT_THAT(code(Framework::pytorch, "batch:eps=0"),
              HasSubstr("# PyTorch may refuse eps=0 in training: written out\n"));
}

/// Without a dtype, Keras computes in float32, whatever x is.
TEST(Rosetta, KerasIsToldTheDtypeOfX) {
  EXPECT_THAT(code(Framework::tensorflow, "layer"),
              HasSubstr("y = norm(x)\n# the layer computes in keras' floatx, float32 by default: for float64 "
                        "give it dtype=\"float64\"\n"));
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
