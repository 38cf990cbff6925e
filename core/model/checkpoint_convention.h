#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/model/checkpoint_config.h"
#include "core/model/checkpoint_values.h"

namespace normscope {

/// How a checkpoint keeps γ.
enum class GammaConvention {
  plain,         ///< as it is multiplied
  zeroCentered,  ///< as w, where 1 + w is multiplied (Gemma, layernorm_1p)
  unknown
};

/// "plain", "zero_centered", "unknown"
const char* nameOf(GammaConvention convention);

/// Norms that one code is likely to make, and so one convention to hold for.
enum class NormFamily { none, weightAlone, withBias };

/// A guess, never a fact: a file says nowhere how its weights are meant.
struct ConventionGuess {
  GammaConvention convention = GammaConvention::unknown;
  std::string reason;  ///< of the guess, or why there is none; half a sentence
  NormFamily family = NormFamily::none;
};

/// By the model type of the config where its code is known, else by the values: zero-centred ones lie about 0
/// and above −1, plain ones about 1 and above 0. `format` is that of the file: GGUF holds 1 + w.
ConventionGuess guessConvention(const NormTensors& layer, const LayerValues& values,
                                const std::optional<CheckpointConfig>& config, const std::string& format);

/// The norms of one file, some of which say more than others. Where all of a family that can be told are
/// alike, its others are taken for the same; where they are not, those that merely look plain are unknown.
void settleConventions(std::vector<ConventionGuess>& guesses);

}  // namespace normscope
