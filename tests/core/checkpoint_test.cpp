#include "core/model/checkpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "tests/core/checkpoint_file.h"
#include "tests/core/expect_error.h"
#include "tests/core/format_file.h"

namespace normscope {
namespace checkpoint_test {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

class CheckpointTest : public testing::Test {
 protected:
  Checkpoint read(const NamedTensors& tensors) {
    return readCheckpoint(checkpointOf(folder_, "x.safetensors", tensors));
  }

  /// The problems of the only layer.
  std::vector<std::string> problemsIn(const NamedTensors& tensors) {
    const Checkpoint checkpoint = read(tensors);
    EXPECT_EQ(checkpoint.layers.size(), 1);
    return checkpoint.layers.at(0).problems;
  }

  TemporaryFolder folder_;
};

/// A healthy layer of 4 channels, with what is changed.
NamedTensors batchNorm(const NamedTensors& changed = {}) {
  NamedTensors tensors = {{"bn.weight", vectorOf({0.9, 1.1, 0.7, 1.3})},
                          {"bn.bias", vectorOf({0.1, -0.2, 0, 0.3})},
                          {"bn.running_mean", vectorOf({0.5, -1, 2, 0})},
                          {"bn.running_var", vectorOf({0.3, 4, 1, 0.01})},
                          {"bn.num_batches_tracked", Tensor::of<double>(DType::int64, {}, std::vector{7.0})}};
  for (const auto& [name, tensor] : changed) {
    for (auto& [own, value] : tensors) {
      if (own == name) value = tensor;
    }
  }
  return tensors;
}

NamedTensors layerNorm(const std::vector<double>& weight) {
  std::vector<double> bias(weight.size(), 0.5);
  return {{"ln.weight", vectorOf(weight)}, {"ln.bias", vectorOf(bias)}};
}

TEST_F(CheckpointTest, OfAHealthyLayerSaysWhatItHolds) {
  const Checkpoint checkpoint = read(batchNorm());
  EXPECT_EQ(checkpoint.format, "safetensors");
  EXPECT_EQ(checkpoint.tensorCount, 5);
  ASSERT_EQ(checkpoint.layers.size(), 1);
  const CheckpointLayer& layer = checkpoint.layers[0];
  EXPECT_EQ(layer.name, "bn");
  EXPECT_EQ(layer.kind, "batch");
  EXPECT_THAT(layer.tensors(), ElementsAre("bn.weight", "bn.bias", "bn.running_mean", "bn.running_var"));
  ASSERT_TRUE(layer.weight);
  EXPECT_FLOAT_EQ(static_cast<float>(layer.weight->min), 0.7F);
  EXPECT_FLOAT_EQ(static_cast<float>(layer.weight->max), 1.3F);
  EXPECT_NEAR(layer.weight->mean, 1, 1e-7);
  EXPECT_EQ(layer.convention.convention, GammaConvention::plain);
  EXPECT_EQ(layer.convention.reason, "its mean is 1 and none is negative");
  EXPECT_THAT(layer.problems, IsEmpty());
  EXPECT_EQ(layer.values.batches, 7);
  EXPECT_EQ(read({{"bn.weight", vectorOf({1, 2})}, {"bn.bias", vectorOf({1, 2})}}).layers.at(0).kind,
            "batch or group")
      << "a norm of that name without running statistics may have become another";
}

TEST_F(CheckpointTest, SaysWhatIsWrongWithARunningVariance) {
  const auto with = [](const std::vector<double>& variance) {
    return batchNorm({{"bn.running_var", vectorOf(variance)}});
  };
  EXPECT_THAT(
      problemsIn(with({0.3, -0.5, 1, 0.01})),
      ElementsAre("the running variance is negative in 1 of 4 channels (1), -0.5 at the least: no variance "
                  "is, and √(variance + ε) is NaN where it is below −ε"));
  EXPECT_THAT(
      problemsIn(with({0, 4, 0, 0.01})),
      ElementsAre("the running variance is 0 in 2 of 4 channels (0 and 2): x − mean is divided by √ε alone "
                  "there"));
  EXPECT_THAT(
      problemsIn(with({0.3, 4, 1e-20, 0.01})),
      ElementsAre("the running variance is below 1e-8 in 1 of 4 channels (2): ε decides what x − mean is "
                  "divided by there"));
  EXPECT_THAT(problemsIn(with({nan, 4, 1, infinity})),
              ElementsAre("the running variance is NaN in 1 of 4 channels (0)",
                          "the running variance is infinite in 1 of 4 channels (3)"));
}

TEST_F(CheckpointTest, SaysWhereRunningStatisticsAreAsTheyStart) {
  NamedTensors tensors =
      batchNorm({{"bn.running_mean", vectorOf({0, 0, 0, 0})}, {"bn.running_var", vectorOf({1, 1, 1, 1})}});
  EXPECT_THAT(
      problemsIn(tensors),
      ElementsAre("the running mean is 0 and the running variance 1 in all 4 channels, with 7 batches "
                  "counted: they are as they start, as if never updated"));
  tensors.pop_back();
  EXPECT_THAT(problemsIn(tensors), ElementsAre("the running mean is 0 and the running variance 1 in all 4 "
                                               "channels: they are as they start, as if never updated"));
}

TEST_F(CheckpointTest, SaysWhichChannelsAreDead) {
  EXPECT_THAT(problemsIn(layerNorm({0.9, 0, 1, 1e-9, 1.2, 0.8, 1, 0})),
              ElementsAre("γ is near 0 in 3 of 8 channels (1, 3 and 7): dead, since y is β there"));
  EXPECT_THAT(problemsIn({{"norm.weight", vectorOf({0.9, 0, 1, 0, 1.2, 0, 1, 0, 0.8, 1, 1, 1.1})}}),
              ElementsAre("γ is near 0 in 4 of 12 channels (1, 3, 5, ...): dead, since y is 0 there"));
  EXPECT_THAT(
      problemsIn(layerNorm({0, 0, 0})),
      ElementsAre("γ is 0 in all 3 channels: y is β everywhere, unless the layer multiplies by 1 + weight"));
  EXPECT_THAT(problemsIn({{"norm.weight", vectorOf({-0.2, 0.1, -1, 0.3, -0.1, 0.2})}}),
              ElementsAre("γ = 1 + weight is near 0 in 1 of 6 channels (2): dead, since y is 0 there"));
}

TEST_F(CheckpointTest, SaysWhatWasNeverTrained) {
  EXPECT_THAT(problemsIn({{"ln.weight", vectorOf({1, 1, 1})}, {"ln.bias", vectorOf({0, 0, 0})}}),
              ElementsAre("γ is 1 and β 0 in all 3 channels: as at the start, as if never trained"));
  EXPECT_THAT(problemsIn({{"norm.weight", vectorOf({1, 1, 1})}}),
              ElementsAre("γ is 1 in all 3 channels: as at the start, as if never trained"));
  EXPECT_THAT(problemsIn(layerNorm({1, 1, 1})), IsEmpty());
}

TEST_F(CheckpointTest, SaysWhatIsNotFinite) {
  EXPECT_THAT(problemsIn(layerNorm({1, nan, 1.5, infinity})),
              ElementsAre("γ is NaN in 1 of 4 channels (1)", "γ is infinite in 1 of 4 channels (3)"));
  EXPECT_THAT(problemsIn({{"ln.weight", vectorOf({1, 1.5})}, {"ln.bias", vectorOf({nan, nan})}}),
              ElementsAre("β is NaN in all 2 channels"));
  const Checkpoint none = read({{"norm.weight", vectorOf({nan})}});
  EXPECT_FALSE(none.layers.at(0).weight);
  EXPECT_THAT(none.layers.at(0).problems, ElementsAre("γ is NaN in its channel"));
}

TEST_F(CheckpointTest, SaysWhichDtypesAndShapesAreOdd) {
  EXPECT_THAT(problemsIn({{"ln.weight", vectorOf({1, 2}, DType::int8)}, {"ln.bias", vectorOf({1, 2})}}),
              ElementsAre("γ is int8, which is no floating type", "γ is int8 and β float32"));
  EXPECT_THAT(problemsIn({{"ln.weight", vectorOf({1, 2}, DType::float16)}, {"ln.bias", vectorOf({1, 2})}}),
              ElementsAre("γ is float16 and β float32"));
  EXPECT_THAT(problemsIn({{"ln.weight", vectorOf({1, 2})}, {"ln.bias", vectorOf({1, 2, 3})}}),
              ElementsAre("β has the shape [3] and γ [2]"));
  EXPECT_THAT(problemsIn({{"bn.running_mean", vectorOf({1, 2})}}),
              ElementsAre("there is a running mean without a running variance"));
  EXPECT_THAT(problemsIn({{"bn.running_var", vectorOf({1, 2})}}),
              ElementsAre("there is a running variance without a running mean"));
}

TEST_F(CheckpointTest, SaysWhatCannotBeRead) {
  const std::string header = R"({"ln.weight":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}})";
  const std::string path =
      folder_.fileOf("c.safetensors", std::string(1, static_cast<char>(header.size())) +
                                          std::string(7, '\0') + header + std::string(8, '\0'));
  EXPECT_THAT(readCheckpoint(path).layers.at(0).problems,
              ElementsAre("γ is C64 and can't be read: " + path +
                          "::ln.weight: its dtype C64 is not read; convert it to float32 first"));
}

TEST_F(CheckpointTest, WithoutNormsIsRefused) {
  const std::string path = checkpointOf(folder_, "x.safetensors", {{"fc.weight", vectorOf({1, 2})}});
  expectError(
      [&] { readCheckpoint(path); }, Fault::nonsense,
      path + ": its only tensor is that of no norm, by name and shape; normscope list says what it holds");
  const std::string two =
      checkpointOf(folder_, "y.safetensors", {{"fc.weight", vectorOf({1})}, {"fc.bias", vectorOf({1})}});
  expectError(
      [&] { readCheckpoint(two); }, Fault::nonsense,
      two +
          ": none of its 2 tensors is that of a norm, by name and shape; normscope list says what it holds");
  const std::string plain = checkpointOf(folder_, "p.safetensors",
                                         {{"n2.weight", vectorOf({1, 2})}, {"n3.weight", vectorOf({1, 2})}});
  expectError([&] { readCheckpoint(plain); }, Fault::nonsense,
              plain +
                  ": none of its 2 tensors is that of a norm, by name and shape, though these may be weights "
                  "of norms: n2.weight and n3.weight; normscope list says what it holds");
  const std::string empty = checkpointOf(folder_, "z.safetensors", {});
  expectError([&] { readCheckpoint(empty); }, Fault::nonsense,
              empty + ": it holds no tensor; give a checkpoint, a file of a model's parameters");
}

TEST_F(CheckpointTest, SaysWhichWeightsItLeavesOut) {
  const Tensor some = vectorOf({1, 2});
  EXPECT_THAT(read({{"norm1.weight", some}, {"n2.weight", some}, {"n3.weight", some}}).notices,
              ElementsAre("2 weights along one axis are not listed, which may be of norms: n2.weight and "
                          "n3.weight; their names say no norm, as norm1, ln_2 or bn would, and no running "
                          "statistics stand beside them"));
  EXPECT_THAT(read({{"norm1.weight", some}, {"blocks.0.1.weight", some}}).notices,
              ElementsAre("1 weight along one axis is not listed, which may be a norm's: blocks.0.1.weight; "
                          "its name says no norm, as norm1, ln_2 or bn would, and no running statistics "
                          "stand beside it"));
  EXPECT_THAT(read({{"norm1.weight", some},
                    {"a.weight", some},
                    {"b.weight", some},
                    {"c.weight", some},
                    {"d.weight", some}})
                  .notices,
              ElementsAre(testing::HasSubstr("of norms: a.weight, b.weight, c.weight, ...; their")));
  EXPECT_THAT(read({{"norm1.weight", some}, {"fc.bias", some}}).notices, IsEmpty());
}

TEST_F(CheckpointTest, GuessesTheConventionWithItsReason) {
  const auto guessOf = [&](const NamedTensors& tensors) { return read(tensors).layers.at(0).convention; };
  const ConventionGuess centred = guessOf({{"norm.weight", vectorOf({-0.2, 0.1, -0.4, 0.3})}});
  EXPECT_EQ(centred.convention, GammaConvention::zeroCentered);
  EXPECT_EQ(centred.reason, "its mean is -0.05 and 50 % are negative, none below −1");
  const ConventionGuess either = guessOf({{"norm.weight", vectorOf({0.1, 0.2, 0.3})}});
  EXPECT_EQ(either.convention, GammaConvention::unknown);
  EXPECT_EQ(either.reason, "its mean is 0.2 and 0 % are negative, which both may have");
  EXPECT_EQ(guessOf({{"norm.weight", vectorOf({1, 1})}}).reason, "all are 1, as plain ones start");
  const ConventionGuess zero = guessOf({{"norm.weight", vectorOf({0, 0})}});
  EXPECT_EQ(zero.convention, GammaConvention::unknown);
  EXPECT_EQ(zero.reason,
            "all are 0, as zero-centred ones start, and the plain ones of some residual branches");
  EXPECT_EQ(guessOf({{"bn.running_mean", vectorOf({1})}, {"bn.running_var", vectorOf({1})}}).reason,
            "it has no weight");
  EXPECT_EQ(guessOf({{"norm.weight", vectorOf({1, nan})}}).reason, "not all of its values are finite");
  // Of a norm with running statistics negative weights are no sign.
  EXPECT_EQ(guessOf(batchNorm({{"bn.weight", vectorOf({-0.1, 0.2, -0.3, 0.2})}})).convention,
            GammaConvention::unknown);
}

TEST_F(CheckpointTest, TakesWhatCannotBeToldForWhatTheOthersAre) {
  const Checkpoint checkpoint = read({{"a.norm.weight", vectorOf({0.9, 1.2})},
                                      {"b.norm.weight", vectorOf({0.1, 0.2})},
                                      {"c.norm.weight", vectorOf({1.1, 1.2})}});
  EXPECT_EQ(checkpoint.layers[1].convention.convention, GammaConvention::plain);
  EXPECT_EQ(
      checkpoint.layers[1].convention.reason,
      "its mean is 0.15 and 0 % are negative, which both may have; so are 2 other norms of its kind in the "
      "file");
  const Checkpoint mixed =
      read({{"a.norm.weight", vectorOf({-0.1, 0.2})}, {"b.norm.weight", vectorOf({0.9, 1.2})}});
  EXPECT_EQ(mixed.layers[0].convention.convention, GammaConvention::zeroCentered);
  EXPECT_EQ(mixed.layers[1].convention.convention, GammaConvention::unknown);
  EXPECT_EQ(mixed.layers[1].convention.reason,
            "its mean is 1.05 and none is negative, as of plain ones, but 1 other norm of its kind in the "
            "file looks "
            "zero-centred");
}

TEST_F(CheckpointTest, ReadsTheConfigBesideIt) {
  folder_.fileOf(
      "config.json",
      R"({"model_type": "gemma3", "text_config": {"model_type": "gemma3_text", "rms_norm_eps": 1e-06}})");
  const Checkpoint gemma = read({{"norm.weight", vectorOf({3, 4})},
                                 {"vision.ln.weight", vectorOf({1, 1.1})},
                                 {"vision.ln.bias", vectorOf({1, 2})}});
  EXPECT_EQ(gemma.layers[0].kind, "rms");
  EXPECT_EQ(gemma.layers[0].convention.convention, GammaConvention::zeroCentered);
  EXPECT_EQ(gemma.layers[0].convention.reason,
            "config.json says gemma3, whose norms multiply by 1 + weight in Transformers");
  ASSERT_TRUE(gemma.layers[0].epsilon);
  EXPECT_EQ(gemma.layers[0].epsilon->key, "rms_norm_eps");
  EXPECT_EQ(gemma.layers[0].epsilon->value, 1e-6);
  EXPECT_FALSE(gemma.layers[1].epsilon);
  EXPECT_EQ(gemma.layers[1].convention.convention, GammaConvention::plain);

  folder_.fileOf("config.json", R"({"norm_num_groups": 32, "norm_eps": 1e-05})");
  const NamedTensors diffusers = {{"down.resnets.0.norm1.weight", vectorOf(std::vector<double>(40, 0.9))},
                                  {"down.resnets.0.norm1.bias", vectorOf(std::vector<double>(40, 0.1))}};
  const CheckpointLayer layer = read(diffusers).layers.at(0);
  EXPECT_EQ(layer.kind, "group");
  EXPECT_EQ(layer.groups, 32);
  EXPECT_EQ(layer.epsilon->value, 1e-5);
  EXPECT_THAT(layer.problems,
              ElementsAre("config.json says 32 groups, which 40 channels can't be split into"));
}

TEST_F(CheckpointTest, LeavesOutAConfigThatIsMalformed) {
  const std::string config = folder_.fileOf("config.json", "[1]");
  EXPECT_THAT(
      read(batchNorm()).notices,
      ElementsAre(config + ": it is no JSON object; correct it, or move the checkpoint away from it"));
  folder_.fileOf("config.json", R"({"model_type": 3, "rms_norm_eps": "x", "norm_num_groups": 0})");
  const Checkpoint checkpoint = read(batchNorm());
  EXPECT_THAT(checkpoint.notices, IsEmpty());
  EXPECT_FALSE(checkpoint.layers.at(0).epsilon);
}

TEST_F(CheckpointTest, ReadsTheBytesOfNormsOnly) {
  // The values of the embedding, which can't be read, are not asked for.
  const std::string header = R"({"ln.weight":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
                             R"("embed.weight":{"dtype":"BOOL","shape":[4],"data_offsets":[4,8]}})";
  std::string bytes(1, static_cast<char>(header.size()));
  bytes += std::string(7, '\0') + header + std::string(4, '\0') + "\x7f\x7f\x7f\x7f";
  EXPECT_EQ(readCheckpoint(folder_.fileOf("b.safetensors", bytes)).layers.size(), 1);
}

TEST_F(CheckpointTest, OfOtherFormatsIsRead) {
  const Checkpoint gguf = readCheckpoint(formatFile("small.gguf"));
  EXPECT_EQ(gguf.format, "gguf");
  ASSERT_EQ(gguf.layers.size(), 1);
  EXPECT_EQ(gguf.layers[0].name, "blk.0.attn_norm");
  EXPECT_EQ(gguf.layers[0].kind, "rms or layer");
}

TEST_F(CheckpointTest, OfSeveralPartsIsRead) {
  checkpointOf(folder_, "model-1.safetensors", {{"layers.0.norm.weight", vectorOf({1, 2})}});
  checkpointOf(folder_, "model-2.safetensors", {{"layers.1.norm.weight", vectorOf({1, 2})}});
  const std::string index = folder_.fileOf(
      "model.safetensors.index.json",
      R"({"weight_map": {"layers.0.norm.weight": "model-1.safetensors", "layers.1.norm.weight": "model-2.safetensors"}})");
  EXPECT_EQ(readCheckpoint(index).layers.size(), 2);
}

/// Random networks as they come out of training: nothing is odd about them.
TEST_F(CheckpointTest, OfHealthyNetworksRaisesNoFalseAlarm) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    const auto draw = [&](std::size_t count, auto&& value) {
      std::vector<double> values(count);
      for (double& each : values) each = value();
      return values;
    };
    const DType dtype = seed % 3 == 0 ? DType::bfloat16 : seed % 3 == 1 ? DType::float16 : DType::float32;
    NamedTensors tensors;
    for (int i = 0; i < 8; ++i) {
      const std::string layer = "layers." + std::to_string(i) + ".";
      const double scale = 0.3 + 0.1 * i;
      tensors.push_back(
          {layer + "input_layernorm.weight",
           vectorOf(draw(1024, [&] { return scale * std::exp(0.3 * normal(random)); }), dtype)});
      tensors.push_back(
          {layer + "gemma_norm.weight", vectorOf(draw(1024, [&] { return 0.2 * normal(random); }), dtype)});
      tensors.push_back(
          {layer + "ln.weight", vectorOf(draw(64, [&] { return 1 + 0.1 * normal(random); }), dtype)});
      tensors.push_back({layer + "ln.bias", vectorOf(draw(64, [&] { return 0.1 * normal(random); }), dtype)});
      tensors.push_back(
          {layer + "bn.weight", vectorOf(draw(64, [&] { return 0.1 + 0.1 * normal(random); }))});
      tensors.push_back({layer + "bn.bias", vectorOf(draw(64, [&] { return normal(random); }))});
      tensors.push_back({layer + "bn.running_mean", vectorOf(draw(64, [&] { return normal(random); }))});
      tensors.push_back(
          {layer + "bn.running_var", vectorOf(draw(64, [&] { return std::exp(3 * normal(random) - 3); }))});
    }
    for (const CheckpointLayer& layer : read(tensors).layers)
      EXPECT_THAT(layer.problems, IsEmpty()) << layer.name << ", seed " << seed;
  }
}

}  // namespace checkpoint_test
}  // namespace normscope
