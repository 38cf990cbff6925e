#include "core/view/memory/memory_layout.h"

#include "core/text/number.h"

namespace normscope {
namespace {

/// The same axes in the order of `letters`.
Shape reordered(const Shape& shape, const std::string& letters) {
  Extents extents;
  for (const char letter : letters) extents.push_back(shape.extent(*shape.layout().find(letter)));
  return {Layout::parse(letters), extents};
}

std::int64_t innermostRun(const ReductionPlan& plan) {
  const auto& reduced = plan.mergedReduced();
  std::int64_t length = 1;
  // Neighbouring axes of one kind are merged only where their parameters are too; runs need not be.
  for (std::size_t i = reduced.size(); i-- > 0 && reduced[i].stride == length;) length *= reduced[i].extent;
  return length;
}

}  // namespace

Shape otherMemoryOrder(const Shape& shape) {
  const auto channel = shape.layout().find(AxisRole::channel);
  if (!channel) return shape;
  std::string letters = shape.layout().letters();
  const char letter = letters[static_cast<std::size_t>(*channel)];
  letters.erase(static_cast<std::size_t>(*channel), 1);
  if (*channel != shape.rank() - 1) return reordered(shape, letters + letter);
  const auto batch = shape.layout().find(AxisRole::batch);
  return reordered(shape, letters.insert(batch ? static_cast<std::size_t>(*batch) + 1 : 0, 1, letter));
}

std::int64_t offsetIn(const Shape& to, const Shape& from, std::int64_t offset) {
  const Extents index = from.indexOf(offset);
  Extents moved(index.size());
  for (int i = 0; i < from.rank(); ++i) {
    moved[static_cast<std::size_t>(*to.layout().find(from.axis(i).letter))] =
        index[static_cast<std::size_t>(i)];
  }
  return to.offsetOf(moved);
}

std::string memoryRuns(const ReductionPlan& plan) {
  const std::int64_t length = innermostRun(plan);
  const std::int64_t runs = plan.elementsPerSet() / std::max<std::int64_t>(length, 1);
  const std::string elements = length == 1 ? "single elements" : groupedDigits(length) + " neighbours";
  if (runs <= 1) return length == 1 ? "a single element" : "one run of " + elements;
  std::int64_t apart = 0;
  for (const MergedAxis& axis : plan.mergedReduced()) {
    if (axis.stride >= length && axis.extent > 1 && (apart == 0 || axis.stride < apart) && axis.stride != 1) {
      apart = axis.stride;
    }
  }
  const std::string what =
      length == 1 ? groupedDigits(runs) + " single elements" : groupedDigits(runs) + " runs of " + elements;
  return what + ", " + groupedDigits(apart) + " apart";
}

}  // namespace normscope
