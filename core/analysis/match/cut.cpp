#include "core/analysis/match/cut.h"

namespace normscope::match {

std::int64_t Cut::setOf(std::int64_t offset) const {
  if (!rest_ || offset < frontElements()) return front_.setOf(offset);
  return front_.setCount() + rest_->setOf(offset - frontElements());
}

std::int64_t Cut::elementOf(std::int64_t set, std::int64_t k) const {
  if (isInFront(set)) return front_.elementOf(set, k);
  return frontElements() + rest_->elementOf(set - front_.setCount(), k);
}

reference::SetMoments Cut::measure(const Tensor& x, std::int64_t set) const {
  if (isInFront(set)) return reference::measure(x, front_, set);
  // The same two passes on what is left.
  const double origin = planOf(set).spec().subtractsMean() ? x.at(elementOf(set, 0)) : 0;
  const auto n = static_cast<double>(sizeOf(set));
  double shifted = 0, squares = 0;
  forEachPiece(set, [&](const reference::Piece& piece) {
    shifted += (reference::valuesOf(x, piece) - origin).sum() / n;
  });
  if (!planOf(set).spec().subtractsMean()) shifted = 0;
  forEachPiece(set, [&](const reference::Piece& piece) {
    squares += (reference::valuesOf(x, piece) - origin - shifted).square().sum();
  });
  return {origin + shifted, squares / n};
}

}  // namespace normscope::match
