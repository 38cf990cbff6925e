#include "core/analysis/rosetta/formula_code.h"
#include "core/norm/norm_registry.h"
#include "core/text/number.h"

namespace normscope::rosetta {
namespace {

Dialect torchDialect() {
  return {
      reshaped,
      [](const std::string& array, const std::vector<std::int64_t>& axes) {
        return receiver(array) + ".mean(" + tupleText(axes) + ", keepdim=True)";
      },
      [](const std::string& array, const std::vector<std::int64_t>& axes, const ReductionPlan& plan) {
        return array + ".var(" + tupleText(axes) +
               ", unbiased=" + truth(plan.spec().variance == VarianceEstimator::unbiased) + ", keepdim=True)";
      },
      "torch.sqrt",
      [](const std::string& array, const std::vector<std::int64_t>& axes) {
        return receiver(array) + ".sum(" + tupleText(axes) + ", keepdim=True)";
      },
      [](const std::string& array, const std::string& least) { return array + ".clamp_min(" + least + ")"; }};
}

std::string momentumText(const NormSpec& spec) {
  return spec.momentum ? shortest(*spec.momentum) : "None";
}

/// "BatchNorm2d" for rank 4; empty where PyTorch has none for the rank.
std::string withDimensions(const std::string& name, int rank, int lowest) {
  if (rank < lowest || rank > 5) return {};
  return name + std::to_string(rank < 4 ? 1 : rank - 2) + "d";
}

/// How a layer is used that wants the axes in an order.
std::vector<std::string> use(const ReductionPlan& plan, const Order& order) {
  std::vector<std::string> lines;
  if (!plan.statisticsFromX()) lines.emplace_back("norm.eval()");
  lines.push_back(order.isIdentity() ? "y = norm(x)"
                                     : "y = norm(x.permute" + tupleText(order.axes) + ").permute" +
                                           tupleText(order.inverse().axes));
  return lines;
}

/// The order in which a layer of this norm wants the axes: InstanceNorm takes one sample without a batch too.
std::optional<Order> orderFor(const ReductionPlan& plan) {
  const auto order = channelSecond(plan);
  const std::int64_t channel = channelAxis(plan);
  if (order || plan.spec().kind != NormKind::instance || channel < 0) return order;
  Order sample{{channel}};
  for (int axis = 0; axis < plan.shape().rank(); ++axis) {
    if (axis != channel) sample.axes.push_back(axis);
  }
  return sample;
}

/// The checks of batch_norm reject it in training, in the releases that have them.
bool mayRefuseEps(const ReductionPlan& plan) {
  const NormSpec& spec = plan.spec();
  return spec.eps == 0 && plan.statisticsFromX() && infoOf(spec.kind).mayTrack;
}

std::optional<ReadyLayer> channelLayer(const ReductionPlan& plan) {
  const NormSpec& spec = plan.spec();
  const auto order = orderFor(plan);
  if (!order || mayRefuseEps(plan)) return std::nullopt;
  const std::string eps = "eps=" + shortest(spec.eps);
  const std::string channels = std::to_string(plan.shape().channelCount());
  const bool own = affineIsNoneOr(plan, Affine::channel);
  const bool affine = own && plan.parameterShape().has_value();
  const int rank = plan.shape().rank() + (batchAxis(plan) < 0 ? 1 : 0);
  if (spec.kind == NormKind::group) {
    return ReadyLayer{"nn.GroupNorm(" + std::to_string(spec.groups) + ", " + channels + ", " + eps +
                          (affine ? "" : ", affine=False") + ")",
                      use(plan, *order), own};
  }
  const bool batch = spec.kind == NormKind::batch;
  const std::string name = withDimensions(batch ? "BatchNorm" : "InstanceNorm", rank, batch ? 2 : 3);
  if (name.empty()) return std::nullopt;
  const bool tracks = keepsRunning(plan) || !plan.statisticsFromX();
  return ReadyLayer{"nn." + name + "(" + channels + ", " + eps +
                        (tracks ? ", momentum=" + momentumText(spec) : "") +
                        (affine == batch ? "" : ", affine=" + truth(affine)) +
                        (tracks && !batch ? ", track_running_stats=True" : "") + ")",
                    use(plan, *order), own};
}

std::optional<ReadyLayer> trailingLayer(const ReductionPlan& plan) {
  const std::vector<std::int64_t> reduced = reducedAxes(plan);
  if (reduced.empty()) return std::nullopt;
  Extents extents;
  for (const std::int64_t axis : reduced) extents.push_back(plan.shape().extent(static_cast<int>(axis)));
  const bool own = affineIsNoneOr(plan, Affine::element);
  return ReadyLayer{"nn.LayerNorm(" + tupleText(extents) + ", eps=" + shortest(plan.spec().eps) +
                        (own && plan.parameterShape() ? "" : ", elementwise_affine=False") + ")",
                    use(plan, reducedLast(plan)), own};
}

/// nn.RMSNorm: a weight per element of the last axes, and no bias.
ReadyLayer rmsLayer(const ReductionPlan& plan) {
  Extents extents;
  for (const std::int64_t axis : reducedAxes(plan))
    extents.push_back(plan.shape().extent(static_cast<int>(axis)));
  const bool own = hasWeightAloneOrNone(plan, Affine::element);
  return {"nn.RMSNorm(" + tupleText(extents) + ", eps=" + shortest(plan.spec().eps) +
              (own && plan.parameterShape() ? "" : ", elementwise_affine=False") + ")",
          use(plan, reducedLast(plan)), own};
}

/// F.normalize divides by the larger one of the root of the sum of squares and eps.
ReadyLayer normalizeFunction(const ReductionPlan& plan) {
  const std::vector<std::int64_t> axes = reducedPlanAxes(plan);
  return {"",
          {"y = F.normalize(x, dim=" + (axes.size() == 1 ? std::to_string(axes[0]) : tupleText(axes)) +
           ", eps=" + shortest(plan.spec().eps) + ")"},
          !plan.parameterShape()};
}

std::optional<ReadyLayer> layerFor(const ReductionPlan& plan) {
  if (plan.spec().dividesBySum() && plan.spec().epsAt == EpsAt::max) return normalizeFunction(plan);
  if (isRootMeanSquare(plan)) return rmsLayer(plan);
  if (!isPlain(plan.spec(), plan)) return std::nullopt;
  return infoOf(plan.spec().kind).hasKey("over") ? trailingLayer(plan) : channelLayer(plan);
}

/// What training checks: batch_norm wants more than one value a channel, instance_norm more than one a
/// sample and channel, group_norm more than one in all of its groups of one number.
bool refusesTraining(const ReductionPlan& plan) {
  const NormSpec& spec = plan.spec();
  if (!plan.statisticsFromX() || infoOf(spec.kind).hasKey("over")) return false;
  const std::int64_t batch = batchAxis(plan);
  const bool group = spec.kind == NormKind::group && batch >= 0;
  return plan.elementsPerSet() * (group ? plan.shape().extent(static_cast<int>(batch)) : 1) == 1;
}

void noteWrittenOut(Lines& lines, const ReductionPlan& plan) {
  const NormSpec& spec = plan.spec();
  if (!spec.subtractsMean() && !spec.dividesBySum()) {
    noteRms(lines, plan, "nn.RMSNorm");
  } else if (isPlain(spec, plan) && mayRefuseEps(plan)) {
    lines.comment("PyTorch may refuse eps=0 in training: written out");
  } else if (isPlain(spec, plan) && !infoOf(spec.kind).hasKey("over")) {
    lines.comment("no layer of PyTorch takes x with these axes: written out");
  } else {
    lines.comment("no layer of PyTorch does this: written out");
  }
}

void note(Lines& lines, const ReductionPlan& plan, bool layer) {
  if (!layer) {
    noteWrittenOut(lines, plan);
  } else if (isRootMeanSquare(plan)) {
    lines.comment("nn.RMSNorm: from PyTorch 2.4 on");
  }
  if (keepsRunning(plan)) {
    lines.comment(layer ? "momentum weights the new batch; running_var stores the unbiased variance"
                        : "running statistics are left out");
  }
  if (layer && !plan.statisticsFromX()) lines.comment("statistics: norm.running_mean and norm.running_var");
  if (layer && refusesTraining(plan))
    lines.comment("training with sets of one element is refused by PyTorch");
}

}  // namespace

FrameworkCode pytorch(const ReductionPlan& plan) {
  const auto layer = layerFor(plan);
  Lines lines;
  lines.add("import torch");
  if (layer) lines.add(layer->make.empty() ? "from torch.nn import functional as F" : "from torch import nn");
  lines.add("");
  note(lines, plan, layer.has_value());
  return finished(std::move(lines), plan, torchDialect(), layer);
}

}  // namespace normscope::rosetta
