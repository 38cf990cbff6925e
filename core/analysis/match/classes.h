#pragma once

#include <vector>

#include "core/analysis/match/findings.h"

namespace normscope::match {

/// Turns trials into what is reported.
struct Explained {
  const Field& field;
  std::optional<NormSpec> meant;  ///< its affine settled by what was given

  /// Trials that the data can't tell apart, taken together: those whose excess is up to four times the
  /// smallest, or an eighth of what rounding explains; where y is narrow, those that reproduce about as many
  /// of its bits. Best class first.
  std::vector<Match> classesOf(std::vector<Trial> trials) const;

  /// The trials of each class.
  std::vector<std::vector<Trial>> grouped(std::vector<Trial> trials) const;

  /// A match for each trial, in their order.
  std::vector<Match> each(const std::vector<Trial>& trials) const;

 private:
  Match matchOf(const std::vector<Trial>& trials) const;
};

/// Whether bits tell trials apart: y is narrow, and some reproduces half of it. Where a computation rounded
/// on the way none does, and distances have to do.
bool areJudgedByBits(const Tensor& y, const std::vector<Trial>& trials);

/// How many elements may come out otherwise than those of the best trial: of `mismatches` among so many.
double tolerableMismatches(double mismatches, std::int64_t elements);

}  // namespace normscope::match
