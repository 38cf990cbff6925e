#include <algorithm>
#include <cmath>
#include <map>

#include "core/model/checkpoint.h"
#include "core/text/list.h"

namespace normscope {
namespace {

/// A name without the modules that merely wrap a model.
std::string unwrapped(std::string name) {
  for (bool changed = true; changed;) {
    changed = false;
    for (const std::string_view wrapper : {"module.", "model.", "_orig_mod.", "transformer.", "backbone."}) {
      if (!name.starts_with(wrapper)) continue;
      name.erase(0, wrapper.size());
      changed = true;
    }
  }
  return name;
}

/// Pairs layers of two checkpoints, each once.
class LayerPairs {
 public:
  LayerPairs(Checkpoint& checkpoint, const Checkpoint& other)
      : layers_(checkpoint.layers), others_(other.layers), taken_(others_.size(), false) {}

  template <typename NameOf>
  void pairByName(NameOf&& nameOf) {
    std::multimap<std::string, std::size_t> places;
    for (std::size_t i = 0; i < others_.size(); ++i) {
      if (!taken_[i]) places.emplace(nameOf(others_[i].name), i);
    }
    for (CheckpointLayer& layer : layers_) {
      if (layer.against) continue;
      const std::string name = nameOf(layer.name);
      const auto place = places.find(name);
      if (places.count(name) == 1 && !taken_[place->second]) pair(layer, place->second);
    }
  }

  /// The names of two conversions may share nothing, but values tell: all-equal ones, as those of untrained
  /// layers, excepted.
  void pairByValues() {
    for (CheckpointLayer& layer : layers_) {
      if (layer.against || !layer.values.weight || isConstant(*layer.values.weight)) continue;
      std::vector<std::size_t> alike;
      for (std::size_t i = 0; i < others_.size(); ++i) {
        if (!taken_[i] && isAlike(layer, others_[i])) alike.push_back(i);
      }
      if (alike.size() == 1) pair(layer, alike.front());
    }
  }

  std::vector<std::string> namesWithout(bool ofOther) const {
    std::vector<std::string> names;
    for (std::size_t i = 0; ofOther && i < others_.size(); ++i) {
      if (!taken_[i]) names.push_back(others_[i].name);
    }
    for (const CheckpointLayer& layer : layers_) {
      if (!ofOther && !layer.against) names.push_back(layer.name);
    }
    return names;
  }

 private:
  static bool isConstant(const LayerTensor& tensor) {
    return std::all_of(tensor.values.begin(), tensor.values.end(),
                       [&](double value) { return value == tensor.values.front(); });
  }

  /// Cheap first: nearly all pairs end at their first value.
  static bool isAlike(const CheckpointLayer& layer, const CheckpointLayer& other) {
    if (!other.values.weight || other.values.weight->values.size() != layer.values.weight->values.size())
      return false;
    const double here = layer.values.weight->values.front(), there = other.values.weight->values.front();
    const double shift = there - here, slack = 0.01 * (1 + std::abs(here));
    if (std::min({std::abs(shift), std::abs(shift - 1), std::abs(shift + 1)}) > slack) return false;
    const TensorRelation relation = compareLayers(layer.values, other.values).relation;
    return relation != TensorRelation::differs && relation != TensorRelation::scaled;
  }

  void pair(CheckpointLayer& layer, std::size_t other) {
    layer.against = compareLayers(layer.values, others_[other].values);
    layer.against->otherName = others_[other].name;
    taken_[other] = true;
  }

  std::vector<CheckpointLayer>& layers_;
  const std::vector<CheckpointLayer>& others_;
  std::vector<bool> taken_;
};

void tellUnpaired(const std::vector<std::string>& names, const std::string& where,
                  std::vector<std::string>& notices) {
  if (names.empty()) return;
  notices.push_back(counted(static_cast<long long>(names.size()), "norm") + " of " + where +
                    (names.size() == 1 ? " has" : " have") +
                    " no partner in the other file: " + names.front() + (names.size() > 1 ? ", ..." : ""));
}

}  // namespace

void compareCheckpoints(Checkpoint& checkpoint, const Checkpoint& other) {
  LayerPairs pairs(checkpoint, other);
  pairs.pairByName([](const std::string& name) { return name; });
  pairs.pairByName(unwrapped);
  pairs.pairByValues();
  tellUnpaired(pairs.namesWithout(false), checkpoint.path, checkpoint.notices);
  tellUnpaired(pairs.namesWithout(true), other.path, checkpoint.notices);
  checkpoint.notices.insert(checkpoint.notices.end(), other.notices.begin(), other.notices.end());
}

}  // namespace normscope
