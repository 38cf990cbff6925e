#include "tests/core/checkpoint_kinds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>
#include <random>

#include "core/error.h"
#include "core/model/checkpoint.h"

namespace normscope {
namespace checkpoint_kinds_test {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

using Tensors = std::vector<StoredTensor>;
using Problems = std::map<std::string, std::vector<std::string>>;  ///< by layer; of those with any

/// A small network as it comes out of training: a batch norm, a layer norm and an RMS norm, and what else
/// there is.
Tensors healthy() {
  Tensors tensors = {storedVector("layer1.bn1.weight", {0.9, 1.1, 0.7, 1.3}),
                     storedVector("layer1.bn1.bias", {0.1, -0.2, 0, 0.3}),
                     storedVector("layer1.bn1.running_mean", {0.5, -1, 2, 0}),
                     storedVector("layer1.bn1.running_var", {0.3, 4, 1, 0.01}),
                     storedCount("layer1.bn1.num_batches_tracked", 7),
                     storedVector("h.0.ln_1.weight", {0.8, 1.2, 1.1, 0.9, 0.95, 1}),
                     storedVector("h.0.ln_1.bias", {0.1, 0.2, -0.3, 0, 0, 0.1}),
                     storedVector("model.norm.weight", {2, 1.5, 1.75, 0.5, 2.5, 3}),
                     storedVector("conv1.bias", {0, 0, 0, 0}),
                     storedVector("embed_tokens.weight", {1, 1, 1, 1, 0, 0})};
  tensors.back().extents = {3, 2};
  return tensors;
}

/// With some tensors in the place of those of their names.
Tensors with(const Tensors& changed) {
  Tensors tensors = healthy();
  for (const StoredTensor& tensor : changed) {
    for (StoredTensor& own : tensors) {
      if (own.name == tensor.name) own = tensor;
    }
  }
  return tensors;
}

class CheckpointKinds : public testing::TestWithParam<CheckpointKind> {
 protected:
  Checkpoint read(const Tensors& tensors) { return readCheckpoint(GetParam().write(folder_, tensors)); }

  Problems problemsOf(const Tensors& tensors) {
    const Checkpoint checkpoint = read(tensors);
    EXPECT_THAT(checkpoint.layers, SizeIs(3));
    EXPECT_THAT(checkpoint.notices, IsEmpty());
    Problems problems;
    for (const CheckpointLayer& layer : checkpoint.layers) {
      const bool isWithin = layer.name.starts_with("state_dict.");
      if (!layer.problems.empty()) problems[layer.name.substr(isWithin ? 11 : 0)] = layer.problems;
    }
    return problems;
  }

  /// The layer has this one problem, and the others none.
  void finds(const Tensors& changed, const std::string& layer, const std::string& problem) {
    EXPECT_EQ(problemsOf(with(changed)), (Problems{{layer, {problem}}}));
  }

