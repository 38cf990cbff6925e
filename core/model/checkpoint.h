#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/engine/progress.h"
#include "core/model/checkpoint_against.h"
#include "core/model/checkpoint_config.h"
#include "core/model/checkpoint_convention.h"
#include "core/model/checkpoint_values.h"

namespace normscope {

/// The finite values of a weight.
struct WeightRange {
  double min = 0, max = 0, mean = 0;
};

/// A norm layer of a checkpoint, and what there is to say of it.
struct CheckpointLayer {
  std::string name;  ///< empty where the file is the layer's own
  std::string kind;  ///< see kindOf()
  LayerValues values = {};
  std::optional<WeightRange> weight = {};  ///< nothing where it has none, or none that is finite
  ConventionGuess convention = {};
  std::optional<CheckpointConfig::Epsilon> epsilon = {};
  std::optional<std::int64_t> groups = {};
  std::vector<std::string> problems = {};
  std::optional<AgainstResult> against = {};

  /// Names of its tensors in the file.
  std::vector<std::string> tensors() const;
};

struct Checkpoint {
  std::string path;
  std::string format;
  std::size_t tensorCount = 0;
  std::vector<CheckpointLayer> layers;
  std::vector<std::string> notices;
};

/// The norm layers of a checkpoint, judged. Reads the bytes of norms, and no others; the config.json beside
/// it, where there is one. Throws Error as openTensorFile(); nonsense where the file holds no norm;
/// Cancelled.
Checkpoint readCheckpoint(const std::string& path, const Progress& progress = {});

/// Fills in `against` of the layers: each with the layer of that name in `other`; else with that of the same
/// name but for what stands before it ("model."); else with the only one of the same shape whose values are
/// equal, + 1, − 1 or rounded. Layers without a partner on either side are told in notices.
void compareCheckpoints(Checkpoint& checkpoint, const Checkpoint& other);

}  // namespace normscope
