#include <algorithm>
#include <map>

#include "core/model/against.h"
#include "core/model/axis_order.h"

namespace normscope {
namespace {

/// Pairs as they are found, each record once.
class Pairing {
 public:
  Pairing(const RecordedRun& first, const RecordedRun& second)
      : first_(first), second_(second), firstUsed_(first.records.size()), secondUsed_(second.records.size()) {
    const auto leaveOut = [](const RecordedRun& run, std::vector<bool>& used) {
      for (std::size_t i = 0; i < used.size(); ++i) used[i] = run.records[i].isDamaged();
    };
    leaveOut(first_, firstUsed_);
    leaveOut(second_, secondUsed_);
  }

  void byName() {
    std::map<std::pair<std::string, std::int64_t>, std::size_t> places;
    for (std::size_t i = 0; i < second_.records.size(); ++i) {
      if (!secondUsed_[i]) places.emplace(std::pair(second_.records[i].layer, second_.records[i].call), i);
    }
    for (std::size_t i = 0; i < first_.records.size(); ++i) {
      const auto found = places.find({first_.records[i].layer, first_.records[i].call});
      if (!firstUsed_[i] && found != places.end() && !secondUsed_[found->second]) pair(i, found->second);
    }
  }

  /// Of the others each with the next one of its shape.
  void byShape() {
    std::size_t next = 0;
    for (std::size_t i = 0; i < first_.records.size(); ++i) {
      if (firstUsed_[i]) continue;
      for (std::size_t j = next; j < second_.records.size(); ++j) {
        if (secondUsed_[j] || !haveOneShape(first_.records[i].whole, second_.records[j].whole)) continue;
        pair(i, j);
        next = j + 1;
        break;
      }
    }
  }

  std::vector<LayerPair> take() {
    std::sort(pairs_.begin(), pairs_.end(),
              [](const LayerPair& a, const LayerPair& b) { return a.first < b.first; });
    return std::move(pairs_);
  }

 private:
  void pair(std::size_t first, std::size_t second) {
    firstUsed_[first] = secondUsed_[second] = true;
    pairs_.push_back({first, second});
  }

  const RecordedRun& first_;
  const RecordedRun& second_;
  std::vector<bool> firstUsed_, secondUsed_;
  std::vector<LayerPair> pairs_;
};

}  // namespace

std::vector<LayerPair> pairedLayers(const RecordedRun& first, const RecordedRun& second) {
  Pairing pairing(first, second);
  pairing.byName();
  pairing.byShape();
  return pairing.take();
}

}  // namespace normscope
