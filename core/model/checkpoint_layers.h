#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/formats/tensor_file.h"

namespace normscope {

/// What the name of a module says about it.
enum class NormWord {
  none,   ///< something else: "conv1", "mlp"
  blank,  ///< nothing: the module of a list, such as "1", or no module at all
  norm,   ///< a norm, and not which: "norm1", "q_norm"
  batch,
  layer,
  group,
  instance,
  rms
};

/// By its own part of the name, the last: "bn1", "input_layernorm", "LayerNorm_0", "attn_q_norm".
NormWord normWordOf(std::string_view module);

/// A norm layer's tensors, by their places in TensorFile::entries.
struct NormTensors {
  std::string name;  ///< what their names share: "layer1.0.bn2"; empty where the file is one layer's own
  NormWord word = NormWord::none;
  std::optional<std::size_t> weight = {}, bias = {}, runningMean = {}, runningVariance = {}, batches = {};
};

/// The norm layers among the tensors of a checkpoint, in their order (by numbers in the names where the file
/// is sorted by letters). A layer is known by name and shape together:
/// - by a running mean or variance (running_mean, moving_mean, ...), whatever its name;
/// - by a name that says a norm, with a weight or bias that lies along one axis, or along several where
/// weight
///   and bias have the same shape, or where it is the weight of a head (q_norm of [heads, features]);
/// - by a name that says nothing ("downsample.1"), with a weight and a bias of one axis and the same shape;
///   in a recorded run with a weight alone, since nothing else is recorded.
/// Names are those of PyTorch, Keras, Flax, GGUF and ONNX: weight, gamma or scale; bias or beta;
/// running_mean, moving_mean or mean; running_var, moving_variance or var; behind ".", "/" or "_".
std::vector<NormTensors> findNormLayers(const TensorFile& file);

/// Weights that may be of norms all the same, by their names in the file: floating-point ones along one axis,
/// with no other bias beside them than of their shape, as norms have. Left out are those whose modules' names
/// say something else that has such a weight, as "prelu", "rope_freqs" or "layer_scale" do.
std::vector<std::string> plainWeights(const TensorFile& file);

}  // namespace normscope
