#include "core/analysis/rosetta/read_calls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/expect_error.h"

namespace normscope {
namespace read_call_test {

using testing::ElementsAre;
using testing::IsEmpty;

const Shape nchw(Layout::parse("NCHW"), {20, 6, 10, 10});
const Shape nhwc(Layout::parse("NHWC"), {20, 10, 10, 6});

std::string read(const std::string& text, const Shape& shape = nchw) {
  return toText(readCall(text, shape).spec);
}

void refuses(const std::string& text, const std::string& rest, const Shape& shape = nchw) {
  expectError([&] { readCall(text, shape); }, Fault::nonsense, "call '" + text + "': " + rest);
}

TEST(ReadCall, LayersOfPyTorch) {
  EXPECT_EQ(read("nn.GroupNorm(2, 6)"), "group:groups=2");
  EXPECT_EQ(read("torch.nn.GroupNorm(num_groups=3, num_channels=6, eps=1e-6, affine=False)"),
            "group:groups=3,eps=1e-6,affine=none");
  EXPECT_EQ(read("nn.BatchNorm2d(6)"), "batch");
  EXPECT_EQ(read("self.bn = torch.nn.BatchNorm2d(6, 1e-3, momentum=None)"), "batch:momentum=none,eps=0.001");
  EXPECT_EQ(read("nn.SyncBatchNorm(6)"), "batch");
  EXPECT_EQ(read("nn.InstanceNorm2d(6, affine=True)"), "instance:affine=channel");
  EXPECT_EQ(read("nn.InstanceNorm2d(6)(x)"), "instance");
  EXPECT_EQ(read("nn.LayerNorm((6, 10, 10)),"), "layer:over=C+H+W");
  EXPECT_EQ(read("nn.LayerNorm([10, 10], elementwise_affine=False)"), "layer:over=H+W,affine=none");
  EXPECT_EQ(read("nn.LayerNorm(6, bias=False)", nhwc), "layer:over=C,bias=false");
  EXPECT_EQ(read("nn.RMSNorm(6, eps=1e-6)", nhwc), "rms:over=C,eps=1e-6");
  EXPECT_EQ(read("nn.BatchNorm1d(6)", Shape(Layout::parse("NC"), {4, 6})), "batch");
  EXPECT_EQ(read("nn.InstanceNorm2d(6)", Shape(Layout::parse("CHW"), {6, 3, 3})), "instance");
}

TEST(ReadCall, FunctionsOfPyTorch) {
  EXPECT_EQ(read("F.layer_norm(x, (6, 10, 10))"), "layer:over=C+H+W,affine=none");
  EXPECT_EQ(read("y = F.group_norm(x, 3, weight, bias, eps=1e-3)"), "group:groups=3,eps=0.001");
  EXPECT_EQ(read("F.batch_norm(x, mean, var)"), "batch:mode=eval,affine=none");
  EXPECT_EQ(read("torch.nn.functional.batch_norm(x, mean, var, w, b, True, 0.01)"), "batch:momentum=0.01");
  EXPECT_EQ(read("F.instance_norm(x)"), "instance");
  EXPECT_EQ(read("F.rms_norm(x, (10,), self.weight, 1e-6)"), "rms:over=W,eps=1e-6");
}

TEST(ReadCall, FunctionsThatDivideByTheRootOfASum) {
  EXPECT_EQ(read("F.normalize(x)"), "l2:over=C");
  EXPECT_EQ(read("torch.nn.functional.normalize(x, p=2.0, dim=(2, -1), eps=1e-8)"), "l2:over=H+W,eps=1e-8");
  EXPECT_EQ(read("y = F.normalize(x, 2, -1)"), "l2:over=W");
  EXPECT_EQ(read("tf.math.l2_normalize(x, axis=1)"), "l2:over=C,eps=1e-6");
  EXPECT_EQ(read("tf.nn.l2_normalize(x, [1, 2], epsilon=0.25)"), "l2:over=C+H,eps=0.5");
  EXPECT_EQ(read("tf.math.l2_normalize(x)"), "l2:over=N+C+H+W,eps=1e-6");
  EXPECT_EQ(read("keras.layers.UnitNormalization(axis=1)"), "l2:over=C");
  EXPECT_EQ(read("keras.layers.UnitNormalization()"), "l2:over=W");
  EXPECT_EQ(read("LpNormalization <axis = 1, p = 2> (x)"), "l2:over=C,eps=0");
  EXPECT_EQ(read("LpNormalization <> (x)"), "l2:over=W,eps=0");
  refuses("F.normalize(x, p=1)", "p is not 2, which the root of the sum of squares is; give p=2");
  refuses("LpNormalization <p = 1> (x)", "p is not 2, which the root of the sum of squares is; give p = 2");
  EXPECT_THAT(readCall("tf.math.l2_normalize(x, axis=1)", nchw).notes,
              ElementsAre("epsilon 1e-12 meets the sum of squares: eps is its root, 1e-6"));
}

TEST(ReadCall, LayersOfKeras) {
  EXPECT_EQ(read("keras.layers.BatchNormalization(axis=1, momentum=0.99)"), "batch:momentum=0.01,eps=0.001");
  EXPECT_EQ(read("tf.keras.layers.BatchNormalization()", nhwc), "batch:momentum=0.01,eps=0.001");
  EXPECT_EQ(read("layers.LayerNormalization(axis=[1, 2, 3], epsilon=1e-5)"), "layer:over=C+H+W");
  EXPECT_EQ(read("LayerNormalization(center=False, scale=False)", nhwc),
            "layer:over=C,eps=0.001,affine=none");
  EXPECT_EQ(read("keras.layers.GroupNormalization(groups=2, axis=-3, epsilon=1e-5, name='gn')"),
            "group:groups=2");
  EXPECT_EQ(read("keras.layers.GroupNormalization(groups=-1, axis=1)"), "group:groups=6,eps=0.001");
  EXPECT_EQ(read("keras.layers.RMSNormalization(axis=[2, 3])"), "rms:over=H+W,eps=1e-6");
  EXPECT_EQ(read("keras.layers.BatchNormalization()(x, training=False)", nhwc),
            "batch:mode=eval,momentum=0.01,eps=0.001");
  EXPECT_EQ(read("tfa.layers.InstanceNormalization(axis=1)"), "instance:eps=0.001,affine=channel");
  EXPECT_EQ(read("tfa.layers.GroupNormalization(groups=3)", nhwc), "group:groups=3,eps=0.001");
}

TEST(ReadCall, ModulesOfFlax) {
  EXPECT_EQ(read("nn.BatchNorm(use_running_average=False, momentum=0.9)", nhwc), "batch");
  EXPECT_EQ(read("nn.BatchNorm(use_running_average=True, axis=1)"), "batch:mode=eval,momentum=0.01");
  EXPECT_EQ(read("nn.LayerNorm()", nhwc), "layer:over=C,eps=1e-6");
  EXPECT_EQ(read("nn.LayerNorm(reduction_axes=(1, 2, 3), feature_axes=(1, 2, 3))"),
            "layer:over=C+H+W,eps=1e-6");
  EXPECT_EQ(read("linen.LayerNorm(reduction_axes=(1, 2, 3), feature_axes=-1, epsilon=1e-5)", nhwc),
            "layer:over=H+W+C,affine=channel");
  EXPECT_EQ(read("nn.GroupNorm(num_groups=2)", nhwc), "group:groups=2,eps=1e-6");
  EXPECT_EQ(read("nn.GroupNorm(num_groups=None, group_size=2)", nhwc), "group:groups=3,eps=1e-6");
  EXPECT_EQ(read("flax.linen.RMSNorm(epsilon=1e-5)", nhwc), "rms:over=C");
  EXPECT_EQ(read("nn.InstanceNorm(use_bias=False, use_scale=False)", nhwc), "instance:eps=1e-6");
}

TEST(ReadCall, ModulesOfFlaxWhoseModeIsToldElsewhere) {
  EXPECT_EQ(read("nn.LayerNorm(dtype=self.dtype)(x)", nhwc), "layer:over=C,eps=1e-6");
  EXPECT_EQ(read("nn.LayerNorm(name='ln')", nhwc), "layer:over=C,eps=1e-6");
  EXPECT_EQ(read("nn.LayerNorm(use_bias=False)", nhwc), "layer:over=C,eps=1e-6,bias=false");
  EXPECT_EQ(read("nn.BatchNorm()(x, use_running_average=True)", nhwc), "batch:mode=eval,momentum=0.01");
  EXPECT_EQ(read("nn.BatchNorm(use_running_average=not train, momentum=0.9)", nhwc), "batch");
  EXPECT_THAT(
      readCall("nn.BatchNorm(use_running_average=not train, momentum=0.9)", nhwc).notes,
      ElementsAre("the value of use_running_average is not known: read as in training, where it is False",
                  "momentum 0.9 of the old value is 0.1 of the new batch"));
  EXPECT_EQ(read("nn.LayerNorm(reduction_axes=1, feature_axes=(0, 2))"), "layer:over=C,eps=1e-6,affine=N+H");
}

TEST(ReadCall, ModulesOfNnx) {
  EXPECT_EQ(read("nnx.BatchNorm(6, rngs=nnx.Rngs(0))", nhwc), "batch:momentum=0.01");
  EXPECT_EQ(read("flax.nnx.LayerNorm(num_features=6, rngs=rngs)", nhwc), "layer:over=C,eps=1e-6");
  EXPECT_EQ(read("nnx.RMSNorm(6, rngs=rngs)", nhwc), "rms:over=C,eps=1e-6");
  EXPECT_EQ(read("nnx.GroupNorm(6, 2, rngs=rngs)", nhwc), "group:groups=2,eps=1e-6");
  refuses("nnx.LayerNorm(8, rngs=rngs)",
          "it is for 8 features and axis C of the tensor has 6; change num_features, or the layout of the "
          "tensor",
          nhwc);
}

TEST(ReadCall, LayersOfOtherLibrariesHaveTheirOwnDefaults) {
  EXPECT_EQ(read("timm.layers.LayerNorm(6)", nhwc), "layer:over=C,eps=1e-6");
  EXPECT_EQ(read("timm.layers.LayerNorm2d(6)"), "layer:over=C,eps=1e-6");
  EXPECT_EQ(read("timm.layers.GroupNorm(6, 2)"), "group:groups=2");
  EXPECT_EQ(read("LayerNorm2d((6,), eps=1e-06, elementwise_affine=True, bias=False)"),
            "layer:over=C,eps=1e-6,bias=false");
  EXPECT_EQ(read("timm.layers.RmsNorm(6)", nhwc), "rms:over=C,eps=1e-6");
  EXPECT_EQ(read("mlx.nn.RMSNorm(6)", nhwc), "rms:over=C");
  EXPECT_EQ(read("mlx.nn.LayerNorm(6, bias=False)", nhwc), "layer:over=C,bias=false");
  EXPECT_EQ(read("mlx.nn.GroupNorm(2, 6)", nhwc), "group:groups=2,interleaved=true");
  EXPECT_EQ(read("mlx.nn.GroupNorm(2, 6, pytorch_compatible=True)", nhwc), "group:groups=2");
  EXPECT_EQ(read("eqx.nn.LayerNorm((6, 10, 10))"), "layer:over=C+H+W");
  EXPECT_EQ(read("eqx.nn.RMSNorm(6, use_bias=False)", nhwc), "rms:over=C");
  EXPECT_EQ(read("eqx.nn.RMSNorm(6, use_bias=True)", nhwc), "rms:over=C,bias=true");
  refuses("eqx.nn.RMSNorm(6)",
          "use_bias is missing, and releases of equinox differ in it; write it into the call", nhwc);
  refuses("mlx.nn.GroupNorm(2, 6)",
          "GroupNorm of MLX takes the last axis for the channels, and NCHW does not end in them; change the "
          "layout, such as to NHWC");
  refuses("hk.LayerNorm(6)",
          "'hk' is no library that is known here, and its defaults may differ; paste a layer of PyTorch, "
          "Keras or Flax (linen), a function of F, or a node of ONNX");
  refuses("mlx.nn.BatchNorm(6)",
          "'mlx.nn.BatchNorm' is no normalization that can be read; paste a layer of PyTorch, Keras or Flax "
          "(linen), a function of F, or a node of ONNX",
          nhwc);
}

TEST(ReadCall, LayersOfModelsByTheirNames) {
  EXPECT_EQ(read("LlamaRMSNorm((6,), eps=1e-05)", nhwc), "rms:over=C");
  EXPECT_EQ(read("T5LayerNorm(6)", nhwc), "rms:over=C,eps=1e-6");
  EXPECT_EQ(read("GemmaRMSNorm((6,), eps=1e-06)", nhwc), "rms:over=C,eps=1e-6,zero_centered=true");
  EXPECT_EQ(read("LayerNorm2d((6,), eps=1e-06, elementwise_affine=True)"), "layer:over=C,eps=1e-6");
  EXPECT_EQ(read("FrozenBatchNorm2d(6, eps=1e-05)"), "batch:mode=eval");
  refuses("LayerNorm2d(6)",
          "eps is missing: timm has 1e-6 for it and torchvision 1e-5; write it into the call");
  refuses("LayerNorm2d(8, eps=1e-6)",
          "it is for [8] and the tensor has 6 channels; change it, or the layout of the tensor");
}

TEST(ReadCall, WhatPyTorchPrints) {
  EXPECT_EQ(read("BatchNorm2d(6, eps=1e-05, momentum=0.1, affine=True, bias=True, track_running_stats=True)"),
            "batch");
  EXPECT_EQ(read("(bn1): BatchNorm2d(6, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)"),
            "batch");
  EXPECT_EQ(read("(0): GroupNorm(2, 6, eps=1e-05, affine=True, bias=False)"), "group:groups=2,bias=false");
}

TEST(ReadCall, WhatStandsAroundACall) {
  EXPECT_EQ(read("nn.BatchNorm2d(6)  # after the stem"), "batch");
  EXPECT_EQ(read("self.n: nn.Module = nn.GroupNorm(2, 6)"), "group:groups=2");
  EXPECT_EQ(read("nn.BatchNorm2d(6).to(device)"), "batch");
  EXPECT_EQ(read("nn.BatchNorm2d(6).cuda().eval()"), "batch:mode=eval");
  EXPECT_EQ(read("nn.BatchNorm2d(2 * 3)"), "batch");
  EXPECT_EQ(read("nn.GroupNorm(12 // 4 - 1, 5 + 1)"), "group:groups=2");
  EXPECT_EQ(read("nn.LazyBatchNorm2d(eps=1e-3)"), "batch:eps=0.001");
  EXPECT_EQ(read("F.layer_norm(x, x.shape[1:])"), "layer:over=C+H+W,affine=none");
  EXPECT_EQ(read("F.layer_norm(h, h.shape[-2:])"), "layer:over=H+W,affine=none");
  EXPECT_EQ(read("nn.GroupNorm(2, x.shape[1])"), "group:groups=2");
  EXPECT_EQ(read("torch.layer_norm(x, (6, 10, 10))"), "layer:over=C+H+W,affine=none");
  EXPECT_EQ(read("torch.group_norm(x, 2)"), "group:groups=2,affine=none");
  EXPECT_EQ(read("torch.rms_norm(x, (10,), w, 1e-6)"), "rms:over=W,eps=1e-6");
  refuses("nn.GroupNorm(2, 3 * dim)",
          "num_channels is '3 * dim', whose value is not known; write the value itself");
  refuses("F.layer_norm(x, w.shape)",
          "normalized_shape is 'w.shape', whose value is not known; write the value itself");
  refuses("nn.GroupNorm(2, 6).foo()",
          "'.foo()' can't be read; paste one call with literal arguments, such as nn.GroupNorm(2, 6)");
  refuses("nn.GroupNorm(2, x.shape[1)",
          "it ends too early; paste one call with literal arguments, such as nn.GroupNorm(2, 6)");
}

TEST(ReadCall, NodesAsOnnxPrintsThem) {
  EXPECT_EQ(read("LayerNormalization <axis: int = -1, epsilon: float = 1e-05> (X, S, B)"), "layer:over=W");
  EXPECT_EQ(read("LayerNormalization (x, s, b)"), "layer:over=W");
  EXPECT_EQ(read("LayerNormalization (x, s)"), "layer:over=W,bias=false");
  EXPECT_EQ(read("y = op.LayerNormalization(x, s, b, axis=1)"), "layer:over=C+H+W");
  EXPECT_EQ(read("MeanVarianceNormalization <axes = [0, 2, 3]> (x)"),
            "custom:over=N+H+W,eps=1e-9,eps_at=outside");
  EXPECT_EQ(read("SimplifiedLayerNormalization <axis = -1, epsilon = 1e-6> (x, s)"), "rms:over=W,eps=1e-6");
  EXPECT_EQ(read("com.microsoft.SkipLayerNormalization <epsilon = 1e-5> (x, skip, g, b)"), "layer:over=W");
  refuses("SkipLayerNormalization (x, skip, g, b)",
          "epsilon is missing, and its default is ONNX Runtime's own; write it into the call");
}

/// An order of axes that the framework does not take is said, or refused where its function is another one.
TEST(ReadCall, AxesThatAFrameworkTakesItsOwnWay) {
  const auto notes = [](const std::string& text, const Shape& shape) { return readCall(text, shape).notes; };
  const Shape hwc(Layout::parse("HWC"), {10, 10, 6});
  const Shape chw(Layout::parse("CHW"), {6, 10, 10});
  EXPECT_THAT(notes("nn.BatchNorm2d(6)", nhwc),
              ElementsAre("BatchNorm2d takes axis 1 for the channels: x goes in with its axes in the order "
                          "NCHW"));
  EXPECT_THAT(
      notes("nn.GroupNorm(2, 6)", chw),
      ElementsAre("GroupNorm takes axis 0 for the batch and axis 1 for the channels: x goes in as CHW "
                  "with an axis of 1 before it"));
  EXPECT_THAT(notes("nn.InstanceNorm2d(6)", chw), IsEmpty());
  EXPECT_THAT(
      notes("GroupNormalization <num_groups = 2> (x, s, b)", nhwc),
      ElementsAre("γ and β are per channel, as from opset 21 on; in opsets 18 to 20 they are per group",
                  "GroupNormalization takes axis 1 for the channels: x goes in with its axes in the "
                  "order NCHW"));
  refuses(
      "keras.layers.GroupNormalization(groups=2)",
      "GroupNormalization of Keras takes axis 0 for the batch, and HWC does not begin with one; change the "
      "layout, such as to NHWC",
      hwc);
  refuses("nn.GroupNorm(num_groups=2)",
          "GroupNorm of Flax takes axis 0 for the batch, and HWC does not begin with one; change the layout, "
          "such as to NHWC",
          hwc);
  refuses("keras.layers.RMSNormalization(axis=1)",
          "its weight lies along the last axes, and axis is C of NCHW; give the last axes, or change the "
          "layout");
  EXPECT_EQ(read("nn.InstanceNorm2d(6, momentum=0.3)"), "instance") << "nothing is kept";
  EXPECT_EQ(read("nn.InstanceNorm2d(6, momentum=0.3, track_running_stats=True)"), "instance:momentum=0.3");
  EXPECT_THAT(
      notes("nn.InstanceNorm2d(6, track_running_stats=True)", nchw),
      ElementsAre(
          "track_running_stats=True: running statistics are kept, and read in evaluation (mode=eval)"));
}

TEST(ReadCall, FunctionsThatDoNotSayTheNormAreRefused) {
  refuses("tf.nn.batch_normalization(x, m, v, b, s, 1e-3)",
          "its mean and variance come from elsewhere: over which axes can't be told; paste a layer, or write "
          "the norm with over=");
  refuses("tf.nn.moments(x, axes=[0, 1, 2])",
          "it measures mean and variance and normalizes nothing; paste the layer, or write the norm with "
          "over=");
}

std::vector<std::string> found(const std::string& text, const Shape& shape = nchw) {
  std::vector<std::string> lines;
  for (const NamedReading& named : readCalls(text, shape))
    lines.push_back(named.name + ": " + (named.reading ? toText(named.reading->spec) : named.reason));
  return lines;
}

TEST(ReadCalls, APrintedModelIsAListOfItsNorms) {
  EXPECT_THAT(
      found("ResNet(\n"
            "  (conv1): Conv2d(3, 64, kernel_size=(7, 7), stride=(2, 2), bias=False)\n"
            "  (bn1): BatchNorm2d(64, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)\n"
            "  (layer1): Sequential(\n"
            "    (0): BasicBlock(\n"
            "      (gn): GroupNorm(32, 128, eps=1e-05, affine=True)\n"
            "      (norm): AdaNorm(\n"
            "        (inner): LayerNorm((56, 56), eps=1e-06, elementwise_affine=True)\n"
            "      )\n"
            "    )\n"
            "    (1-2): 2 x StrangeNorm((7,))\n"
            "  )\n"
            "  (last): BatchNorm1d(9)\n"
            ")\n"),
      ElementsAre("bn1: batch", "layer1.0.gn: group:groups=32",
                  "layer1.0.norm.inner: layer:over=H+W,eps=1e-6",
                  "layer1.1-2: call 'StrangeNorm((7,))': 'StrangeNorm' is no normalization that can be "
                  "read; paste a layer of PyTorch, Keras or Flax (linen), a function of F, or a node "
                  "of ONNX",
                  "last: call 'BatchNorm1d(9)': BatchNorm1d takes 2 or 3 axes and the tensor has 4; "
                  "use the one for its rank"));
}

TEST(ReadCalls, SourceCodeIsReadForItsCalls) {
  EXPECT_THAT(found("class RMSNorm(nn.Module):  # our own norm(x)\n"
                    "  def __init__(self):\n"
                    "    self.bn: nn.Module = nn.BatchNorm2d(\n        8,\n        eps=1e-3)\n"
                    "    self.seq = nn.Sequential(nn.Conv2d(3, 6, 3), nn.GroupNorm(3, 6).eval(), nn.ReLU())\n"
                    "  def forward(self, x):\n"
                    "    return self.norm(F.layer_norm(x, x.shape[1:]))\n"),
              ElementsAre("self.bn: batch:eps=0.001", "self.seq.nn.GroupNorm: group:groups=3",
                          "F.layer_norm: layer:over=C+H+W,affine=none"));
  EXPECT_THAT(found("t = LayerNormalization <axis = -1> (x, s, b)\ny = InstanceNormalization (t, s, b)\n"),
              ElementsAre("t: layer:over=W", "y: instance:affine=channel"));
  EXPECT_THAT(found("nn.Conv2d(3, 6)"), IsEmpty());
  EXPECT_THAT(found("BatchNorm2d(6)\nnn.GroupNorm(2, 6"),
              ElementsAre("BatchNorm2d: batch",
                          "nn.GroupNorm: call 'nn.GroupNorm(2, 6': it ends too early; paste one call with "
                          "literal arguments, such as nn.GroupNorm(2, 6)"));
  expectError([] { readCalls(std::string(2000000, 'x'), nchw); }, Fault::nonsense,
              "call: it has 2000000 bytes, more than 1 MB; paste the part of it that has the layers");
}

TEST(ReadCall, NodesOfOnnx) {
  EXPECT_EQ(read("y = GroupNormalization <epsilon = 1e-5, num_groups = 2> (x, weight, bias)"),
            "group:groups=2");
  EXPECT_EQ(read("helper.make_node(\"GroupNormalization\", [\"x\", \"w\", \"b\"], [\"y\"], num_groups=2, "
                 "epsilon=0.001)"),
            "group:groups=2,eps=0.001");
  EXPECT_EQ(read("y, m, v = BatchNormalization <momentum = 0.9, training_mode = 1> (x, s, b, m0, v0)"),
            "batch");
  EXPECT_EQ(read("BatchNormalization<>(x, s, b, m0, v0)"), "batch:mode=eval");
  EXPECT_EQ(read("LayerNormalization<axis = 1>(x, s, b)"), "layer:over=C+H+W");
  EXPECT_EQ(read("InstanceNormalization<epsilon = 0.001>(x, s, b)"), "instance:eps=0.001,affine=channel");
  EXPECT_EQ(read("RMSNormalization<axis = -1>(x, s)"), "rms:over=W");
}

TEST(ReadCall, NotesWhatIsCountedOtherwise) {
  const auto notes = [](const std::string& text, const Shape& shape) { return readCall(text, shape).notes; };
  EXPECT_THAT(notes("nn.GroupNorm(2, 6)", nchw), IsEmpty());
  EXPECT_THAT(notes("keras.layers.BatchNormalization(axis=1)", nchw),
              ElementsAre("momentum 0.99 of the old value is 0.01 of the new batch"));
  EXPECT_THAT(notes("nn.RMSNorm(6)", nhwc),
              ElementsAre("eps is left out: the machine epsilon of float32, as PyTorch takes for it",
                          "there is no bias: β stays 0"));
  EXPECT_THAT(notes("keras.layers.LayerNormalization(scale=False)", nhwc),
              ElementsAre("there is no weight: γ stays 1"));
}

TEST(ReadCall, WhatIsNoCallIsRefused) {
  const std::string advice = "; paste one call with literal arguments, such as nn.GroupNorm(2, 6)";
  refuses("", "it ends too early" + advice);
  refuses("nn.GroupNorm", "it ends too early" + advice);
  refuses("nn.GroupNorm(2, 6", "it ends too early" + advice);
  refuses("nn.GroupNorm(2, 6))", "')' can't be read" + advice);
  refuses("nn.GroupNorm(2, 3 % 2)", "'% 2)' can't be read" + advice);
  refuses("nn.GroupNorm(eps=1e-5, 2)", "'2)' can't be read" + advice);
  refuses("nn.GroupNorm(2, 1e)", "'1e)' can't be read" + advice);
  refuses("nn.GroupNorm(2, 'six)", "''six)' can't be read" + advice);
  refuses("nn.LayerNorm(((((((6,),),),),),))", "'(6,),),),),),))' can't be read" + advice);
  refuses("nn.GroupNorm(2, 6); import os", "'; import os' can't be read" + advice);
  refuses("nn.GroupNorm(2, 6, eps=1, eps=2)", "eps is given twice; give each argument once");
  expectError([] { readCall(std::string(3000, 'x'), nchw); }, Fault::nonsense,
              "call: it has 3000 bytes, and one call has few; paste one call, such as nn.GroupNorm(2, 6)");
}

TEST(ReadCall, WhatIsNoNormalizationIsRefused) {
  const std::string advice =
      "; paste a layer of PyTorch, Keras or Flax (linen), a function of F, or a node of ONNX";
  refuses("nn.Conv2d(3, 6)", "'nn.Conv2d' is no normalization that can be read" + advice);
  refuses("nnx.Conv(6)", "'nnx.Conv' is no normalization that can be read" + advice);
  refuses("batch_norm(x)", "'batch_norm' is no normalization that can be read" + advice);
  refuses("Softmax<axis = 1>(x)", "'Softmax' is no normalization that can be read" + advice);
  refuses("helper.make_node(op)", "make_node needs the operator's name; give it as text, first of all");
}

TEST(ReadCall, ArgumentsThatCannotBeReadAreRefused) {
  refuses("nn.GroupNorm(groups, 6)",
          "num_groups is 'groups', whose value is not known; write the value itself");
  refuses("nn.GroupNorm(2)", "num_channels is missing; write it into the call");
  refuses("nn.GroupNorm(2.5, 6)", "num_groups is no whole number; give one, such as 2");
  refuses("nn.GroupNorm(2, 6, eps='small')", "eps is no number; give one, such as 1e-5");
  refuses("nn.GroupNorm(2, 6, eps=None)", "eps is no number; give one, such as 1e-5");
  refuses("nn.GroupNorm(2, 6, affine=1)", "affine is neither True nor False; give one of them");
  refuses("nn.LayerNorm('C')",
          "normalized_shape is neither a whole number nor a list of them; give one, such as (6, 10, 10)");
  refuses("nn.GroupNorm(2, 6, num_groups=3)", "num_groups is given twice; give each argument once");
  refuses("nn.GroupNorm(2, 6, gruops=3)",
          "GroupNorm has no argument gruops; use num_groups, num_channels, eps, affine, device or dtype");
  refuses("F.instance_norm(x, m, v, w, b, True, 0.1, 1e-5, 7)",
          "instance_norm takes 8 positions and 9 are given; give the others by name");
}

TEST(ReadCall, WhatDoesNotFitTheTensorIsRefused) {
  refuses("nn.GroupNorm(2, 8)",
          "it is for 8 channels and the tensor has 6; change num_channels, or the layout of the tensor");
  refuses("nn.LayerNorm(6)",
          "normalized_shape [6] is not the end of the tensor's shape [20, 6, 10, 10]; give the extents of "
          "the last "
          "axes, or change the layout of the tensor");
  refuses("nn.BatchNorm3d(6)", "BatchNorm3d takes 5 axes and the tensor has 4; use the one for its rank");
  refuses("nn.BatchNorm1d(6)",
          "BatchNorm1d takes 2 or 3 axes and the tensor has 4; use the one for its rank");
  refuses("keras.layers.BatchNormalization()",
          "its axis is W of NCHW, not the channel axis; give axis=1, or change the layout");
  refuses("keras.layers.BatchNormalization()",
          "its axis is W of NHW, not the channel axis; name one axis C or F in the layout",
          Shape(Layout::parse("NHW"), {2, 3, 4}));
  refuses("keras.layers.LayerNormalization(axis=4)",
          "axis has 4 and the tensor 4 axes; count from 0 to 3 or from the end with -1");
  refuses("keras.layers.LayerNormalization(axis=[1, -3])", "axis names an axis twice; give each axis once");
  refuses("nn.GroupNorm(num_groups=2)",
          "GroupNorm of Flax takes the last axis for the channels, and NCHW does not end in them; change the "
          "layout, "
          "such as to NHWC");
  refuses("nn.GroupNorm(num_groups=None, group_size=4)",
          "group_size does not divide 6 channels; give a divisor", nhwc);
  expectError([] { readCall("nn.GroupNorm(4, 6)", nchw); }, Fault::nonsense,
              "norm 'group:groups=4' on NCHW [20, 6, 10, 10]: 4 groups do not divide 6 channels; use "
              "groups=1, 2, 3 or "
              "6");
  expectError(
      [] { readCall("nn.GroupNorm(2, 6, eps=-1.0)", nchw); }, Fault::nonsense,
      "norm 'group:groups=2,eps=-1': eps=-1 is out of range; give a number of 0 or more, such as 1e-5");
}

/// What is written for a norm, read back: the layer's line means the norm, or one that does the same.
TEST(ReadCall, ReadsWhatRosettaWrites) {
  EXPECT_EQ(read("norm = nn.BatchNorm2d(6, eps=1e-5, momentum=0.25, affine=False)"),
            "batch:momentum=0.25,affine=none");
  for (const std::string spec : {"batch", "layer", "group:groups=2", "batch:affine=none", "layer:eps=0.5"}) {
    const FrameworkCode written = codeFor(Framework::tensorflow, plan(nchw, parseNormSpec(spec)));
    const std::size_t start = written.code->find("norm = ");
    const std::string line = written.code->substr(start, written.code->find('\n', start) - start);
    const NormSpec back = readCall(line, nchw).spec;
    EXPECT_EQ(plan(nchw, back).statisticsShape(), plan(nchw, parseNormSpec(spec)).statisticsShape()) << line;
    EXPECT_EQ(back.eps, parseNormSpec(spec).eps);
    EXPECT_EQ(back.affineSharing(), parseNormSpec(spec).affineSharing());
  }
}

}  // namespace read_call_test
}  // namespace normscope
