#pragma once

#include <vector>

#include "core/analysis/match/match.h"
#include "core/norm/reduction_plan.h"

namespace normscope::match {

/// A name for a partition: a norm without its arithmetic, in a layout, perhaps with a mistake.
struct Reading {
  NormSpec spec;
  Layout layout;
  std::vector<Mistake> mistakes;
  double strangeness;  ///< how unusual: 0 for what frameworks offer
};

/// One way to cut the elements into sets, with all the norms that cut so.
struct Partition {
  ReductionPlan plan;  ///< its sets; its shape may cut the memory otherwise than x's
  bool centered;
  bool fromX;  ///< false for evaluation mode with running mean 0 and running variance 1, as a layer starts
  std::vector<Reading> readings;

  /// Whether a reading divides by the root of the sum of squares, or any by that of their mean.
  bool isReadAs(bool dividesBySum) const;
};

/// All the partitions that are tried for a tensor, each once.
std::vector<Partition> partitionsOf(const Shape& shape);

/// How many blocks a flag of a plan cuts each axis of the tensor into.
std::vector<std::int64_t> blocksOf(const ReductionPlan& plan, bool PlanAxis::*flag);

}  // namespace normscope::match
