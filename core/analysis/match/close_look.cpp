#include "core/analysis/match/close_look.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/analysis/match/bend.h"
#include "core/analysis/match/prediction.h"
#include "core/analysis/match/rounding.h"

namespace normscope::match {
namespace {

using Eigen::ArrayXd;

constexpr double wellRounded = 0.95;  ///< so many elements as rounded once: this implementation rounds well
constexpr std::int64_t trimmed = 4;   ///< of so many sets one may be off without speaking against that
constexpr double mostRoundings = 3;
constexpr double mostRoundingsFirst = 6;  ///< where x̂ is rounded as well: one that falls to the other side
constexpr double sharedSlack = 0.25;      ///< roundings of a weight that a mean rounded by luck may be off
constexpr std::int64_t leastOneSided = 8;

/// What is seen of one set.
struct SetLook {
  std::int64_t elements = 0, same = 0;
  std::int64_t notOnce = 0;     ///< that a rounding once at the end does not give, beside little of float32's
  std::int64_t notFine = 0;     ///< beside all that float32 may be off
  std::int64_t beyond = 0;      ///< that nothing explains
  double up = 0, outwards = 0;  ///< of those not fine: how many more lie above, and away from the bias
  bool tells = true;            ///< x differs
  Farthest farthest;

  double coarse() const { return static_cast<double>(notOnce) / static_cast<double>(elements); }

  bool isOneSided() const {
    return notFine >= leastOneSided && 4 * notFine > elements &&
           std::max(std::abs(up), std::abs(outwards)) >= 0.75 * static_cast<double>(notFine);
  }
};

struct Element {
  double value = 0;  ///< as predicted
  double y = 0, weight = 1, bias = 0;

  double apart() const { return distance(value, y, {}); }
};

/// What float32 and a few roundings of the narrow dtype explain of an element.
class Tight {
 public:
  Tight(const Target& target, bool roundsFirst, const SetFacts& facts)
      : dtype_(target.y->dtype()), roundings_(roundsFirst ? mostRoundingsFirst : mostRoundings) {
    const double ratio = meanToStd(facts);
    const double single = unitRoundoff(DType::float32);
    own_ = unitRoundoff(dtype_);
    whole_ = target.bound / own_ * single * (1 + ratio);
    squares_ = 4 * single * ratio * ratio;  // of a variance by the mean of squares
  }

  /// Beside one rounding: of arithmetic in float32.
  double single(const Element& element) const {
    return whole_ + squares_ * std::abs(element.value - element.bias);
  }

  double once(const Element& element) const {
    return halfStep(std::max(std::abs(element.value), std::abs(element.y)), dtype_);
  }

  double all(const Element& element) const {
    const auto [value, y, weight, bias] = element;
    const double largest = std::max({std::abs(value), std::abs(y), std::abs(value - bias), std::abs(bias)});
    return roundings_ * halfStep(largest, dtype_) + sharedSlack * own_ * std::abs(weight) + single(element);
  }

 private:
  DType dtype_;
  double roundings_, own_ = 0, whole_ = 0, squares_ = 0;
};

class CloseLook {
 public:
  CloseLook(const Field& field, Trial& trial) : field_(field), trial_(trial) {
    for (const std::int64_t extent : field.request.x.extents())
      perIndex_.emplace_back(static_cast<std::size_t>(extent), 0);
  }

  void run() {
    const std::int64_t sets = field_.partitionOf(trial_).cut.count();
    looks_.reserve(static_cast<std::size_t>(sets));
    std::int64_t same = 0;
    for (std::int64_t set = 0; set < sets; ++set) {
      looks_.push_back(lookAt(set));
      same += looks_.back().same;
    }
    trial_.bits = static_cast<double>(same) / static_cast<double>(field_.request.y.elementCount());
    trial_.roundsWell = !trial_.isFitted() && roundsWell();
    if (trial_.roundsWell) judge();
  }

 private:
  SetLook lookAt(std::int64_t set) {
    const Target& target = field_.targetOf(trial_);
    const DType dtype = target.y->dtype();
    const SetFacts facts =
        factsOf(target.sources, field_.partitionOf(trial_), set, trial_.arithmetic.epsTimesSquare);
    const Tight tight(target, field_.sharingOf(trial_).roundedFirst.has_value(), facts);
    SetLook look;
    look.tells = facts.variance > 0;
    Element farthest;  // of those that come out to the bit
    const auto visit = [&](const reference::Piece& piece, const ArrayXd&, const ArrayXd& y,
                           const ArrayXd& value, const ArrayXd& weight, const ArrayXd& bias) {
      look.elements += piece.length;
      for (Eigen::Index i = 0; i < piece.length; ++i) {
        const double rounded = roundedTo(dtype, value[i]);
        const Element element{value[i], y[i], weight.size() > 0 ? weight[i] : 1,
                              bias.size() > 0 ? bias[i] : 0};
        if (rounded == y[i] || (std::isnan(rounded) && std::isnan(y[i]))) {
          ++look.same;
          if (element.apart() > farthest.apart()) farthest = element;
        } else {
          add(look, tight, piece.offset + i * piece.stride, element);
        }
      }
    };
    forEachPrediction(field_, trial_, set, facts, visit);
    if (farthest.apart() > 0) look.farthest.take(farthest.apart(), farthest.apart() / tight.all(farthest));
    return look;
  }

