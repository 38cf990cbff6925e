#include "core/model/checkpoint_layers.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

#include "core/model/run_file.h"

namespace normscope {
namespace {

using Place = std::optional<std::size_t> NormTensors::*;

struct PartName {
  std::string_view name;
  Place place;
  bool says;  ///< only norms have it
};

/// Longer ones before those that they end in.
constexpr std::array<PartName, 16> partNames = {{
    {"num_batches_tracked", &NormTensors::batches, false},
    {"running_mean", &NormTensors::runningMean, true},
    {"running_variance", &NormTensors::runningVariance, true},
    {"running_var", &NormTensors::runningVariance, true},
    {"moving_mean", &NormTensors::runningMean, true},
    {"moving_variance", &NormTensors::runningVariance, true},
    {"moving_var", &NormTensors::runningVariance, true},
    {"input_mean", &NormTensors::runningMean, false},
    {"input_var", &NormTensors::runningVariance, false},
    {"weight", &NormTensors::weight, false},
    {"gamma", &NormTensors::weight, false},
    {"scale", &NormTensors::weight, false},
    {"bias", &NormTensors::bias, false},
    {"beta", &NormTensors::bias, false},
    {"mean", &NormTensors::runningMean, false},
    {"var", &NormTensors::runningVariance, false},
}};

/// Words of modules that have a matrix of their own, even where "norm" is in the name, too.
constexpr std::array<std::string_view, 8> matrixWords = {"linear", "proj",  "conv", "dense",
                                                         "mlp",    "embed", "fc",   "modulation"};

/// Words of modules that keep something else along one axis: slopes, gates, scales, mixing factors,
/// frequencies; the weights of a head.
constexpr std::array<std::string_view, 13> vectorWords = {
    "relu", "act", "alpha", "slope", "gate", "scale", "gamma", "rope", "freq", "sink", "mix", "lerp", "head"};

std::string lowered(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

bool isNumeral(char c) {
  return c >= '0' && c <= '9';
}

/// Whether a word stands in a name by itself: between its ends, digits, "_" and "-".
bool hasWord(const std::string& name, std::string_view word) {
  const auto isLetter = [](char c) { return c >= 'a' && c <= 'z'; };
  for (std::size_t at = name.find(word); at != std::string::npos; at = name.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !isLetter(name[at - 1])) && (end == name.size() || !isLetter(name[end]))) return true;
  }
  return false;
}

/// "norm", also of "normalization", and not of "normal" or "normals".
bool hasNorm(const std::string& name) {
  for (std::size_t at = name.find("norm"); at != std::string::npos; at = name.find("norm", at + 1)) {
    const std::string_view rest = std::string_view(name).substr(at + 4);
    if (!rest.starts_with("al") || rest.starts_with("aliz") || rest.starts_with("alis")) return true;
  }
  return false;
}

std::string_view lastPart(std::string_view module) {
  return module.substr(module.find_last_of("./") + 1);  // npos + 1 is 0
}

/// The name of a tensor in two: its module and what it is there.
struct SplitName {
  std::string module;
  Place place;
  bool says;
};

std::optional<SplitName> splitName(std::string_view name) {
  if (name.ends_with(":0")) name.remove_suffix(2);  // of Keras
  const std::string leaf = lowered(lastPart(name));
  for (const PartName& part : partNames) {
    if (leaf == part.name) {
      const std::size_t cut = name.size() - leaf.size();
      return SplitName{std::string(name.substr(0, cut == 0 ? 0 : cut - 1)), part.place, part.says};
    }
  }
  for (const PartName& part : partNames) {
    if (!leaf.ends_with(part.name) || leaf[leaf.size() - part.name.size() - 1] != '_') continue;
    const SplitName split{std::string(name.substr(0, name.size() - part.name.size() - 1)), part.place,
                          part.says};
    if (part.says || normWordOf(split.module) > NormWord::blank) return split;
  }
  return std::nullopt;
}

/// Flax keeps a norm's parameters and its running statistics in two trees.
std::string withoutTree(const std::string& module) {
  for (const std::string_view tree : {"params", "batch_stats"}) {
    if (module.starts_with(tree) && module.size() > tree.size() &&
        (module[tree.size()] == '.' || module[tree.size()] == '/'))
      return module.substr(tree.size() + 1);
  }
  return module;
}

/// Along one axis, whatever axes of extent 1 stand about it.
bool isVector(const Extents& extents) {
  return std::count_if(extents.begin(), extents.end(), [](std::int64_t extent) { return extent != 1; }) <= 1;
}

template <std::size_t n>
bool hasAny(const std::array<std::string_view, n>& words, const std::string& name) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return name.find(word) != std::string::npos; });
}

bool isFloatVector(const TensorEntry& entry) {
  return entry.extents.size() == 1 && entry.dtype.find("float") != std::string::npos;
}

