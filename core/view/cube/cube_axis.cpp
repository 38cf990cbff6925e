#include "core/view/cube/cube_axis.h"

#include <algorithm>

namespace normscope {
namespace {

CubeAxis edgeOf(AxisRole role) {
  if (role == AxisRole::batch) return batchAxis;
  return role == AxisRole::channel ? channelAxis : spaceAxis;
}

/// The length of ranges that cut `extent` positions into at most `parts`: a divisor where one is near, so
/// that all ranges are equal.
std::int64_t stepFor(std::int64_t extent, std::int64_t parts) {
  const std::int64_t least = (extent + parts - 1) / parts;
  for (std::int64_t step = least; step < 2 * least; ++step) {
    if (extent % step == 0) return step;
  }
  return least;
}

}  // namespace

CubeEdgeAxis::CubeEdgeAxis(const ReductionPlan& plan, CubeAxis which, std::optional<int> except) {
  for (const PlanAxis& axis : plan.axes()) {
    if (edgeOf(axis.role) != which || axis.source == except) continue;
    add(axis);
  }
  fold();
  if (!plan.statisticsFromX()) reduced_ = "shared";
  for (int i = 0; i < plan.shape().rank(); ++i) {
    const Axis axis = plan.shape().axis(i);
    if (edgeOf(axis.role()) != which || i == except) continue;
    if (!letters_.empty()) letters_ += ", ";
    letters_ += axis.letter;
  }
}

CubeEdgeAxis CubeEdgeAxis::memoryOf(const ReductionPlan& plan) {
  CubeEdgeAxis memory;
  for (const PlanAxis& axis : plan.axes()) memory.add(axis);
  memory.fold();
  return memory;
}

void CubeEdgeAxis::add(const PlanAxis& axis) {
  parts_.push_back({axis.label, axis.extent, 1, axis.stride, axis.source, axis.kept, axis.parameter});
}

void CubeEdgeAxis::fold() {
  for (std::size_t i = parts_.size(); i-- > 0;) {
    parts_[i].stride = extent_;
    extent_ *= parts_[i].extent;
  }
}

std::string CubeEdgeAxis::tag() const {
  const auto kept = std::count_if(parts_.begin(), parts_.end(), [](const Part& part) { return part.kept; });
  if (parts_.empty() || kept == 0) return reduced_;
  if (kept == static_cast<std::ptrdiff_t>(parts_.size())) return "kept";
  std::string text;
  for (const Part& part : parts_) {
    text += (text.empty() ? "" : ", ") + part.label + " " + (part.kept ? "kept" : reduced_);
  }
  return text;
}

std::int64_t CubeEdgeAxis::positionOf(std::int64_t offset) const {
  std::int64_t position = 0;
  for (const Part& part : parts_) {
    position = position * part.extent + offset / part.memoryStride % part.extent;
  }
  return position;
}

std::int64_t CubeEdgeAxis::offsetOf(std::int64_t position) const {
  std::int64_t offset = 0;
  for (const Part& part : parts_) offset += digit(part, position) * part.memoryStride;
  return offset;
}

std::int64_t CubeEdgeAxis::countBelow(std::int64_t end, std::int64_t selected, Sharing sharing) const {
  if (end <= 0) return 0;
  std::int64_t each = 1;  // members of the set within one position of the part at hand
  for (const Part& part : parts_) each *= part.splits(sharing) ? 1 : part.extent;
  if (end >= extent_) return each;

  std::int64_t count = 0;
  for (const Part& part : parts_) {
    const std::int64_t at = digit(part, end);
    if (part.splits(sharing)) {
      const std::int64_t wanted = digit(part, selected);
      if (at != wanted) return count + (at > wanted ? each : 0);
    } else {
      each /= part.extent;
      count += at * each;
    }
  }
  return count;
}

double CubeEdgeAxis::fraction(const CubeRange& range, std::int64_t selected, Sharing sharing) const {
  const std::int64_t members =
      countBelow(range.end, selected, sharing) - countBelow(range.begin, selected, sharing);
  return static_cast<double>(members) / static_cast<double>(range.size());
}

CubeRange CubeEdgeAxis::runAround(std::int64_t selected) const {
  std::int64_t length = 1;
  for (std::size_t i = parts_.size(); i-- > 0;) {
    if (parts_[i].kept && parts_[i].extent > 1) break;
    length *= parts_[i].extent;
  }
  const std::int64_t begin = selected / length * length;
  return {begin, begin + length};
}

std::vector<CubeRange> CubeEdgeAxis::bins(int maxCells) const {
  // As many leading axes as fit are shown position by position; where that leaves the edge too coarse, the
  // next axis is cut into steps.
  std::int64_t shown = 1;
  std::int64_t block = extent_;
  std::int64_t step = extent_;
  int before = -1;  // the tensor's axis that the part at hand follows
  for (const Part& part : parts_) {
    if (shown * part.extent <= maxCells) {
      shown *= part.extent;
      block = step = part.stride;
      before = part.source;
      continue;
    }
    const std::int64_t length = stepFor(part.extent, maxCells / shown);
    const bool cutsGroups = part.source == before && part.extent % length == 0;
    if (shown * 3 < maxCells || cutsGroups) step = length * part.stride;
    break;
  }
  std::vector<CubeRange> ranges;
  for (std::int64_t begin = 0; begin < extent_; begin += block) {
    for (std::int64_t at = begin; at < begin + block; at += step) {
      ranges.push_back({at, std::min(at + step, begin + block)});
    }
  }
  return ranges;
}

std::array<CubeEdgeAxis, 3> cubeAxes(const ReductionPlan& plan) {
  return {CubeEdgeAxis(plan, batchAxis), CubeEdgeAxis(plan, channelAxis), CubeEdgeAxis(plan, spaceAxis)};
}

CubeFrame::CubeFrame(const ReductionPlan& plan, const std::optional<CubeSlice>& slice)
    : shape_(plan.shape()), axes_(cubeAxes(plan)) {
  if (!slice) return;
  axes_[spaceAxis] = CubeEdgeAxis(plan, spaceAxis, slice->axis);
  for (const PlanAxis& axis : plan.axes()) {
    if (axis.source != slice->axis) continue;
    position_ = slice->position;
    extent_ = axis.extent;
    stride_ = axis.stride;
    base_ = slice->position * axis.stride;
    kept_ = axis.kept;
    parameter_ = axis.parameter;
  }
}

std::int64_t CubeFrame::offsetOf(const std::array<std::int64_t, 3>& positions) const {
  std::int64_t offset = base_;
  for (std::size_t axis = 0; axis < 3; ++axis) offset += axes_[axis].offsetOf(positions[axis]);
  return offset;
}

bool CubeFrame::canShare(std::int64_t offset, Sharing sharing) const {
  const bool splits = sharing == Sharing::statistics ? kept_ : parameter_;
  return !splits || offset / stride_ % extent_ == position_;
}

std::vector<CubeRange> cutOut(const std::vector<CubeRange>& bins, const CubeRange& run) {
  std::vector<CubeRange> ranges;
  for (const CubeRange& bin : bins) {
    std::int64_t begin = bin.begin;
    for (const std::int64_t cut : {run.begin, run.end}) {
      if (cut <= begin || cut >= bin.end) continue;
      ranges.push_back({begin, cut});
      begin = cut;
    }
    ranges.push_back({begin, bin.end});
  }
  return ranges;
}

}  // namespace normscope