  /// An element that does not come out to the bit.
  void add(SetLook& look, const Tight& tight, std::int64_t offset, const Element& element) {
    const double apart = element.apart(), most = tight.all(element);
    const double once = tight.once(element), single = tight.single(element);
    look.farthest.take(apart, apart / most);
    look.notOnce += apart > once + std::min(single, once / 2) ? 1 : 0;
    if (apart <= once + single) return;
    ++look.notFine;
    const double sign = element.y > element.value ? 1 : -1;
    look.up += sign;
    look.outwards += element.value > element.bias ? sign : -sign;
    if (apart <= most) return;
    ++look.beyond;
    const Extents at = field_.request.shape.indexOf(offset);
    for (std::size_t axis = 0; axis < at.size(); ++axis)
      ++perIndex_[axis][static_cast<std::size_t>(at[axis])];
  }

  /// Without the worst quarter of the sets, which may be what is wrong.
  bool roundsWell() const {
    std::vector<const SetLook*> telling;
    for (const SetLook& look : looks_) {
      if (look.tells) telling.push_back(&look);
    }
    std::sort(telling.begin(), telling.end(),
              [](const SetLook* a, const SetLook* b) { return a->coarse() < b->coarse(); });
    telling.resize(telling.size() - telling.size() / trimmed);
    double elements = 0, fine = 0;
    for (const SetLook* look : telling) {
      elements += static_cast<double>(look->elements);
      fine += static_cast<double>(look->elements - look->notOnce);
    }
    return fine > 0 && fine >= wellRounded * elements;
  }

  void judge() {
    const std::set<std::int64_t> before(trial_.unexplained.begin(), trial_.unexplained.end());
    trial_.unexplained.clear();
    trial_.explained = 0;
    trial_.maxAbs = 0;
    trial_.inExplained = {};
    OffElements off;
    Farthest farthest;
    for (std::size_t i = 0; i < looks_.size(); ++i) {
      const SetLook& look = looks_[i];
      const auto set = static_cast<std::int64_t>(i);
      if (before.contains(set) || look.beyond > 0 || look.isOneSided()) {
        trial_.unexplained.push_back(set);
        if (look.beyond == 0 && !before.contains(set)) trial_.oneSided.push_back(set);
      } else {
        ++trial_.explained;
        trial_.maxAbs = std::max(trial_.maxAbs, look.farthest.distance);
        trial_.inExplained.take(look.farthest);
      }
      off.count += look.beyond;
      farthest.take(look.farthest);
    }
    if (off.count == 0) return;
    off.distance = farthest.atExcess;
    off.allowed = farthest.atExcess / farthest.excess;
    off.places = placesOf(off.count);
    trial_.off = off;
  }

  /// Along one axis, where few of its indices hold all that is off.
  std::optional<OffPlaces> placesOf(std::int64_t count) const {
    std::optional<OffPlaces> best;
    for (std::size_t axis = 0; axis < perIndex_.size(); ++axis) {
      OffPlaces places{static_cast<int>(axis), {}};
      for (std::size_t i = 0; i < perIndex_[axis].size(); ++i) {
        if (perIndex_[axis][i] > 0) places.indices.push_back(static_cast<std::int64_t>(i));
      }
      const std::size_t found = places.indices.size();
      const bool few = 8 * found <= perIndex_[axis].size() && 2 * static_cast<std::int64_t>(found) <= count;
      if (few && (!best || found < best->indices.size())) best = places;
    }
    return best;
  }

  const Field& field_;
  Trial& trial_;
  std::vector<SetLook> looks_;
  std::vector<std::vector<std::int64_t>> perIndex_;  ///< of each axis: elements beyond
};

}  // namespace

void lookClosely(const Field& field, Trial& trial) {
  CloseLook(field, trial).run();
}

bool lookForBend(const Field& field, Trial& trial) {
  trial.bend = bendOf(field, trial);
  if (!trial.bend) return false;
  trial.explained = 0;
  trial.unexplained.clear();
  const std::int64_t sets = field.partitionOf(trial).cut.count();
  for (std::int64_t set = 0; set < sets; ++set) trial.unexplained.push_back(set);
  return true;
}

}  // namespace normscope::match
