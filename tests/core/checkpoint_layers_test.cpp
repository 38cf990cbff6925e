#include "core/model/checkpoint_layers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace normscope {
namespace checkpoint_layers_test {

using testing::ElementsAre;
using testing::IsEmpty;

/// A file that is only its list.
TensorFile listOf(const std::vector<std::pair<std::string, Extents>>& tensors,
                  const std::string& dtype = "float32") {
  TensorFile file;
  for (const auto& [name, extents] : tensors) file.entries.push_back({name, dtype, extents, {}});
  return file;
}

std::vector<std::string> namesIn(const TensorFile& file) {
  std::vector<std::string> names;
  for (const NormTensors& layer : findNormLayers(file)) names.push_back(layer.name);
  return names;
}

TEST(NormWord, IsThatOfTheModulesOwnName) {
  EXPECT_EQ(normWordOf("layer1.0.bn1"), NormWord::batch);
  EXPECT_EQ(normWordOf("batch_normalization_3"), NormWord::batch);
  EXPECT_EQ(normWordOf("h.0.ln_1"), NormWord::layer);
  EXPECT_EQ(normWordOf("transformer.ln_f"), NormWord::layer);
  EXPECT_EQ(normWordOf("bert.embeddings.LayerNorm"), NormWord::layer);
  EXPECT_EQ(normWordOf("model.layers.0.input_layernorm"), NormWord::layer);
  EXPECT_EQ(normWordOf("params/LayerNorm_0"), NormWord::layer);
  EXPECT_EQ(normWordOf("encoder.down.0.block.0.gn1"), NormWord::group);
  EXPECT_EQ(normWordOf("GroupNorm_1"), NormWord::group);
  EXPECT_EQ(normWordOf("a.InstanceNorm2d"), NormWord::instance);
  EXPECT_EQ(normWordOf("rms_norm"), NormWord::rms);
  EXPECT_EQ(normWordOf("blk.0.attn_q_norm"), NormWord::norm);
  EXPECT_EQ(normWordOf("normalization"), NormWord::norm);
  EXPECT_EQ(normWordOf("layers.0.norm1"), NormWord::norm);
  EXPECT_EQ(normWordOf("downsample.1"), NormWord::blank);
  EXPECT_EQ(normWordOf(""), NormWord::blank);
  for (const char* other :
       {"conv1", "mlp", "surface_normal", "normals", "in_proj", "lnorwegian", "abn", "plan"})
    EXPECT_EQ(normWordOf(other), NormWord::none) << other;
}

TEST(NormLayers, OfRealCheckpointsAreFound) {
  // torchvision, timm, Transformers, Diffusers, llama.cpp, Keras, Flax, MXNet's ONNX, Megatron.
  const TensorFile file = listOf({{"layer1.0.bn1.weight", {64}},
                                  {"layer1.0.bn1.bias", {64}},
                                  {"layer1.0.bn1.running_mean", {64}},
                                  {"layer1.0.bn1.running_var", {64}},
                                  {"layer1.0.bn1.num_batches_tracked", {}},
                                  {"downsample.1.weight", {64}},
                                  {"downsample.1.bias", {64}},
                                  {"encoder.2.running_mean", {8}},
                                  {"encoder.2.running_var", {8}},
                                  {"h.0.ln_1.weight", {768}},
                                  {"h.0.ln_1.bias", {768}},
                                  {"model.layers.0.input_layernorm.weight", {4096}},
                                  {"model.norm.weight", {4096}},
                                  {"self_attn.q_norm.weight", {64, 128}},
                                  {"resnets.0.norm1.weight", {320}},
                                  {"resnets.0.norm1.bias", {320}},
                                  {"blk.0.attn_norm.weight", {4096}},
                                  {"output_norm.weight", {4096}},
                                  {"batch_normalization/gamma:0", {16}},
                                  {"batch_normalization/moving_variance:0", {16}},
                                  {"params/LayerNorm_0/scale", {32}},
                                  {"batch_stats/BatchNorm_0/mean", {32}},
                                  {"batch_stats/BatchNorm_0/var", {32}},
                                  {"params/BatchNorm_0/scale", {32}},
                                  {"resnetv17_batchnorm0_gamma", {64}},
                                  {"resnetv17_batchnorm0_running_var", {64}},
                                  {"linear_qkv.layer_norm_weight", {1024}},
                                  {"layernorm_embedding.weight", {1024}},
                                  {"norm.weight", {8, 14, 14}},
                                  {"norm.bias", {8, 14, 14}},
                                  {"block.norm2d.weight", {1, 8, 1, 1}}});
  EXPECT_THAT(
      namesIn(file),
      ElementsAre("layer1.0.bn1", "downsample.1", "encoder.2", "h.0.ln_1", "model.layers.0.input_layernorm",
                  "model.norm", "self_attn.q_norm", "resnets.0.norm1", "blk.0.attn_norm", "output_norm",
                  "batch_normalization", "LayerNorm_0", "BatchNorm_0", "resnetv17_batchnorm0",
                  "linear_qkv.layer_norm", "layernorm_embedding", "norm", "block.norm2d"));
}

TEST(NormLayers, HaveTheirTensorsByPlace) {
  const TensorFile file = listOf({{"bn.num_batches_tracked", {}},
                                  {"bn.running_var", {4}},
                                  {"bn.running_mean", {4}},
                                  {"bn.bias", {4}},
                                  {"bn.weight", {4}}});
  const std::vector<NormTensors> layers = findNormLayers(file);
  ASSERT_EQ(layers.size(), 1);
  EXPECT_EQ(layers[0].batches, 0);
  EXPECT_EQ(layers[0].runningVariance, 1);
  EXPECT_EQ(layers[0].runningMean, 2);
  EXPECT_EQ(layers[0].bias, 3);
  EXPECT_EQ(layers[0].weight, 4);
}

TEST(NormLayers, AreNotWhatOnlyLooksLikeThem) {
  EXPECT_THAT(namesIn(listOf({{"fc.weight", {10, 64}},
                              {"fc.bias", {10}},
                              {"conv1.weight", {64, 3, 7, 7}},
                              {"conv1.bias", {64}},
                              {"embed_tokens.weight", {32000, 4096}},
                              {"blocks.0.gamma", {64}},  // the scale of a residual branch, as in ConvNeXt
                              {"prelu.1.weight", {64}},
                              {"affine.weight", {64}},
                              {"affine.bias", {64}},
                              {"norm1.linear.weight", {128, 64}},
                              {"norm1.linear.bias", {128}},
                              {"norm_proj.weight", {64, 64}},
                              {"norm_proj.bias", {64}},
                              {"norm_linear.weight", {1, 64}},
                              {"norm_linear.bias", {1}},
                              {"norm_fc.bias", {64}},  // of a quantized weight of another name
                              {"norm_fc.qweight", {8, 64}},
                              {"mlp.down_proj.weight_scale", {64}},
                              {"input_layernorm.weight_scale", {64}},
                              {"image.mean", {3}},
                              {"surface_normals.weight", {3}},
                              {"1.weight", {64, 32}},
                              {"1.bias", {64}},
                              {"net.3.weight", {1, 64}},
                              {"net.3.bias", {1}}})),
              IsEmpty());
  EXPECT_THAT(namesIn(listOf({{"3.weight", {64}}, {"3.bias", {64}}}, "int8")), IsEmpty());
}

TEST(NormLayers, OfARunMayHaveAWeightAlone) {
  TensorFile file = listOf({{"0.x", {2, 4}}, {"0.weight", {4}}, {"0.y", {2, 4}}});
  EXPECT_THAT(namesIn(file), IsEmpty());
  file.metadata = {{"normscope", "run"}};
  EXPECT_THAT(namesIn(file), ElementsAre("0"));
}

TEST(PlainWeights, AreThoseOfNormsWhoseNamesDoNotSaySo) {
  EXPECT_THAT(plainWeights(listOf({{"blocks.0.n2.weight", {64}},
                                   {"blocks.0.n2.bias", {64}},
                                   {"blocks.0.n3.weight", {64}},
                                   {"blocks.0.1.weight", {64}},  // an RMSNorm in a Sequential
                                   {"blocks.0.2.weight", {64}},
                                   {"blocks.0.2.bias", {64}},
                                   {"weight", {4}},
                                   {"norm.weight", {64}}})),
              ElementsAre("blocks.0.n2.weight", "blocks.0.n3.weight", "blocks.0.1.weight", "weight"));
}

TEST(PlainWeights, AreNoneInOrdinaryCheckpoints) {
  EXPECT_THAT(plainWeights(listOf({{"embed_tokens.weight", {32000, 64}},
                                   {"wpe.weight", {1024, 64}},
                                   {"conv1.weight", {64, 3, 7, 7}},
                                   {"conv1.bias", {64}},
                                   {"fc.weight", {10, 64}},
                                   {"fc.bias", {10}},
                                   {"head.weight", {1, 64}},
                                   {"bn1.weight", {64}},
                                   {"bn1.bias", {64}},
                                   {"bn1.running_mean", {64}},
                                   {"bn1.running_var", {64}},
                                   {"input_layernorm.weight", {64}},
                                   {"act.weight", {64}},
                                   {"lm_head.weight", {64}},
                                   {"prelu.weight", {64}},
                                   {"features.2.weight", {1}},  // of a PReLU
                                   {"blocks.0.gamma", {64}},
                                   {"blocks.0.layer_scale_1", {64}},
                                   {"rope_freqs.weight", {64}},
                                   {"blk.0.attn_sinks.weight", {64}},
                                   {"blk.0.ffn_gate_inp_shexp.weight", {64}},
                                   {"blk.0.time_mix_lerp_w.weight", {64}},
                                   {"cls_token", {64}},
                                   {"mixer.A_log", {64}},
                                   {"mixer.dt_bias", {64}},
                                   {"quantized.0.weight_scale", {64}},
                                   {"linear.weight", {64}},
                                   {"linear.bias", {1}},
                                   {"attn.in_proj_bias", {192}}})),
              IsEmpty());
  EXPECT_THAT(plainWeights(listOf({{"packed.weight", {4096}}}, "uint8")), IsEmpty());
}

TEST(NormLayers, KeepTheFilesOrderButForOneByLetters) {
  const Extents one = {4};
  EXPECT_THAT(namesIn(listOf({{"b.norm.weight", one}, {"a.norm.weight", one}})),
              ElementsAre("b.norm", "a.norm"));
  EXPECT_THAT(
      namesIn(listOf({{"layers.0.norm.weight", one},
                      {"layers.10.norm.weight", one},
                      {"layers.2.norm1.weight", one},
                      {"layers.2.norm.weight", one},
                      {"layers.9.norm.weight", one}})),
      ElementsAre("layers.0.norm", "layers.10.norm", "layers.2.norm1", "layers.2.norm", "layers.9.norm"))
      << "'.' comes before '1', so this is not by letters";
  EXPECT_THAT(namesIn(listOf({{"layers.0.norm.weight", one},
                              {"layers.10.norm.weight", one},
                              {"layers.2.norm.weight", one},
                              {"layers.2.norm1.weight", one},
                              {"norm.weight", one}})),
              ElementsAre("layers.0.norm", "layers.2.norm", "layers.2.norm1", "layers.10.norm", "norm"));
}

}  // namespace checkpoint_layers_test
}  // namespace normscope
