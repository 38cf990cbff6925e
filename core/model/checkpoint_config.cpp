#include "core/model/checkpoint_config.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/json/strict_json.h"
#include "core/tensor/buffer.h"

namespace normscope {
namespace {

constexpr std::size_t largestConfig = std::size_t{1} << 20;
constexpr const char* leaveItOut = "correct it, or move the checkpoint away from it";

/// Whose ε a key of the config is.
enum class EpsilonUse { rms, withBias, batch, group, any };

struct EpsilonKey {
  const char* key;
  EpsilonUse use;
};

/// Keys of configurations in Transformers and Diffusers, the particular ones first.
constexpr std::array<EpsilonKey, 9> epsilonKeys = {{{"rms_norm_eps", EpsilonUse::rms},
                                                    {"layer_norm_eps", EpsilonUse::withBias},
                                                    {"layer_norm_epsilon", EpsilonUse::withBias},
                                                    {"layernorm_epsilon", EpsilonUse::withBias},
                                                    {"batch_norm_eps", EpsilonUse::batch},
                                                    {"batch_norm_epsilon", EpsilonUse::batch},
                                                    {"group_norm_eps", EpsilonUse::group},
                                                    {"norm_eps", EpsilonUse::any},
                                                    {"norm_epsilon", EpsilonUse::any}}};

void readLevel(const nlohmann::json& level, CheckpointConfig& config) {
  const auto type = level.find("model_type");
  if (type != level.end() && type->is_string()) config.modelTypes.push_back(type->get<std::string>());
  for (const EpsilonKey& known : epsilonKeys) {
    const auto value = level.find(known.key);
    if (value == level.end() || !value->is_number() || !(value->get<double>() > 0)) continue;
    const bool isThere = std::any_of(config.epsilons.begin(), config.epsilons.end(),
                                     [&](const auto& epsilon) { return epsilon.key == known.key; });
    if (!isThere) config.epsilons.push_back({known.key, value->get<double>()});
  }
  const auto groups = level.find("norm_num_groups");
  if (groups != level.end() && groups->is_number_integer() && groups->get<std::int64_t>() > 0 &&
      !config.groups)
    config.groups = groups->get<std::int64_t>();
}

EpsilonUse useOf(const std::string& key) {
  const auto found = std::find_if(epsilonKeys.begin(), epsilonKeys.end(),
                                  [&](const EpsilonKey& known) { return key == known.key; });
  return found->use;
}

bool fits(EpsilonUse use, const std::string& kind, bool hasBias) {
  switch (use) {
    case EpsilonUse::rms:
      return kind == "rms";
    case EpsilonUse::withBias:
      return kind == "layer" || (kind == "layer or group" && hasBias);
    case EpsilonUse::batch:
      return kind == "batch";
    case EpsilonUse::group:
      return kind == "group";
    case EpsilonUse::any:
      break;
  }
  return kind != "batch";
}

bool hasKey(const std::optional<CheckpointConfig>& config, const std::string& key) {
  return config && std::any_of(config->epsilons.begin(), config->epsilons.end(),
                               [&](const auto& epsilon) { return epsilon.key == key; });
}

/// The norms that Diffusers makes with norm_num_groups: of residual blocks, before an attention, and the
/// last.
bool isGroupNormOfDiffusers(const std::string& name) {
  return name.find("resnets.") != std::string::npos || name.ends_with("conv_norm_out") ||
         name.ends_with("group_norm");
}

}  // namespace

std::optional<CheckpointConfig> readConfigBeside(const std::string& checkpoint,
                                                 std::vector<std::string>& notices) {
  const std::string path = (std::filesystem::path(checkpoint).parent_path() / "config.json").string();
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) return std::nullopt;
  try {
    const auto file = Buffer::mapFile(path);
    const std::string_view text(reinterpret_cast<const char*>(file->data()), file->size());
    const nlohmann::json json =
        readIntact(*file, [&] { return parseStrictly(text, path, largestConfig, leaveItOut); });
    if (!json.is_object()) throw failure(path, "it is no JSON object", leaveItOut);
    CheckpointConfig config;
    readLevel(json, config);
    const auto inner = json.find("text_config");
    if (inner != json.end() && inner->is_object()) readLevel(*inner, config);
    return config;
  } catch (const Error& error) {
    notices.emplace_back(error.what());
    return std::nullopt;
  }
}

std::string kindOf(const NormTensors& layer, const std::optional<CheckpointConfig>& config) {
  switch (layer.word) {
    case NormWord::batch:
      return layer.runningMean || layer.runningVariance ? "batch" : "batch or group";
    case NormWord::group:
      return "group";
    case NormWord::instance:
      return "instance";
    case NormWord::rms:
      return "rms";
    default:
      break;
  }
  if (layer.runningMean || layer.runningVariance) return "batch";
  if (config && config->groups && layer.bias && isGroupNormOfDiffusers(layer.name)) return "group";
  if (layer.bias) return layer.word == NormWord::layer ? "layer" : "layer or group";
  return hasKey(config, "rms_norm_eps") ? "rms" : "rms or layer";
}

std::optional<CheckpointConfig::Epsilon> epsilonOf(const std::string& kind, bool hasBias,
                                                   const std::optional<CheckpointConfig>& config) {
  if (!config) return std::nullopt;
  for (const CheckpointConfig::Epsilon& epsilon : config->epsilons) {
    if (fits(useOf(epsilon.key), kind, hasBias)) return epsilon;
  }
  return std::nullopt;
}

}  // namespace normscope
