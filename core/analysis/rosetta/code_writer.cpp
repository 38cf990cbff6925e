#include "core/analysis/rosetta/code_writer.h"

#include <algorithm>

#include "core/analysis/shape_condition.h"
#include "core/norm/norm_registry.h"

namespace normscope::rosetta {

Lines& Lines::add(const std::string& line) {
  text_ += line + "\n";
  return *this;
}

std::string tupleText(const std::vector<std::int64_t>& values) {
  std::string text = "(";
  for (std::size_t i = 0; i < values.size(); ++i) text += (i > 0 ? ", " : "") + std::to_string(values[i]);
  return text + (values.size() == 1 ? ",)" : ")");
}

std::string truth(bool value) {
  return value ? "True" : "False";
}

std::vector<std::int64_t> reducedAxes(const ReductionPlan& plan) {
  std::vector<std::int64_t> axes;
  for (int axis = 0; axis < plan.shape().rank(); ++axis) {
    const AxisCut cut = cutOf(plan, axis, &PlanAxis::kept);
    if (cut.isSplit() && cut.parts > 1) return {};
    if (cut.kind != AxisCut::Kind::positions) axes.push_back(axis);
  }
  return axes;
}

bool Order::isIdentity() const {
  return std::is_sorted(axes.begin(), axes.end());
}

Order Order::inverse() const {
  Order back{std::vector<std::int64_t>(axes.size())};
  for (std::size_t i = 0; i < axes.size(); ++i)
    back.axes[static_cast<std::size_t>(axes[i])] = static_cast<std::int64_t>(i);
  return back;
}

std::optional<Order> channelSecond(const ReductionPlan& plan) {
  const std::int64_t batch = batchAxis(plan);
  const std::int64_t channel = channelAxis(plan);
  if (batch < 0 || channel < 0) return std::nullopt;
  Order order{{batch, channel}};
  for (int axis = 0; axis < plan.shape().rank(); ++axis) {
    if (axis != batch && axis != channel) order.axes.push_back(axis);
  }
  return order;
}

Order reducedLast(const ReductionPlan& plan) {
  const std::vector<std::int64_t> reduced = reducedAxes(plan);
  Order order;
  for (std::int64_t axis = 0; axis < plan.shape().rank(); ++axis) {
    if (std::find(reduced.begin(), reduced.end(), axis) == reduced.end()) order.axes.push_back(axis);
  }
  order.axes.insert(order.axes.end(), reduced.begin(), reduced.end());
  return order;
}

std::int64_t channelAxis(const ReductionPlan& plan) {
  return plan.shape().layout().find(AxisRole::channel).value_or(-1);
}

std::int64_t batchAxis(const ReductionPlan& plan) {
  return plan.shape().layout().find(AxisRole::batch).value_or(-1);
}

bool isPlain(const NormSpec& spec, const ReductionPlan& plan) {
  const bool biased = spec.variance == VarianceEstimator::biased || !plan.statisticsFromX();
  const bool whole = spec.workers == 1 || !plan.statisticsFromX();
  return biased && whole && spec.epsAt == EpsAt::inside && spec.subtractsMean() && !spec.interleaved;
}

bool isRootMeanSquare(const ReductionPlan& plan) {
  const NormSpec& spec = plan.spec();
  return !spec.subtractsMean() && !spec.dividesBySum() && spec.epsAt == EpsAt::inside &&
         !reducedAxes(plan).empty();
}

bool hasWeightAloneOrNone(const ReductionPlan& plan, Affine affine) {
  const NormSpec& spec = plan.spec();
  const Affine sharing = spec.affineSharing();
  return sharing == Affine::none || (sharing == affine && !spec.hasBias() && !spec.zeroCentered);
}

bool keepsRunning(const ReductionPlan& plan) {
  const NormSpec& spec = plan.spec();
  const NormInfo& info = infoOf(spec.kind);
  const bool asked = info.mayTrack && spec.momentum != specOf(spec.kind).momentum;
  return plan.statisticsFromX() && (info.tracksByDefault || asked);
}

bool reducesLast(const ReductionPlan& plan) {
  return !reducedAxes(plan).empty() && reducedLast(plan).isIdentity();
}

bool hasUsualParameters(const NormSpec& spec) {
  return spec.hasBias() && !spec.zeroCentered;
}

bool affineIsNoneOr(const ReductionPlan& plan, Affine affine) {
  const Affine sharing = plan.spec().affineSharing();
  return sharing == Affine::none || (sharing == affine && hasUsualParameters(plan.spec()));
}

}  // namespace normscope::rosetta