bool isNormByShape(const NormTensors& layer, const TensorFile& file) {
  if (!layer.weight && !layer.bias)
    return layer.word == NormWord::batch && layer.runningMean && layer.runningVariance;
  const TensorEntry& first = file.entries[layer.weight ? *layer.weight : *layer.bias];
  const bool isPair = layer.weight && layer.bias && file.entries[*layer.bias].extents == first.extents;
  if (layer.word == NormWord::blank) return isFloatVector(first) && (isPair || (layer.weight && isRun(file)));
  if (hasAny(matrixWords, lowered(lastPart(layer.name)))) return layer.weight && first.extents.size() == 1;
  return isVector(first.extents) || isPair ||
         (layer.weight && !layer.bias && first.extents.size() == 2 && lowered(layer.name).ends_with("norm"));
}

struct Candidate {
  NormTensors layer;
  bool says = false;
};

bool isNorm(const Candidate& candidate, const TensorFile& file) {
  if (candidate.says) return true;
  return candidate.layer.word != NormWord::none && isNormByShape(candidate.layer, file);
}

/// See plainWeights(). One value alone is a factor.
bool isPlain(const NormTensors& layer, const TensorFile& file) {
  if (layer.word > NormWord::blank || !layer.weight) return false;
  const TensorEntry& weight = file.entries[*layer.weight];
  const std::string name = lowered(lastPart(layer.name));
  return lastPart(weight.name) == "weight" && isFloatVector(weight) && weight.extents.front() > 1 &&
         (!layer.bias || file.entries[*layer.bias].extents == weight.extents) && !hasAny(matrixWords, name) &&
         !hasAny(vectorWords, name);
}

std::vector<Candidate> candidatesIn(const TensorFile& file) {
  std::vector<Candidate> candidates;
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < file.entries.size(); ++i) {
    const auto split = splitName(file.entries[i].name);
    if (!split) continue;
    const std::string module = withoutTree(split->module);
    const auto [place, isNew] = places.try_emplace(module, candidates.size());
    if (isNew) candidates.push_back({{.name = module, .word = normWordOf(module)}});
    Candidate& candidate = candidates[place->second];
    candidate.layer.*(split->place) = i;
    candidate.says = candidate.says || split->says;
  }
  return candidates;
}

/// "layers.2" before "layers.10".
bool isBeforeByNumbers(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    const auto digits = [](std::string_view text) {
      return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), isNumeral) - text.begin());
    };
    const std::size_t inA = digits(a), inB = digits(b);
    if (inA > 0 && inB > 0) {
      if (inA != inB) return inA < inB;
      const int order = a.substr(0, inA).compare(b.substr(0, inB));
      if (order != 0) return order < 0;
    } else if (a.front() != b.front()) {
      return a.front() < b.front();
    }
    a.remove_prefix(std::max<std::size_t>(1, std::min(inA, inB)));
    b.remove_prefix(std::max<std::size_t>(1, std::min(inA, inB)));
  }
  return a.size() < b.size();
}

}  // namespace

NormWord normWordOf(std::string_view module) {
  const std::string name = lowered(lastPart(module));
  if (std::all_of(name.begin(), name.end(), isNumeral)) return NormWord::blank;
  std::string letters = name;
  std::erase_if(letters, [](char c) { return c == '_' || c == '-'; });
  const bool norm = hasNorm(name);
  const auto says = [&](std::string_view kind) {
    return norm && letters.find(std::string(kind) + "norm") != std::string::npos;
  };
  if (says("batch") || hasWord(name, "bn")) return NormWord::batch;
  if (says("layer") || hasWord(name, "ln") || hasWord(name, "lnf")) return NormWord::layer;
  if (says("group") || hasWord(name, "gn")) return NormWord::group;
  if (says("instance")) return NormWord::instance;
  if (says("rms") || hasWord(name, "rms")) return NormWord::rms;
  return norm ? NormWord::norm : NormWord::none;
}

std::vector<NormTensors> findNormLayers(const TensorFile& file) {
  std::vector<NormTensors> layers;
  for (const Candidate& candidate : candidatesIn(file)) {
    if (isNorm(candidate, file)) layers.push_back(candidate.layer);
  }
  const bool byLetters =
      std::is_sorted(file.entries.begin(), file.entries.end(),
                     [](const TensorEntry& a, const TensorEntry& b) { return a.name < b.name; });
  if (byLetters) {
    std::stable_sort(layers.begin(), layers.end(), [](const NormTensors& a, const NormTensors& b) {
      return isBeforeByNumbers(a.name, b.name);
    });
  }
  return layers;
}

std::vector<std::string> plainWeights(const TensorFile& file) {
  std::vector<std::string> names;
  for (const Candidate& candidate : candidatesIn(file)) {
    if (!isNorm(candidate, file) && isPlain(candidate.layer, file))
      names.push_back(file.entries[*candidate.layer.weight].name);
  }
  return names;
}

}  // namespace normscope