  TemporaryFolder folder_;
};

TEST_P(CheckpointKinds, ThatAreHealthySayNothing) {
  EXPECT_THAT(problemsOf(healthy()), IsEmpty());
}

TEST_P(CheckpointKinds, SayWhatIsWrongWithARunningVariance) {
  const auto variance = [](const std::vector<double>& values) {
    return Tensors{storedVector("layer1.bn1.running_var", values)};
  };
  finds(variance({0.3, 0, 1, 0.01}), "layer1.bn1",
        "the running variance is 0 in 1 of 4 channels (1): x − mean is divided by √ε alone there");
  finds(variance({0.3, 4, -0.5, 0.01}), "layer1.bn1",
        "the running variance is negative in 1 of 4 channels (2), -0.5 at the least: no variance is, and "
        "√(variance + ε) is NaN where it is below −ε");
  finds(variance({0.3, 4, 1, 1e-12}), "layer1.bn1",
        "the running variance is below 1e-8 in 1 of 4 channels (3): ε decides what x − mean is divided by "
        "there");
  finds(variance({nan, 4, 1, 0.01}), "layer1.bn1", "the running variance is NaN in 1 of 4 channels (0)");
}

TEST_P(CheckpointKinds, SayWhereRunningStatisticsAreAsTheyStart) {
  finds({storedVector("layer1.bn1.running_mean", {0, 0, 0, 0}),
         storedVector("layer1.bn1.running_var", {1, 1, 1, 1}),
         storedCount("layer1.bn1.num_batches_tracked", 0)},
        "layer1.bn1",
        "the running mean is 0 and the running variance 1 in all 4 channels, with 0 batches counted: they "
        "are as "
        "they start, as if never updated");
}

TEST_P(CheckpointKinds, SayWhichChannelsAreDead) {
  finds({storedVector("layer1.bn1.weight", {0.9, 0, 0.7, 1e-9})}, "layer1.bn1",
        "γ is near 0 in 2 of 4 channels (1 and 3): dead, since y is β there");
  finds({storedVector("h.0.ln_1.weight", {0.8, 1.2, 0, 0.9, 0.95, 1})}, "h.0.ln_1",
        "γ is near 0 in 1 of 6 channels (2): dead, since y is β there");
  finds({storedVector("model.norm.weight", {2, 1.5, 1.75, 0.5, 2.5, 0})}, "model.norm",
        "γ is near 0 in 1 of 6 channels (5): dead, since y is 0 there");
}

TEST_P(CheckpointKinds, SayWhatWasNeverTrained) {
  const std::vector<double> ones(6, 1), zeros(6, 0);
  finds({storedVector("h.0.ln_1.weight", ones), storedVector("h.0.ln_1.bias", zeros)}, "h.0.ln_1",
        "γ is 1 and β 0 in all 6 channels: as at the start, as if never trained");
  finds({storedVector("model.norm.weight", ones)}, "model.norm",
        "γ is 1 in all 6 channels: as at the start, as if never trained");
}

TEST_P(CheckpointKinds, SayWhatIsNotFinite) {
  finds({storedVector("h.0.ln_1.bias", {0, 0, nan, 0, 0, 1})}, "h.0.ln_1", "β is NaN in 1 of 6 channels (2)");
  finds({storedVector("model.norm.weight", {2, nan, 1, 1, nan, 3}, DType::bfloat16)}, "model.norm",
        "γ is NaN in 2 of 6 channels (1 and 4)");
  finds({storedVector("layer1.bn1.running_mean", {0, infinity, 0, 1})}, "layer1.bn1",
        "the running mean is infinite in 1 of 4 channels (1)");
}

TEST_P(CheckpointKinds, SayWhichDtypesAreOdd) {
  finds({storedVector("model.norm.weight", {2, 1, 3, 1, 2, 3}, DType::int8)}, "model.norm",
        "γ is int8, which is no floating type");
  finds({storedVector("h.0.ln_1.bias", {0.5, 1, 0, 0, 1, 0}, DType::float16)}, "h.0.ln_1",
        "γ is float32 and β float16");
  if (GetParam().hasFloat8)
    finds({storedFloat8("model.norm.weight", "\x38\x3c\x40\x38\x3c\x40")}, "model.norm",
          "γ is float8_e4m3fn, which has 3 bits of fraction");
}

TEST_P(CheckpointKinds, HaveTheConfigBesideThem) {
  folder_.fileOf("config.json",
                 R"({"norm_num_groups": 4, "batch_norm_eps": 0.001, "layer_norm_eps": 1e-05})");
  Tensors tensors = {storedVector("a.gn1.weight", {0.9, 1.1, 0.7, 1.3, 1, 1.2}),
                     storedVector("a.gn1.bias", {0.1, 0, 0, 0, 0, 0.2}),
                     storedVector("b.bn.running_mean", {0, 1}), storedVector("b.bn.running_var", {1, 5e-7})};
  const Checkpoint checkpoint = read(tensors);
  ASSERT_THAT(checkpoint.layers, SizeIs(2));
  EXPECT_THAT(checkpoint.layers[0].problems,
              ElementsAre("config.json says 4 groups, which 6 channels can't be split into"));
  EXPECT_THAT(
      checkpoint.layers[1].problems,
      ElementsAre("the running variance is below 1e-6 in 1 of 2 channels (1): ε decides what x − mean is "
                  "divided by there"));
}

/// The weights of Gemma are kept as w, but in GGUF, which holds 1 + w.
TEST_P(CheckpointKinds, SayWhatZeroCentredWeightsAre) {
  folder_.fileOf("config.json", R"({"model_type": "gemma2", "rms_norm_eps": 1e-06})");
  const bool isGguf = GetParam().name == std::string("gguf");
  const std::vector<double> dead =
      isGguf ? std::vector<double>{0, 2, 1, 3} : std::vector<double>{-1, 1, 0, 2};
  const std::vector<double> untrained(4, isGguf ? 1 : 0);
  const Checkpoint checkpoint = read(
      {storedVector("a.input_layernorm.weight", dead), storedVector("b.input_layernorm.weight", untrained)});
  ASSERT_THAT(checkpoint.layers, SizeIs(2));
  const std::string gamma = isGguf ? "γ" : "γ = 1 + weight", start = isGguf ? "γ is 1" : "the weight is 0";
  EXPECT_THAT(checkpoint.layers[0].problems,
              ElementsAre(gamma + " is near 0 in 1 of 4 channels (0): dead, since y is 0 there"));
  EXPECT_THAT(checkpoint.layers[1].problems,
              ElementsAre(start + " in all 4 channels: as at the start, as if never trained"));
}

/// Random networks as they come out of training, of three dtypes: nothing is odd about them.
TEST_P(CheckpointKinds, OfRandomNetworksRaiseNoFalseAlarm) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    const DType dtype = seed % 3 == 0 ? DType::bfloat16 : seed % 3 == 1 ? DType::float16 : DType::float32;
    Tensors tensors;
    const auto add = [&](const std::string& name, DType stored, auto&& value) {
      std::vector<double> values(64);
      for (double& each : values) each = value();
      tensors.push_back(storedVector(name, values, stored));
    };
    for (int i = 0; i < 4; ++i) {
      const std::string layer = "layers." + std::to_string(i) + ".";
      add(layer + "input_layernorm.weight", dtype, [&] { return std::exp(0.3 * normal(random)); });
      add(layer + "ln.weight", dtype, [&] { return 1 + 0.1 * normal(random); });
      add(layer + "ln.bias", dtype, [&] { return 0.1 * normal(random); });
      add(layer + "bn.weight", DType::float32, [&] { return 0.1 + 0.1 * normal(random); });
      add(layer + "bn.bias", DType::float32, [&] { return normal(random); });
      add(layer + "bn.running_mean", DType::float32, [&] { return normal(random); });
      add(layer + "bn.running_var", DType::float32, [&] { return std::exp(3 * normal(random) - 3); });
      add(layer + "q_proj.bias", dtype, [&] { return normal(random); });
    }
    const Checkpoint checkpoint = read(tensors);
    EXPECT_THAT(checkpoint.layers, SizeIs(12));
    EXPECT_THAT(checkpoint.notices, IsEmpty());
    for (const CheckpointLayer& layer : checkpoint.layers)
      EXPECT_THAT(layer.problems, IsEmpty()) << layer.name << ", seed " << seed;
  }
}

