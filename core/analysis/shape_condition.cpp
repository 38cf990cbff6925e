#include "core/analysis/shape_condition.h"

#include <algorithm>

#include "core/text/list.h"

namespace normscope {

AxisCut cutOf(const ReductionPlan& plan, int axis, bool PlanAxis::*flag) {
  const auto isOfAxis = [&](const PlanAxis& candidate) { return candidate.source == axis; };
  const PlanAxis& outer = *std::find_if(plan.axes().begin(), plan.axes().end(), isOfAxis);
  const PlanAxis& inner = *std::find_if(plan.axes().rbegin(), plan.axes().rend(), isOfAxis);
  if (outer.*flag && inner.*flag) return {AxisCut::Kind::positions, 1, {}};
  if (outer.*flag) return {AxisCut::Kind::parts, outer.extent, outer.label};
  if (inner.*flag) return {AxisCut::Kind::stripes, inner.extent, inner.label};
  return {AxisCut::Kind::whole, 1, {}};
}

bool AxisCut::holds(std::int64_t position, std::int64_t extent) const {
  switch (kind) {
    case Kind::whole:
      return true;
    case Kind::parts:
      return position < extent / parts;
    case Kind::stripes:
      return position % parts == 0;
    case Kind::positions:
      break;
  }
  return position == 0;
}

void ShapeCondition::requireExtent(int axis, std::int64_t value, const std::string& label) {
  auto& required = required_[static_cast<std::size_t>(axis)];
  if (required && required->value != value) return requireNever();
  if (!required || required->label.empty()) required = Extent{value, value == 1 ? "" : label};
}

void ShapeCondition::requireAlike(int axis, const AxisCut& a, const AxisCut& b) {
  using enum AxisCut::Kind;
  if (a.kind == b.kind && a.parts == b.parts) return;
  if (!a.isSplit() && !b.isSplit()) return requireExtent(axis, 1, {});
  const AxisCut& split = a.isSplit() ? a : b;
  const AxisCut& other = a.isSplit() ? b : a;
  if (other.isSplit() && other.kind != split.kind && other.parts == split.parts) {
    if (split.parts == 1) return;                          // one block, however it is cut
    return requireExtent(axis, split.parts, split.label);  // a block for every position
  }
  if (other.kind == positions) return requireExtent(axis, split.parts, split.label);
  if (other.kind == whole && split.parts == 1) return;
  requireNever();
  if (needed_.empty()) needed_ = other.kind == whole ? split.label + " = 1" : "the same " + split.label;
}

void ShapeCondition::requirePositions(int axis, const AxisCut& cut) {
  requireAlike(axis, cut, {AxisCut::Kind::positions, 1, {}});
}

void ShapeCondition::knownMultiple(int axis, std::int64_t factor) {
  const auto& required = required_[static_cast<std::size_t>(axis)];
  if (required && required->value % factor != 0) requireNever();
}

bool ShapeCondition::isEvery() const {
  return !never_ && std::none_of(required_.begin(), required_.end(),
                                 [](const std::optional<Extent>& extent) { return extent.has_value(); });
}

bool ShapeCondition::holdsFor(const Shape& shape) const {
  if (never_) return false;
  for (int axis = 0; axis < shape.rank(); ++axis) {
    const auto& required = required_[static_cast<std::size_t>(axis)];
    if (required && required->value != shape.extent(axis)) return false;
  }
  return true;
}

ShapeCondition ShapeCondition::operator&&(const ShapeCondition& other) const {
  ShapeCondition both = *this;
  for (int axis = 0; axis < layout_.rank(); ++axis) {
    const auto& required = other.required_[static_cast<std::size_t>(axis)];
    if (required) both.requireExtent(axis, required->value, required->label);
  }
  both.never_ = both.never_ || other.never_;
  if (both.needed_.empty()) both.needed_ = other.needed_;
  return both;
}

std::string ShapeCondition::joined(const std::vector<int>& axes) const {
  std::string text;
  for (const int axis : axes) {
    if (!text.empty()) text += "·";
    text += layout_.letters()[static_cast<std::size_t>(axis)];
  }
  return text;
}

std::string ShapeCondition::where() const {
  if (never_) return {};
  std::vector<std::string> parts;
  std::vector<int> spatial;  // one condition, on their product: it is 1 where each of them is
  for (int axis = 0; axis < layout_.rank(); ++axis) {
    const auto& required = required_[static_cast<std::size_t>(axis)];
    if (!required) continue;
    const bool isSpatial = roleOf(layout_.letters()[static_cast<std::size_t>(axis)]) == AxisRole::spatial;
    if (isSpatial) {
      spatial.push_back(axis);
      continue;
    }
    const std::string label = required->label.empty() ? "" : " = " + required->label;
    parts.push_back(joined({axis}) + label + " = " + std::to_string(required->value));
  }
  if (!spatial.empty()) parts.push_back(joined(spatial) + " = 1");
  return joinAnd(parts);
}

std::string ShapeCondition::text() const {
  if (isEvery()) return "for every shape";
  if (never_) return needed_.empty() ? "for no shape" : "for no shape: that would need " + needed_;
  return "only where " + where();
}

}  // namespace normscope
