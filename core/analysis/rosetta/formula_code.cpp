#include "core/analysis/rosetta/formula_code.h"

#include "core/text/number.h"

namespace normscope::rosetta {
namespace {

bool isSplit(const ReductionPlan& plan) {
  return plan.axes().size() > static_cast<std::size_t>(plan.shape().rank());
}

Extents extentsOf(const ReductionPlan& plan, bool PlanAxis::*flag) {
  Extents extents;
  for (const PlanAxis& axis : plan.axes()) extents.push_back(flag == nullptr || axis.*flag ? axis.extent : 1);
  return extents;
}

std::string labels(const ReductionPlan& plan) {
  std::string text;
  for (const PlanAxis& axis : plan.axes()) text += (text.empty() ? "" : ", ") + axis.label;
  return text;
}

std::string denominator(const ReductionPlan& plan, const Dialect& dialect, const std::string& square) {
  const std::string eps = shortest(plan.spec().eps);
  if (plan.spec().epsAt == EpsAt::inside) return dialect.root + "(" + square + " + " + eps + ")";
  if (plan.spec().epsAt == EpsAt::max) return dialect.atLeast(dialect.root + "(" + square + ")", eps);
  return "(" + dialect.root + "(" + square + ") + " + eps + ")";
}

void writeRunning(Lines& lines, const ReductionPlan& plan, const Dialect& dialect) {
  const Extents shape = extentsOf(plan, &PlanAxis::kept);
  lines.add("mean = " + dialect.reshape("running_mean", shape));
  lines.add("var = " + dialect.reshape("running_var", shape));
}

/// Statistics and the elements normalized with them; `x` is the array after splitting.
void writeNormalized(Lines& lines, const ReductionPlan& plan, const Dialect& dialect, const std::string& x) {
  const bool subtracts = plan.spec().subtractsMean();
  const std::vector<std::int64_t> axes = reducedPlanAxes(plan);
  if (plan.statisticsFromX() && subtracts && plan.elementsPerSet() == 1) {
    lines.comment("sets have one element, which is its own mean").add("y = " + x + " - " + x);
    return;
  }
  if (!subtracts) {
    lines.add("square = " + (plan.spec().dividesBySum() ? dialect.sum : dialect.mean)(x + " ** 2", axes));
    lines.add("y = " + x + " / " + denominator(plan, dialect, "square"));
    return;
  }
  if (plan.statisticsFromX()) {
    lines.add("mean = " + dialect.mean(x, axes));
    lines.add("var = " + dialect.variance(x, axes, plan));
  } else {
    writeRunning(lines, plan, dialect);
  }
  lines.add("y = (" + x + " - mean) / " + denominator(plan, dialect, "var"));
}

std::string scaled(const ReductionPlan& plan, const Dialect& dialect, const Extents& shape) {
  if (!plan.parameterShape()) return "y";
  const NormSpec& spec = plan.spec();
  const std::string weight = dialect.reshape("weight", shape);
  return "y * " + (spec.zeroCentered ? "(1 + " + weight + ")" : weight) +
         (spec.hasBias() ? " + " + dialect.reshape("bias", shape) : "");
}

}  // namespace

std::vector<std::int64_t> reducedPlanAxes(const ReductionPlan& plan) {
  std::vector<std::int64_t> axes;
  for (std::size_t i = 0; i < plan.axes().size(); ++i) {
    if (!plan.axes()[i].kept) axes.push_back(static_cast<std::int64_t>(i));
  }
  return axes;
}

std::string reshaped(const std::string& array, const Extents& shape) {
  return array + ".reshape" + (shape.size() == 1 ? "(" + std::to_string(shape[0]) + ")" : tupleText(shape));
}

std::string receiver(const std::string& array) {
  return array.find(' ') == std::string::npos ? array : "(" + array + ")";
}

Dialect numpyDialect() {
  return {reshaped,
          [](const std::string& array, const std::vector<std::int64_t>& axes) {
            return receiver(array) + ".mean(axis=" + tupleText(axes) + ", keepdims=True)";
          },
          [](const std::string& array, const std::vector<std::int64_t>& axes, const ReductionPlan& plan) {
            const bool unbiased = plan.spec().variance == VarianceEstimator::unbiased;
            return array + ".var(axis=" + tupleText(axes) + (unbiased ? ", ddof=1" : "") + ", keepdims=True)";
          },
          "np.sqrt",
          [](const std::string& array, const std::vector<std::int64_t>& axes) {
            return receiver(array) + ".sum(axis=" + tupleText(axes) + ", keepdims=True)";
          },
          [](const std::string& array, const std::string& least) {
            return "np.maximum(" + array + ", " + least + ")";
          }};
}

void writeFormula(Lines& lines, const ReductionPlan& plan, const Dialect& dialect) {
  const bool split = isSplit(plan);
  if (split) lines.add("g = " + dialect.reshape("x", extentsOf(plan, nullptr)) + "  # " + labels(plan));
  writeNormalized(lines, plan, dialect, split ? "g" : "x");
  if (plan.parameterShape()) lines.add("y = " + scaled(plan, dialect, extentsOf(plan, &PlanAxis::parameter)));
  if (split) lines.add("y = " + dialect.reshape("y", plan.shape().extents()));
}

void writeAffine(Lines& lines, const ReductionPlan& plan, const Dialect& dialect) {
  if (!plan.parameterShape()) return;
  const Extents shape = extentsOf(plan, &PlanAxis::parameter);
  if (!isSplit(plan)) {
    lines.add("y = " + scaled(plan, dialect, shape));
    return;
  }
  lines.add("y = " + dialect.reshape("y", extentsOf(plan, nullptr)) + "  # " + labels(plan));
  lines.add("y = " + scaled(plan, dialect, shape));
  lines.add("y = " + dialect.reshape("y", plan.shape().extents()));
}

FrameworkCode finished(Lines lines, const ReductionPlan& plan, const Dialect& dialect,
                       const std::optional<ReadyLayer>& layer) {
  if (!layer) {
    writeFormula(lines, plan, dialect);
    return lines.code();
  }
  if (!layer->make.empty()) lines.add("norm = " + layer->make);
  for (const std::string& line : layer->use) lines.add(line);
  if (!layer->ownAffine) writeAffine(lines, plan, dialect);
  return lines.code();
}

void noteRms(Lines& lines, const ReductionPlan& plan, const std::string& layer, const std::string& lacks) {
  const NormSpec& spec = plan.spec();
  std::string reason = lacks;
  if (spec.epsAt != EpsAt::inside) reason = "has eps inside the root";
  if (reducedAxes(plan).empty()) reason = "has no groups";
  lines.comment(layer + " " + reason + ": written out");
}

std::string weightOfOld(const NormSpec& spec) {
  return rounded(1 - spec.momentum.value_or(0.1), 15);
}

}  // namespace normscope::rosetta
