// Whether what was found is what was meant.
#include <algorithm>

#include "core/analysis/match/fit.h"
#include "core/analysis/match/search.h"

namespace normscope::match {

/// Of the sets and the arithmetic that were meant, whatever weight and bias.
bool Search::isOfMeant(const Trial& trial) const {
  if (!meant_) return false;
  const Partition& partition = partitions_[trial.partition];
  return std::any_of(partition.readings.begin(), partition.readings.end(),
                     [](const Reading& reading) { return reading.isMeant; }) &&
         sameArithmetic(trial.arithmetic, arithmeticOf(*meant_), partition.centered, partition.fromX());
}

/// A weight of the meant norm that nobody gave and that too few values each would have to show.
bool Search::couldHideParameters() const {
  if (sharings_.anyGiven() || meant_->affineSharing() == Affine::none) return false;
  const ReductionPlan own = plan(request_.shape, *meant_);
  return own.parameterCount() > 0 && request_.shape.elementCount() / own.parameterCount() < leastPerParameter;
}

/// As it was meant, with what was given and nothing else.
bool Search::isPlainlyMeant(const Trial& trial) const {
  const Sharing& sharing = sharings_[trial.sharing];
  const GivenUse use = sharings_.anyGiven() ? GivenUse::asGiven : GivenUse::none;
  return isOfMeant(trial) && !trial.isFitted() && sharing.use == use &&
         sharing.meanScaling == MeanScaling::byScale && !targets_[trial.target].narrow &&
         !targets_[trial.target].xRounded;
}

/// Whether a fit of the meant norm would have another weight or bias than was given.
bool Search::contradictsGiven(const Match& match) const {
  const auto may = [](const ParameterFinding& finding, bool given) {
    return !given || finding.relation == Relation::equal;
  };
  return !may(match.weight, request_.affine.weight.has_value()) ||
         !may(match.bias, request_.affine.bias.has_value());
}

/// `found`: the trials that explain y; `best`: those that can't be told from the best one by its bits.
std::optional<bool> Search::asMeant(const MatchResult& result, const Trials& found,
                                    const Trials& best) const {
  if (!meant_ || result.nothingTold || result.matches.empty()) return std::nullopt;
  const Match& first = result.matches.front();
  const bool lacksRunning = meant_->usesRunningStatistics() && !request_.running;
  const auto anyOf = [](const Trials& trials, auto&& holds) {
    return std::any_of(trials.begin(), trials.end(), holds);
  };
  const bool plainly = anyOf(found, [&](const Trial& trial) { return isPlainlyMeant(trial); });
  if (first.explains && first.isMeant) return first.broken.empty() || first.brokenInX;
  if (first.explains && first.candidate.has(Mistake::identity) && !first.fittedAffine)
    return plainly || lacksRunning ? std::nullopt : std::optional(false);
  // With a weight that nobody gave it explains y.
  const bool fitted = anyOf(best, [&](const Trial& trial) { return trial.isFitted() && isOfMeant(trial); });
  if (fitted && (lacksRunning || !contradictsGiven(first))) return std::nullopt;
  if (plainly) return best.size() < found.size() ? std::optional(false) : std::nullopt;
  if (!first.explains && first.off && !request_.affine.weight && meant_->affineSharing() != Affine::none)
    return std::nullopt;  // a weight of 1 in all other places
  if (!first.explains && (couldHideParameters() || (lacksRunning && !found.empty()))) return std::nullopt;
  return false;
}

}  // namespace normscope::match
