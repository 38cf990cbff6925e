#pragma once

#include <iterator>

#include "core/analysis/match/classes.h"
#include "core/analysis/match/target.h"

namespace normscope::match {

inline constexpr double sampleSlack = 8;  ///< a survivor of the sample may miss by so many bounds

inline void append(std::vector<Trial>& all, std::vector<Trial> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// The search for what turned x into y, from what is plain to what is far-fetched: each step is taken only
/// where those before it leave more than broken sets unexplained.
class Search {
 public:
  Search(const MatchRequest& request, const Values& values);

  /// Throws Cancelled when progress says so, Error (nonsense) for a norm that was meant, or parameters, that
  /// do not fit x.
  MatchResult run(const Progress& progress);

 private:
  using Trials = std::vector<Trial>;

  void refuseParameters();
  std::size_t addTarget(const Tensor& x, std::optional<DType> narrow, std::optional<DType> xRounded);
  std::vector<std::size_t> sharingsFor(std::size_t partition, SharingRound round);
  std::vector<Arithmetic> arithmeticsFor(const Partition& partition) const;
  Field field() { return {request_, partitions_, sharings_, targets_}; }

  Trials explaining(const Progress& progress);
  Trials identity();
  Trials plain(std::size_t target, SharingRound round, const Progress& progress);
  Trials epsOrScalar(const Progress& progress);
  Trials unusual(const Progress& progress);
  Trials scalars(const Progress& progress);
  Trials fitted(const Progress& progress);
  Trials verified(Trials survivors, const Progress& progress);
  void keepByBits(Trials& survivors) const;
  void keepWellRounded(Trials& trials) const;
  Trials ranked(Trials trials);
  bool mayTellWhereOff(const Trial& trial) const;
  void keepWellRoundedOf(Trials some, const Progress& progress);
  Trials seenClosely(Trials trials);
  void verifyAll(Trials& trials, bool all, const Progress& progress);
  bool areWhole(const Trials& trials);
  void keepNearest(const Trials& trials);
  Trials nearest(const Progress& progress);
  Trials rejected() const;

  bool isPlainlyMeant(const Trial& trial) const;
  bool contradictsGiven(const Match& match) const;
  std::optional<bool> asMeant(const MatchResult& result, const Trials& found, const Trials& best) const;
  bool isOfMeant(const Trial& trial) const;
  bool couldHideParameters() const;

  const MatchRequest& request_;
  const Values& values_;
  std::optional<NormSpec> meant_;  ///< its affine settled by what was given
  std::vector<Partition> partitions_;
  Sharings sharings_;
  std::vector<Target> targets_;
  Tensor xRounded_;
  Trials nearest_;
  Trials rejected_;  ///< what explained y until it was looked at closely
  std::int64_t tried_ = 0;
};

}  // namespace normscope::match
