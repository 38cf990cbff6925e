#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/analysis/match/partitions.h"

namespace normscope::match {

/// Which weight and bias each element gets: none, those that were given, or those given swapped.
struct Sharing {
  std::optional<ReductionPlan> plan;  ///< nothing: weight 1 and bias 0
  std::vector<double> weight, bias;   ///< by plan->parameterOf()
  bool swapped = false;

  double weightOf(std::int64_t parameter) const {
    return plan ? weight[static_cast<std::size_t>(parameter)] : 1;
  }
  double biasOf(std::int64_t parameter) const { return plan ? bias[static_cast<std::size_t>(parameter)] : 0; }
  std::int64_t parameterOf(std::int64_t offset) const { return plan ? plan->parameterOf(offset) : 0; }
};

/// A sharing that a reading may have, and what its spec then says; nothing of affine where nothing is given.
struct SharingUse {
  std::size_t number;
  std::optional<Affine> affine;
};

/// The sharings of a search, each once. Number 0 is weight 1 and bias 0.
class Sharings {
 public:
  explicit Sharings(const AffineParameters& given) : given_(given), all_(1) {}

  /// How a reading may use what was given: always number 0, and the numbers of what fits it.
  std::vector<SharingUse> of(const Reading& reading, const Extents& extents);

  const Sharing& operator[](std::size_t number) const { return all_[number]; }

 private:
  std::optional<SharingUse> useOf(const Reading& reading, const Extents& extents, bool swapped);

  AffineParameters given_;
  std::vector<Sharing> all_;
  std::map<std::vector<std::int64_t>, std::size_t> byKey_;
};

}  // namespace normscope::match
