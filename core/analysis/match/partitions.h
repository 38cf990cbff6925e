#pragma once

#include <vector>

#include "core/analysis/match/cut.h"
#include "core/analysis/match/match.h"

namespace normscope::match {

/// A name for a partition: a norm without its arithmetic, in a layout, perhaps with a mistake.
struct Reading {
  NormSpec spec;
  Layout layout;
  std::vector<Mistake> mistakes;
  double strangeness;    ///< how unusual: 0 for what frameworks offer
  bool isMeant = false;  ///< the norm that was meant
};

/// Whose mean and variance normalize.
enum class StatisticsOf {
  x,         ///< each set's own
  newLayer,  ///< running mean 0 and running variance 1, as a layer starts
  given,     ///< the running statistics that were given
  chunks     ///< averages of the statistics of chunks of the batch
};

/// One way to cut the elements into sets, with all the norms that cut so.
struct Partition {
  Cut cut;  ///< its shape may cut the memory otherwise than x's
  bool centered;
  StatisticsOf statistics;
  std::vector<Reading> readings;
  std::optional<GhostBatches> ghosts = {};
  std::optional<RunningUse> runningUse = {};  ///< with StatisticsOf::given: not as they are
  std::optional<Cut> chunks = {};             ///< with StatisticsOf::chunks

  bool fromX() const { return statistics == StatisticsOf::x || statistics == StatisticsOf::chunks; }

  /// Whether a reading divides by the root of the sum of squares, or any by that of their mean.
  bool isReadAs(bool dividesBySum) const;
};

/// All the partitions that are tried first for a tensor, each once.
std::vector<Partition> partitionsOf(const MatchRequest& request);

/// Those that are tried where none of them explains y: uneven chunks of the batch, and running statistics
/// that were given, taken otherwise than they are.
std::vector<Partition> unusualPartitionsOf(const MatchRequest& request);

/// y as a multiple of x: one set of mean 0 and variance 1.
Partition untouched(const Shape& shape);

/// How many blocks a flag of a plan cuts each axis of the tensor into.
std::vector<std::int64_t> blocksOf(const ReductionPlan& plan, bool PlanAxis::*flag);

}  // namespace normscope::match
