#include "core/model/checkpoint.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/io/formats/open_tensor_file.h"
#include "core/model/checkpoint_problems.h"
#include "core/model/run_file.h"
#include "core/text/list.h"

namespace normscope {
namespace {

std::optional<WeightRange> rangeOf(const std::optional<LayerTensor>& weight) {
  if (!weight) return std::nullopt;
  WeightRange range;
  std::size_t count = 0;
  double sum = 0;
  for (const double value : weight->values) {
    if (!std::isfinite(value)) continue;
    range.min = count == 0 ? value : std::min(range.min, value);
    range.max = count == 0 ? value : std::max(range.max, value);
    sum += value;
    ++count;
  }
  if (count == 0) return std::nullopt;
  range.mean = sum / static_cast<double>(count);
  return range;
}

/// "n2.weight, n3.weight, ..."
std::string fewOf(const std::vector<std::string>& names) {
  constexpr std::size_t most = 3;
  if (names.size() <= most) return joinAnd(names);
  std::string text;
  for (std::size_t i = 0; i < most; ++i) text += names[i] + ", ";
  return text + "...";
}

/// Of norms whose names don't say so nothing else can be known: they are not listed, but not left out
/// silently.
void tellPlainWeights(const TensorFile& file, std::vector<std::string>& notices) {
  const std::vector<std::string> names = plainWeights(file);
  if (names.empty()) return;
  const bool one = names.size() == 1;
  notices.push_back(counted(static_cast<long long>(names.size()), "weight") + " along one axis " +
                    (one ? "is" : "are") + " not listed, which may be " + (one ? "a norm's" : "of norms") +
                    ": " + fewOf(names) + "; " + (one ? "its name says" : "their names say") +
                    " no norm, as norm1, ln_2 or bn would, and no running statistics stand beside " +
                    (one ? "it" : "them"));
}

/// Why a file without norms has none, as far as that can be told.
[[noreturn]] void refuseWithoutNorms(const std::string& path, const TensorFile& file) {
  if (file.entries.empty())
    throw nonsense(subjectOf(path), "it holds no tensor",
                   "give a checkpoint, a file of a model's parameters");
  const std::string none = file.entries.size() == 1 ? "its only tensor is that of no norm"
                                                    : "none of its " + std::to_string(file.entries.size()) +
                                                          " tensors is that of a norm";
  const std::vector<std::string> plain = plainWeights(file);
  const std::string maybe = plain.empty() ? "" : ", though these may be weights of norms: " + fewOf(plain);
  throw nonsense(subjectOf(path), none + ", by name and shape" + maybe, "normscope list says what it holds");
}

}  // namespace

std::vector<std::string> CheckpointLayer::tensors() const {
  std::vector<std::string> names;
  for (const auto* tensor : {&values.weight, &values.bias, &values.runningMean, &values.runningVariance}) {
    if (*tensor) names.push_back((*tensor)->name);
  }
  return names;
}

Checkpoint readCheckpoint(const std::string& path, const Progress& progress) {
  const TensorFile file = openTensorFile(path);
  const std::vector<NormTensors> found = findNormLayers(file);
  if (found.empty()) refuseWithoutNorms(path, file);
  Checkpoint checkpoint{path, file.format, file.entries.size(), {}, file.notices};
  if (isRun(file)) {
    checkpoint.notices.emplace_back(
        "it is a recorded run, and its layers are called by their records: normscope check names them, and "
        "says of "
        "each whether it is what it says");
  }
  tellPlainWeights(file, checkpoint.notices);
  const auto config = path == standardInputPath ? std::nullopt : readConfigBeside(path, checkpoint.notices);
  std::vector<ConventionGuess> guesses;
  for (const NormTensors& tensors : found) {
    progress.step(static_cast<double>(guesses.size()) / static_cast<double>(found.size()));
    CheckpointLayer layer{.name = tensors.name, .kind = kindOf(tensors, config)};
    layer.values = readLayerValues(tensors, file, {progress.stop, {}});
    layer.weight = rangeOf(layer.values.weight);
    layer.epsilon = epsilonOf(layer.kind, layer.values.bias.has_value(), config);
    if (layer.kind == "group" && config) layer.groups = config->groups;
    guesses.push_back(guessConvention(tensors, layer.values, config, file.format));
    checkpoint.layers.push_back(std::move(layer));
  }
  settleConventions(guesses);
  for (std::size_t i = 0; i < guesses.size(); ++i) {
    CheckpointLayer& layer = checkpoint.layers[i];
    layer.convention = guesses[i];
    const auto epsilon = layer.epsilon ? std::optional(layer.epsilon->value) : std::nullopt;
    layer.problems = problemsOf(layer.values, layer.kind, layer.convention.convention, epsilon, layer.groups);
  }
  return checkpoint;
}

}  // namespace normscope
