#include "core/document/adapt.h"

#include "core/norm/norm_registry.h"
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
  const NormInfo& info = infoOf(spec.kind);
  const auto axis = info.split ? shape.layout().find(info.split->role) : std::nullopt;
  if (axis) {
    std::int64_t& parts = spec.*info.split->parts;
    if (parts > 0) parts = largestDivisorUpTo(parts, shape.extent(*axis));
  }
  if (spec.affine == Affine::axes) {
    const std::string axes = axesIn(shape.layout(), spec.affineAxes);
    if (axes.empty()) {
      spec.affine = std::nullopt;
      spec.affineAxes.clear();
    } else {
      spec.affineAxes = axes;
    }
  }
  if (!spec.over.empty()) {
    spec.over = axesIn(shape.layout(), spec.over);
    if (spec.over.empty() && info.isRequired("over") && shape.rank() > 0)
      spec.over = shape.layout().letters().substr(0, 1);
  }
  return spec;
}

}  // namespace normscope
