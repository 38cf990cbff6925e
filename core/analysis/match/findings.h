#pragma once

#include "core/analysis/match/trial.h"

namespace normscope::match {

/// What a search works with; trials name its parts by their numbers.
struct Field {
  const MatchRequest& request;
  const std::vector<Partition>& partitions;
  Sharings& sharings;
  const std::vector<Target>& targets;

  const Partition& partitionOf(const Trial& trial) const { return partitions[trial.partition]; }
  const Sharing& sharingOf(const Trial& trial) const { return sharings[trial.sharing]; }
  const Target& targetOf(const Trial& trial) const { return targets[trial.target]; }
};

/// The weight and the bias that a trial found, and how they relate to the given ones.
ParameterFinding weightOf(const Field& field, const Trial& trial);
ParameterFinding biasOf(const Field& field, const Trial& trial);

/// A scaled weight beside the given bias as it is.
bool leavesBiasUnscaled(const Field& field, const Trial& trial);

/// The sets that a trial does not explain, by kind.
std::vector<BrokenSets> brokenSetsOf(const Field& field, const Trial& trial);

/// Whether each of them has NaN or Inf in x.
bool isBrokenInX(const Field& field, const Trial& trial);

/// Whether y says nothing in a set: 0, constant or not finite, although x differs; or x is not finite.
bool isBroken(const Field& field, const Trial& trial, std::int64_t set);

/// The part of y that comes out to the bit, rounded to y's dtype.
double bitsOf(const Field& field, const Trial& trial);

/// The eps that explain the sets explained as well as the trial does, all else being the same; nothing where
/// eps is mixed with what else is not known.
std::optional<EpsRange> epsRangeOf(const Field& field, const Trial& trial);

}  // namespace normscope::match
