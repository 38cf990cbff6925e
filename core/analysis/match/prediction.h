#pragma once

#include "core/analysis/match/findings.h"

namespace normscope::match {

/// y as predicted, for every piece of a set: visit(piece, x, y, predicted, weight, bias), where no weight is
/// 1 and no bias 0.
template <typename Visit>
void forEachPrediction(const Field& field, const Trial& trial, std::int64_t set, const SetFacts& facts,
                       Visit&& visit) {
  const Target& target = field.targetOf(trial);
  const Sharing& sharing = field.sharingOf(trial);
  const Line line = lineOf(facts, trial.arithmetic);
  field.partitionOf(trial).cut.forEachPiece(set, [&](const reference::Piece& piece) {
    const Eigen::ArrayXd x = reference::valuesOf(*target.sources.x, piece);
    const Eigen::ArrayXd y = reference::valuesOf(*target.y, piece);
    const Eigen::ArrayXd weight = weightsAt(trial, sharing, piece);
    const Eigen::ArrayXd bias = biasesAt(trial, sharing, piece);
    visit(piece, x, y, predicted(trial, sharing, line, x, weight, bias), weight, bias);
  });
}

/// With the facts of the set.
template <typename Visit>
void forEachPrediction(const Field& field, const Trial& trial, std::int64_t set, Visit&& visit) {
  const SetFacts facts =
      factsOf(field.targetOf(trial).sources, field.partitionOf(trial), set, trial.arithmetic.epsTimesSquare);
  forEachPrediction(field, trial, set, facts, std::forward<Visit>(visit));
}

}  // namespace normscope::match
