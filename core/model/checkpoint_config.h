#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/model/checkpoint_layers.h"

namespace normscope {

/// What the config.json beside a checkpoint says of its norms, as Transformers and Diffusers write it.
struct CheckpointConfig {
  struct Epsilon {
    std::string key;
    double value = 0;
  };
  std::vector<std::string> modelTypes;  ///< "gemma2"; also that of its text_config
  std::vector<Epsilon> epsilons;
  std::optional<std::int64_t> groups;  ///< norm_num_groups
};

/// Reads the config.json in the folder of a checkpoint; nothing where there is none. What is malformed is
/// left out, with a line in `notices`.
std::optional<CheckpointConfig> readConfigBeside(const std::string& checkpoint,
                                                 std::vector<std::string>& notices);

/// The kind of a layer, by its name, its tensors and the config: "batch", "layer", "group", "instance",
/// "rms", or, where that is all that can be told, "batch or group" (a BatchNorm by name, without
/// running statistics), "layer or group" (a weight and a bias) and "rms or layer"
/// (a weight alone).
std::string kindOf(const NormTensors& layer, const std::optional<CheckpointConfig>& config);

/// The ε that the config has for layers of a kind; nothing where it has none, or which one can't be told.
std::optional<CheckpointConfig::Epsilon> epsilonOf(const std::string& kind, bool hasBias,
                                                   const std::optional<CheckpointConfig>& config);

}  // namespace normscope
