#include "core/analysis/rosetta/formula_code.h"
#include "core/text/number.h"

namespace normscope::rosetta {
namespace {

/// The axes over which several estimates of a channel are averaged, by index after splitting.
std::vector<std::int64_t> keptBesideChannel(const ReductionPlan& plan) {
  std::vector<std::int64_t> axes;
  for (std::size_t i = 0; i < plan.axes().size(); ++i) {
    if (plan.axes()[i].kept && plan.axes()[i].role != AxisRole::channel)
      axes.push_back(static_cast<std::int64_t>(i));
  }
  return axes;
}

/// All axes of the tensor but the channels', by index.
std::vector<std::int64_t> besideChannel(const ReductionPlan& plan) {
  std::vector<std::int64_t> axes;
  for (std::int64_t axis = 0; axis < plan.shape().rank(); ++axis) {
    if (axis != channelAxis(plan)) axes.push_back(axis);
  }
  return axes;
}

/// What a training norm keeps, as updated() computes it.
void writeUpdate(Lines& lines, const ReductionPlan& plan) {
  const NormSpec& spec = plan.spec();
  if (!keepsRunning(plan) || plan.elementsPerSet() == 0) return;
  const std::vector<std::int64_t> others = keptBesideChannel(plan);
  const std::string average = others.empty() ? "" : ".mean(axis=" + tupleText(others) + ")";
  std::string weight = spec.momentum ? shortest(*spec.momentum) : "momentum";
  if (!spec.momentum) lines.add("num_batches_tracked += 1").add("momentum = 1 / num_batches_tracked");
  const auto update = [&](const std::string& name, const std::string& batch) {
    lines.add(name + " = (1 - " + weight + ") * " + name + " + " + weight + " * " + batch);
  };
  const std::int64_t n = plan.elementsPerSet();
  if (n == 1) {
    lines.comment("the unbiased variance of one element is undefined: running_var stays");
    update("running_mean", "x" + std::string(".mean(axis=") + tupleText(besideChannel(plan)) + ")");
    return;
  }
  update("running_mean", "mean" + average + ".reshape(-1)");
  const std::string unbiased = spec.variance == VarianceEstimator::unbiased
                                   ? ""
                                   : " * " + std::to_string(n) + " / " + std::to_string(n - 1);
  update("running_var", "var" + average + ".reshape(-1)" + unbiased);
}

}  // namespace

FrameworkCode numpy(const ReductionPlan& plan) {
  Lines lines;
  lines.add("import numpy as np").add("");
  writeFormula(lines, plan, numpyDialect());
  writeUpdate(lines, plan);
  return lines.code();
}

}  // namespace normscope::rosetta
