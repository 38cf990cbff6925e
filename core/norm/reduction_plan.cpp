#include "core/norm/reduction_plan.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "core/error.h"
#include "core/norm/norm_registry.h"
#include "core/text/list.h"

namespace normscope {
namespace {

Error refuse(const Shape& shape, const NormSpec& spec, const std::string& reason, const std::string& advice) {
  return nonsense(
      "norm '" + toText(spec) + "' on " + shape.layout().letters() + " " + toText(shape.extents()), reason,
      advice);
}

struct RoleWords {
  std::string name, letters;
};

RoleWords wordsOf(AxisRole role) {
  if (role == AxisRole::batch) return {"batch", "N or B"};
  if (role == AxisRole::channel) return {"channel", "C or F"};
  return {"spatial", "H, W, L or T"};
}

int requiredAxis(const Shape& shape, const NormSpec& spec, AxisRole role) {
  const auto axis = shape.layout().find(role);
  if (!axis) {
    const RoleWords words = wordsOf(role);
    throw refuse(
        shape, spec,
        std::string(infoOf(spec.kind).title) + " needs a " + words.name + " axis and the layout has none",
        "name one axis " + words.letters + " with --layout");
  }
  return *axis;
}

/// The flags of the axes that over= or affine= names; every letter must be in the layout.
std::vector<bool> namedAxes(const Shape& shape, const NormSpec& spec, const std::string& names) {
  std::vector<bool> named(static_cast<std::size_t>(shape.rank()), false);
  for (const char letter : names) {
    if (letter == '+') continue;
    const auto axis = shape.layout().find(letter);
    if (!axis) {
      throw refuse(shape, spec, std::string("the layout has no axis ") + letter,
                   "use letters of " + shape.layout().letters() + ", or name the axes with --layout");
    }
    named[static_cast<std::size_t>(*axis)] = true;
  }
  return named;
}

std::vector<bool> axesWhere(const Shape& shape, const std::function<bool(AxisRole)>& condition) {
  std::vector<bool> flags;
  for (int i = 0; i < shape.rank(); ++i) flags.push_back(condition(shape.axis(i).role()));
  return flags;
}

/// The axes that sets of a kind extend along where no key names them.
std::vector<bool> defaultAxes(const Shape& shape, const NormSpec& spec) {
  const NormInfo& info = infoOf(spec.kind);
  for (const AxisRole role : info.needs) requiredAxis(shape, spec, role);
  auto flags = axesWhere(shape, [&](AxisRole role) {
    return std::find(info.reduces.begin(), info.reduces.end(), role) != info.reduces.end();
  });
  const bool namesAxes = info.hasKey("over") && !info.isRequired("over");
  if (namesAxes && std::find(flags.begin(), flags.end(), true) == flags.end()) {
    throw refuse(shape, spec, "there is no axis beside the batch to normalize over",
                 "name the axes with over=");
  }
  return flags;
}

/// Which axes of the tensor a set extends along, one flag per axis: the table of norms, as code.
std::vector<bool> extentOfSets(const Shape& shape, const NormSpec& spec) {
  if (shape.rank() == 0) {
    throw refuse(shape, spec, "a tensor of rank 0 is one number and has no axes",
                 "give a tensor of one axis or more");
  }
  if (spec.usesRunningStatistics()) {
    requiredAxis(shape, spec, AxisRole::channel);
    return axesWhere(shape, [](AxisRole role) { return role != AxisRole::channel; });
  }
  const bool named = infoOf(spec.kind).hasKey("over") && !spec.over.empty();
  return named ? namedAxes(shape, spec, spec.over) : defaultAxes(shape, spec);
}

/// How one axis of the tensor enters the plan: whole, or split into a part that is kept, as a rule the outer
/// one, and one that sets extend along.
struct Split {
  int axis = -1;
  std::int64_t parts = 1;
  std::string label;         ///< of the part that counts them
  bool interleaved = false;  ///< position p is in part p mod parts: the kept part is the inner one
};

/// "1, 2, 3 or 6"; of numbers that no tensor has, whose divisors would take minutes to find, fewer words.
std::string divisorsText(std::int64_t n) {
  constexpr std::int64_t largest = std::int64_t{1} << 40;
  if (n > largest) return "1 or another divisor of " + std::to_string(n);
  std::vector<std::string> divisors;
  for (const std::int64_t divisor : divisorsOf(n)) divisors.push_back(std::to_string(divisor));
  return joinOr(divisors);
}

/// What is counted along an axis that is cut.
std::string nounOf(AxisRole role) {
  return role == AxisRole::batch ? "sample" : "channel";
}

Split splitOf(const Shape& shape, const NormSpec& spec, const std::vector<bool>& inSet) {
  const NormInfo& info = infoOf(spec.kind);
  if (!info.split || spec.usesRunningStatistics()) return {};
  const NormSplit& split = *info.split;
  const std::int64_t parts = spec.*split.parts;
  if (parts <= 1 && !info.isRequired(split.key)) return {};
  const int axis = requiredAxis(shape, spec, split.role);
  const std::int64_t extent = shape.extent(axis);
  const std::string noun = nounOf(split.role);
  const std::string key(split.key);
  if (info.hasKey("over") && !inSet[static_cast<std::size_t>(axis)]) {
    const char letter = shape.axis(axis).letter;
    throw refuse(shape, spec, key + " split axis " + letter + ", which over= does not name",
                 std::string("add ") + letter + " to over=, or leave " + key + " out");
  }
  if (extent % parts != 0 || (extent == 0 && parts > 1 && !split.cutsEmptyAxis)) {
    throw refuse(
        shape, spec, std::to_string(parts) + " " + key + " do not divide " + counted(extent, noun),
        extent == 0 ? "give a tensor with " + noun + "s" : "use " + key + "=" + divisorsText(extent));
  }
  return {axis, parts, std::string(split.label), spec.interleaved};
}

Extents extentsWhere(const std::vector<PlanAxis>& axes, bool PlanAxis::*flag) {
  Extents extents;
  for (const PlanAxis& axis : axes) {
    if (axis.*flag) extents.push_back(axis.extent);
  }
  return extents;
}

std::string labelsWhere(const std::vector<PlanAxis>& axes, bool PlanAxis::*flag) {
  std::string text = "[";
  for (const PlanAxis& axis : axes) {
    if (axis.*flag) text += (text.size() > 1 ? ", " : "") + axis.label;
  }
  return text + "]";
}

std::int64_t product(const Extents& extents) {
  std::int64_t count = 1;
  for (const std::int64_t extent : extents) count *= extent;
  return count;
}

/// Row-major number, over the axes whose flag is `wanted`, of the element at a position in memory.
std::int64_t numberWhere(const std::vector<PlanAxis>& axes, bool PlanAxis::*flag, std::int64_t offset,
                         bool wanted = true) {
  std::int64_t number = 0;
  for (const PlanAxis& axis : axes) {
    if (axis.*flag == wanted) number = number * axis.extent + offset / axis.stride % axis.extent;
  }
  return number;
}

}  // namespace

std::int64_t positionsOf(const std::vector<MergedAxis>& axes) {
  std::int64_t count = 1;
  for (const MergedAxis& axis : axes) count *= axis.extent;
  return count;
}

ReductionPlan plan(const Shape& shape, const NormSpec& spec) {
  ReductionPlan plan(shape, spec);
  const std::vector<bool> inSet = extentOfSets(shape, spec);
  const Split split = splitOf(shape, spec, inSet);
  const Extents strides = shape.strides();
  const Affine affine = spec.affineSharing();
  if (affine == Affine::channel) requiredAxis(shape, spec, AxisRole::channel);
  const std::vector<bool> named = affine == Affine::axes ? namedAxes(shape, spec, spec.affineAxes)
                                                         : std::vector<bool>(inSet.size(), false);

  for (int i = 0; i < shape.rank(); ++i) {
    const Axis axis = shape.axis(i);
    const std::int64_t stride = strides[static_cast<std::size_t>(i)];
    const bool reduced = inSet[static_cast<std::size_t>(i)];
    const bool perPosition = named[static_cast<std::size_t>(i)] ||
                             (affine == Affine::channel && axis.role() == AxisRole::channel) ||
                             (affine == Affine::element && reduced);
    const std::string letter(1, axis.letter);
    if (i != split.axis) {
      plan.axes_.push_back({letter, axis.role(), i, axis.extent, stride, !reduced, perPosition});
      continue;
    }
    const std::int64_t size = axis.extent / split.parts;
    PlanAxis part{split.label,
                  axis.role(),
                  i,
                  split.parts,
                  stride * size,
                  true,
                  perPosition || affine == Affine::group};
    PlanAxis rest{letter + "/" + split.label, axis.role(), i, size, stride, false, perPosition};
    if (split.interleaved) {
      part.stride = stride;
      rest.stride = stride * split.parts;
      std::swap(part, rest);
    }
    plan.axes_.push_back(std::move(part));
    plan.axes_.push_back(std::move(rest));
  }
  plan.count();
  plan.merge();
  return plan;
}

void ReductionPlan::count() {
  setCount_ = product(statisticsShape());
  for (const PlanAxis& axis : axes_) {
    if (!axis.kept) elementsPerSet_ *= axis.extent;
  }
  if (const auto shape = parameterShape()) parameterCount_ = product(*shape);
}

void ReductionPlan::merge() {
  std::int64_t parameterStride = parameterCount_;
  const PlanAxis* previous = nullptr;
  for (const PlanAxis& axis : axes_) {
    if (axis.parameter && axis.extent > 0) parameterStride /= axis.extent;
    const std::int64_t ownStride = axis.parameter ? parameterStride : 0;
    auto& merged = axis.kept ? mergedKept_ : mergedReduced_;
    if (previous != nullptr && previous->kept == axis.kept && previous->parameter == axis.parameter) {
      merged.back() = {merged.back().extent * axis.extent, axis.stride, ownStride};
    } else {
      merged.push_back({axis.extent, axis.stride, ownStride});
    }
    previous = &axis;
  }
}

Extents ReductionPlan::statisticsShape() const {
  return extentsWhere(axes_, &PlanAxis::kept);
}

Extents ReductionPlan::statisticsShapeKeepDims() const {
  Extents extents;
  for (const PlanAxis& axis : axes_) extents.push_back(axis.kept ? axis.extent : 1);
  return extents;
}

std::string ReductionPlan::statisticsAxes() const {
  return labelsWhere(axes_, &PlanAxis::kept);
}

std::vector<std::string> ReductionPlan::reducedAxes() const {
  std::vector<std::string> labels;
  for (const PlanAxis& axis : axes_) {
    if (!axis.kept && statisticsFromX()) labels.push_back(axis.label);
  }
  return labels;
}

std::optional<Extents> ReductionPlan::parameterShape() const {
  if (spec_.affineSharing() == Affine::none) return std::nullopt;
  // Where groups split the channel axis, a parameter per channel still has the one shape [C].
  Extents extents;
  for (std::size_t i = 0; i < axes_.size(); ++i) {
    if (!axes_[i].parameter) continue;
    const bool continuesSplit = i > 0 && axes_[i - 1].source == axes_[i].source && axes_[i - 1].parameter;
    if (continuesSplit) {
      extents.back() *= axes_[i].extent;
    } else {
      extents.push_back(axes_[i].extent);
    }
  }
  return extents;
}

std::string ReductionPlan::parameterAxes() const {
  std::string text = "[";
  for (std::size_t i = 0; i < axes_.size(); ++i) {
    if (!axes_[i].parameter) continue;
    const auto isOther = [&](std::size_t k) {
      return k < axes_.size() && axes_[k].source == axes_[i].source && axes_[k].parameter;
    };
    if (i > 0 && isOther(i - 1)) continue;
    // The two parts of a split axis are that axis.
    const std::string label =
        isOther(i + 1) ? std::string(1, shape_.axis(axes_[i].source).letter) : axes_[i].label;
    text += (text.size() > 1 ? ", " : "") + label;
  }
  return text + "]";
}

std::int64_t ReductionPlan::setOf(std::int64_t offset) const {
  return numberWhere(axes_, &PlanAxis::kept, offset);
}

std::int64_t ReductionPlan::parameterOf(std::int64_t offset) const {
  return parameterCount_ == 0 ? 0 : numberWhere(axes_, &PlanAxis::parameter, offset);
}

std::int64_t ReductionPlan::numberInSet(std::int64_t offset) const {
  return numberWhere(axes_, &PlanAxis::kept, offset, false);
}

Extents ReductionPlan::setIndex(std::int64_t set) const {
  Extents index = statisticsShape();
  for (std::size_t i = index.size(); i-- > 0;) {
    const std::int64_t extent = index[i];
    index[i] = set % extent;
    set /= extent;
  }
  return index;
}

std::int64_t ReductionPlan::elementOf(std::int64_t set, std::int64_t k) const {
  std::int64_t offset = startOf(set).offset;
  for (std::size_t i = mergedReduced_.size(); i-- > 0;) {
    offset += k % mergedReduced_[i].extent * mergedReduced_[i].stride;
    k /= mergedReduced_[i].extent;
  }
  return offset;
}

ReductionPlan::Start ReductionPlan::startOf(std::int64_t set) const {
  Start start;
  for (std::size_t i = mergedKept_.size(); i-- > 0;) {
    const std::int64_t position = set % mergedKept_[i].extent;
    set /= mergedKept_[i].extent;
    start.offset += position * mergedKept_[i].stride;
    start.parameter += position * mergedKept_[i].parameterStride;
  }
  return start;
}

std::vector<std::int64_t> divisorsOf(std::int64_t n) {
  std::vector<std::int64_t> low;
  std::vector<std::int64_t> high;
  for (std::int64_t d = 1; d <= n / d; ++d) {
    if (n % d != 0) continue;
    low.push_back(d);
    if (d != n / d) high.push_back(n / d);
  }
  low.insert(low.end(), high.rbegin(), high.rend());
  return low;
}

}  // namespace normscope
