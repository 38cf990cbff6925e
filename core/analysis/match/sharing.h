#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/analysis/match/partitions.h"

namespace normscope::match {

/// What is made of a given weight and bias.
enum class GivenUse {
  none,
  asGiven,
  swapped,
  onePlusWeight,
  weightMinusOne,
  biasFirst,  ///< added before the weight multiplies
  withoutBias,
  withoutWeight
};

/// Which weight and bias each element gets, and how.
struct Sharing {
  std::optional<ReductionPlan> plan = {};      ///< nothing: weight 1 and bias 0
  std::vector<double> weight = {}, bias = {};  ///< by plan->parameterOf()
  GivenUse use = GivenUse::none;
  bool onePlus = false;                    ///< 1 + the weight that was given
  std::optional<DType> roundedFirst = {};  ///< x̂ is rounded so before the weight comes, and after it
  MeanScaling meanScaling = MeanScaling::byScale;

  double weightOf(std::int64_t parameter) const {
    return plan ? weight[static_cast<std::size_t>(parameter)] : 1;
  }
  double biasOf(std::int64_t parameter) const { return plan ? bias[static_cast<std::size_t>(parameter)] : 0; }
  std::int64_t parameterOf(std::int64_t offset) const { return plan ? plan->parameterOf(offset) : 0; }
};

/// A sharing that a reading may have, and its spec then; nothing where nothing is given.
struct SharingUse {
  std::size_t number;
  std::optional<NormSpec> spec;
};

/// What is tried of the given weight and bias, one after the other.
enum class SharingRound {
  first,   ///< as given, or not at all
  second,  ///< swapped, 1 + weight, weight - 1, the bias first, one of the two alone
  third    ///< folded with the mean not scaled
};

/// The sharings of a search, each once. Number 0 is weight 1 and bias 0.
class Sharings {
 public:
  /// `narrow`: the dtype that x̂ may be rounded to before the weight comes.
  Sharings(const AffineParameters& given, std::optional<DType> narrow)
      : given_(given), narrow_(narrow), all_(1) {}

  bool anyGiven() const { return given_.weight || given_.bias; }

  /// How a reading may use what was given in a round; in the first always number 0, too.
  std::vector<SharingUse> of(const Reading& reading, const Extents& extents, SharingRound round);

  /// All that a reading may have.
  std::vector<SharingUse> of(const Reading& reading, const Extents& extents);

  const Sharing& operator[](std::size_t number) const { return all_[number]; }

 private:
  struct Variant {
    GivenUse use;
    bool roundedFirst = false;
    MeanScaling meanScaling = MeanScaling::byScale;
  };

  std::vector<Variant> variantsOf(SharingRound round) const;
  std::optional<SharingUse> useOf(const Shape& shape, const NormSpec& spec, const Variant& variant);
  std::vector<SharingUse> usesOf(const Reading& reading, const Extents& extents, const Variant& variant);
  AffineParameters used(GivenUse use) const;

  AffineParameters given_;
  std::optional<DType> narrow_;
  std::vector<Sharing> all_;
  std::map<std::vector<std::int64_t>, std::size_t> byKey_;
};

}  // namespace normscope::match