TEST_P(CheckpointKinds, WithoutNormsAreRefused) {
  const std::string path =
      GetParam().write(folder_, {storedVector("fc.bias", {1, 2}), storedVector("conv1.bias", {1, 2})});
  EXPECT_THROW(readCheckpoint(path), Error);
}

INSTANTIATE_TEST_SUITE_P(All, CheckpointKinds, testing::ValuesIn(checkpointKinds()), [](const auto& kind) {
  std::string name = kind.param.name;
  std::erase(name, ' ');
  return name;
});

/// GGUF alone quantizes; a norm that is says so.
TEST(GgufCheckpoint, WithAQuantizedNormSaysSo) {
  TemporaryFolder folder;
  const std::string path =
      checkpointKinds()[4].write(folder, {storedVector("blk.0.attn_norm.weight", {1, 2, 1.5}),
                                          {"blk.1.attn_norm.weight", "Q8_0", {32}, std::string(34, '\1')}});
  const Checkpoint checkpoint = readCheckpoint(path);
  ASSERT_THAT(checkpoint.layers, SizeIs(2));
  EXPECT_THAT(checkpoint.layers[0].problems, IsEmpty());
  EXPECT_THAT(
      checkpoint.layers[1].problems,
      ElementsAre("γ is Q8_0 and can't be read: " + path +
                  "::blk.1.attn_norm.weight: it is quantized as Q8_0, which is not read; convert it to F16 "
                  "or F32 first"));
}

}  // namespace checkpoint_kinds_test
}  // namespace normscope
