#include "core/analysis/rosetta/formula_code.h"
#include "core/text/number.h"

namespace normscope::rosetta {
namespace {

/// One operator in ONNX' text form, the order of axes that it wants, and the opset that has it.
struct Node {
  std::string call;  ///< "GroupNormalization <epsilon = 1e-5, num_groups = 2> (INPUT, weight, bias)"
  Order order;
  int opset;
  int lastOpset = 0;         ///< 0: all later ones have it too
  std::string outputs = {};  ///< beside y
  std::string after = {};    ///< a line that finishes y
};

struct Choice {
  std::optional<Node> node;
  std::string reason;
};

/// A number that ONNX' text form reads as FLOAT: a whole one without a point would be an INT.
std::string real(const std::string& number) {
  return number.find_first_of(".e") == std::string::npos ? number + ".0" : number;
}

std::string epsilonOf(const NormSpec& spec) {
  return "epsilon = " + real(shortest(spec.eps));
}

std::string perm(const Order& order) {
  std::string text;
  for (const std::int64_t axis : order.axes) text += (text.empty() ? "" : ", ") + std::to_string(axis);
  return "Transpose <perm = [" + text + "]> ";
}

std::string inputs(const ReductionPlan& plan) {
  if (!plan.parameterShape()) return "ones, zeros";
  return plan.spec().hasBias() ? "weight, bias" : "weight, zeros";
}

Choice batchNode(const ReductionPlan& plan) {
  const NormSpec& spec = plan.spec();
  const auto order = channelSecond(plan);
  if (!order) return {{}, "BatchNormalization needs a batch and a channel axis"};
  const std::string eps = epsilonOf(spec);
  const std::string running = ", running_mean, running_var)";
  if (!plan.statisticsFromX())
    return {Node{"BatchNormalization <" + eps + "> (INPUT, " + inputs(plan) + running, *order, 15}, {}};
  if (!spec.momentum)
    return {{}, "momentum=none is the cumulative average, which BatchNormalization does not have"};
  return {Node{"BatchNormalization <" + eps + ", momentum = " + real(rounded(1 - *spec.momentum, 15)) +
                   ", training_mode = 1> (INPUT, " + inputs(plan) + running,
               *order, 15, 0, ", new_mean, new_var"},
          {}};
}

Choice groupNode(const ReductionPlan& plan) {
  const auto order = channelSecond(plan);
  if (!order) return {{}, "GroupNormalization needs a batch and a channel axis"};
  const bool perGroup = plan.spec().affineSharing() == Affine::group;
  return {Node{"GroupNormalization <" + epsilonOf(plan.spec()) +
                   ", num_groups = " + std::to_string(plan.spec().groups) + "> (INPUT, " + inputs(plan) + ")",
               *order, perGroup ? 18 : 21, perGroup ? 20 : 0},
          {}};
}

Choice instanceNode(const ReductionPlan& plan) {
  const auto order = channelSecond(plan);
  if (!order) return {{}, "InstanceNormalization needs a batch and a channel axis"};
  return {
      Node{"InstanceNormalization <" + epsilonOf(plan.spec()) + "> (INPUT, " + inputs(plan) + ")", *order, 6},
      {}};
}

/// Operators over the last axes.
Choice trailingNode(const ReductionPlan& plan) {
  const bool rms = !plan.spec().subtractsMean();
  const std::string name = rms ? "RMSNormalization" : "LayerNormalization";
  const Affine sharing = plan.spec().affineSharing();
  if (sharing != Affine::none && sharing != Affine::element)
    return {{},
            name + (rms ? " has γ" : " has γ and β") + " per element of the reduced axes, not per " +
                affineText(plan.spec())};
  const bool affine = plan.parameterShape().has_value();
  const auto axis = plan.shape().rank() - static_cast<int>(reducedAxes(plan).size());
  const std::string scale = affine ? "weight" : "ones";
  Node node{name + " <axis = " + std::to_string(axis) + ", " + epsilonOf(plan.spec()) + "> (INPUT, " + scale +
                (affine && !rms && plan.spec().hasBias() ? ", bias)" : ")"),
            reducedLast(plan), rms ? 23 : 17, 0};
  if (affine && rms && plan.spec().hasBias()) node.after = "Add (OUTPUT, bias)";
  return {node, {}};
}

/// Adds 1e-9 to the root of the variance, over any axes; it has no parameters.
Choice mvnNode(const ReductionPlan& plan) {
  const NormSpec& spec = plan.spec();
  const std::string name = "MeanVarianceNormalization";
  const std::vector<std::int64_t> axes = reducedAxes(plan);
  if (!spec.subtractsMean() || spec.variance != VarianceEstimator::biased || axes.empty())
    return {{}, "only " + name + " adds epsilon to the root, and to that of the biased variance"};
  if (spec.eps != 1e-9) return {{}, "only " + name + " adds epsilon to the root, and its own is 1e-9"};
  if (plan.parameterShape()) return {{}, name + " has no γ and β"};
  Order order;
  for (int axis = 0; axis < plan.shape().rank(); ++axis) order.axes.push_back(axis);
  std::string list;
  for (const std::int64_t axis : axes) list += (list.empty() ? "" : ", ") + std::to_string(axis);
  return {Node{name + " <axes = [" + list + "]> (INPUT)", order, 9}, {}};
}

/// Divides by the root of the sum of squares alone.
Choice lpNode(const ReductionPlan& plan) {
  const std::string name = "LpNormalization";
  const std::vector<std::int64_t> axes = reducedPlanAxes(plan);
  if (plan.spec().eps != 0) return {{}, name + " has no epsilon"};
  if (plan.parameterShape()) return {{}, name + " has no γ and β"};
  if (axes.size() != 1) return {{}, name + " is over one axis"};
  Order order;
  for (int axis = 0; axis < plan.shape().rank(); ++axis) order.axes.push_back(axis);
  return {Node{name + " <axis = " + std::to_string(axes[0]) + ", p = 2> (INPUT)", order, 1}, {}};
}

Choice nodeFor(const ReductionPlan& plan) {
  const NormSpec& spec = plan.spec();
  if (spec.zeroCentered) return {{}, "every operator multiplies by its scale, not by 1 + weight"};
  if (spec.affineSharing() == Affine::axes) return {{}, "no operator has γ and β per " + affineText(spec)};
  if (spec.interleaved) return {{}, "GroupNormalization's groups are of adjacent channels"};
  if (spec.kind == NormKind::rms && spec.groups > 1) return {{}, "RMSNormalization has no groups"};
  if (spec.dividesBySum()) return lpNode(plan);
  if (spec.epsAt == EpsAt::max) return {{}, "no operator takes the larger one of epsilon and the root"};
  if (spec.epsAt == EpsAt::outside && plan.statisticsFromX()) return mvnNode(plan);
  if (spec.epsAt != EpsAt::inside) return {{}, "BatchNormalization adds epsilon inside the root"};
  if (!plan.statisticsFromX()) return batchNode(plan);
  if (spec.variance == VarianceEstimator::unbiased)
    return {{}, "no operator normalizes with the unbiased variance"};
  if (spec.workers > 1) return {{}, "BatchNormalization has one mean per channel, not one per worker"};
  if (spec.kind == NormKind::batch) return batchNode(plan);
  if (spec.kind == NormKind::group) return groupNode(plan);
  if (spec.kind == NormKind::instance) return instanceNode(plan);
  return trailingNode(plan);
}

void noteOnnx(Lines& lines, const ReductionPlan& plan, const Node& node) {
  if (node.lastOpset != 0)
    lines.comment("from opset 21 on GroupNormalization has one scale and bias per channel");
  if (node.call.starts_with("Mean"))
    lines.comment("the variance is E[x²] − E[x]², which loses digits where the mean is large");
  if (plan.spec().kind == NormKind::instance && keepsRunning(plan))
    lines.comment("running statistics are left out: InstanceNormalization keeps none");
  if (plan.parameterShape() && !plan.spec().hasBias() && node.call.find("zeros") != std::string::npos)
    lines.comment("bias is required: zeros");
  if (!plan.parameterShape() && node.call.find("ones") != std::string::npos) {
    const bool zeros = node.call.find("zeros") != std::string::npos;
    lines.comment(zeros ? "scale and bias are required: ones and zeros" : "scale is required: ones");
  }
  if (!node.outputs.empty()) {
    lines.comment("momentum weights the old value: 1 - " + shortest(*plan.spec().momentum) +
                  "; new_var takes the biased variance");
  }
}

}  // namespace

FrameworkCode onnx(const ReductionPlan& plan) {
  const Choice choice = nodeFor(plan);
  if (!choice.node) return {{}, choice.reason};
  const Node& node = *choice.node;
  const bool turned = !node.order.isIdentity();
  Lines lines;
  const std::string opset = std::to_string(node.opset);
  lines.comment("nodes in ONNX' text form, " +
                (node.lastOpset == 0 ? "from opset " + opset + " on"
                                     : "of opsets " + opset + " to " + std::to_string(node.lastOpset)));
  noteOnnx(lines, plan, node);
  std::string call = node.call;
  call.replace(call.find("INPUT"), 5, turned ? "t" : "x");
  std::string result = turned || !node.after.empty() ? "n" : "y";
  if (turned) lines.add("t = " + perm(node.order) + "(x)");
  lines.add(result + node.outputs + " = " + call);
  if (!node.after.empty()) {
    std::string after = node.after;
    after.replace(after.find("OUTPUT"), 6, result);
    result = turned ? "m" : "y";
    lines.add(result + " = " + after);
  }
  if (turned) lines.add("y = " + perm(node.order.inverse()) + "(" + result + ")");
  return lines.code();
}

}  // namespace normscope::rosetta
