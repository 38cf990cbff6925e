#include "core/document/adapt.h"

#include "core/norm/reduction_plan.h"

namespace normscope {
namespace {

std::int64_t largestDivisorUpTo(std::int64_t limit, std::int64_t n) {
  std::int64_t best = 1;
  for (const std::int64_t divisor : divisorsOf(n)) {
    if (divisor <= limit) best = divisor;
  }
  return best;
}

std::string axesIn(const Layout& layout, const std::string& over) {
  std::string kept;
  for (const char letter : over) {
    if (letter != '+' && layout.find(letter)) kept += (kept.empty() ? "" : "+") + std::string(1, letter);
  }
  return kept;
}

}  // namespace

NormSpec adaptedTo(const Shape& shape, NormSpec spec) {
  const auto channel = shape.layout().find(AxisRole::channel);
  const auto batch = shape.layout().find(AxisRole::batch);
  if (spec.kind == NormKind::group && channel)
    spec.groups = largestDivisorUpTo(spec.groups, shape.extent(*channel));
  if (spec.kind == NormKind::batch && batch)
    spec.workers = largestDivisorUpTo(spec.workers, shape.extent(*batch));
  if (!spec.over.empty()) {
    spec.over = axesIn(shape.layout(), spec.over);
    if (spec.over.empty() && spec.kind == NormKind::custom && shape.rank() > 0)
      spec.over = shape.layout().letters().substr(0, 1);
  }
  return spec;
}

}  // namespace normscope
