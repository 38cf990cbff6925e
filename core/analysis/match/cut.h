#pragma once

#include <optional>

#include "core/engine/reference/formula.h"
#include "core/norm/reduction_plan.h"
#include "core/tensor/tensor.h"

namespace normscope::match {

/// A tensor cut into sets: those of a plan, or, where a batch is cut into unequal chunks, those of a plan on
/// the front of the memory and then those of another one on what is left.
class Cut {
 public:
  explicit Cut(ReductionPlan plan) : front_(std::move(plan)) {}
  Cut(ReductionPlan front, ReductionPlan rest) : front_(std::move(front)), rest_(std::move(rest)) {}

  std::int64_t count() const { return front_.setCount() + (rest_ ? rest_->setCount() : 0); }
  std::int64_t sizeOf(std::int64_t set) const { return planOf(set).elementsPerSet(); }
  std::int64_t largestSize() const { return front_.elementsPerSet(); }

  /// The set of the element at a position in memory.
  std::int64_t setOf(std::int64_t offset) const;

  /// Position in memory of element k of a set.
  std::int64_t elementOf(std::int64_t set, std::int64_t k) const;

  /// Mean and biased variance of a set.
  reference::SetMoments measure(const Tensor& x, std::int64_t set) const;

  /// Calls visit(piece) for all pieces of a set, in order.
  template <typename Visit>
  void forEachPiece(std::int64_t set, Visit&& visit) const {
    const std::int64_t shift = isInFront(set) ? 0 : frontElements();
    reference::forEachPiece(planOf(set), isInFront(set) ? set : set - front_.setCount(),
                            [&](reference::Piece piece) {
                              piece.offset += shift;
                              visit(piece);
                            });
  }

  /// The plan, or the front's.
  const ReductionPlan& plan() const { return front_; }
  bool isUneven() const { return rest_.has_value(); }

 private:
  bool isInFront(std::int64_t set) const { return set < front_.setCount(); }
  std::int64_t frontElements() const { return front_.shape().elementCount(); }
  const ReductionPlan& planOf(std::int64_t set) const { return isInFront(set) ? front_ : *rest_; }

  ReductionPlan front_;
  std::optional<ReductionPlan> rest_;
};

}  // namespace normscope::match
