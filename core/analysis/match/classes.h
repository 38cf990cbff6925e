#pragma once

#include <vector>

#include "core/analysis/match/trial.h"

namespace normscope::match {

/// Turns trials into what is reported.
struct Explained {
  const MatchRequest& request;
  const std::vector<Partition>& partitions;
  Sharings& sharings;
  double largestY;
  bool halved;

  /// Trials that the data can't tell apart, taken together: those whose excess is up to four times the
  /// smallest, or an eighth of what rounding explains. Best class first.
  std::vector<Match> classesOf(std::vector<Trial> trials) const;

  /// A match for each trial, in their order.
  std::vector<Match> each(const std::vector<Trial>& trials) const;

 private:
  Match matchOf(const std::vector<Trial>& trials) const;
};

}  // namespace normscope::match
