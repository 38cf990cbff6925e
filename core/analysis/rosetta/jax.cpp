#include "core/analysis/rosetta/formula_code.h"
#include "core/text/number.h"

namespace normscope::rosetta {
namespace {

struct Module {
  std::string make;
  bool ownAffine;
  bool keeps;  ///< has batch_stats
};

Dialect jnpDialect() {
  Dialect jnp = numpyDialect();
  jnp.root = "jnp.sqrt";
  jnp.atLeast = [](const std::string& array, const std::string& least) {
    return "jnp.maximum(" + array + ", " + least + ")";
  };
  return jnp;
}

std::string flaxAxesText(const std::vector<std::int64_t>& axes) {
  return axes.size() == 1 ? std::to_string(axes[0]) : tupleText(axes);
}

/// eps, the accurate variance, and what to leave out.
std::string options(const ReductionPlan& plan, bool own) {
  const bool affine = own && plan.parameterShape().has_value();
  return "epsilon=" + shortest(plan.spec().eps) + ", use_fast_variance=False" +
         (affine ? "" : ", use_bias=False, use_scale=False");
}

/// Over any axes, with a weight along the same axes or the channels', and no bias.
Module rmsModule(const ReductionPlan& plan) {
  const std::vector<std::int64_t> reduced = reducedAxes(plan);
  const bool perChannel = hasWeightAloneOrNone(plan, Affine::channel);
  const bool own = perChannel || hasWeightAloneOrNone(plan, Affine::element);
  const bool weight = own && plan.parameterShape().has_value();
  const std::string features = perChannel ? std::to_string(channelAxis(plan)) : flaxAxesText(reduced);
  return {"nn.RMSNorm(reduction_axes=" + flaxAxesText(reduced) +
              (weight ? ", feature_axes=" + features : "") + ", epsilon=" + shortest(plan.spec().eps) +
              (weight ? "" : ", use_scale=False") + ")",
          own, false};
}

std::optional<Module> moduleFor(const ReductionPlan& plan) {
  const NormSpec& spec = plan.spec();
  if (isRootMeanSquare(plan)) return rmsModule(plan);
  if (!isPlain(spec, plan)) return std::nullopt;
  const bool perChannel = affineIsNoneOr(plan, Affine::channel);
  if (!plan.statisticsFromX() || spec.kind == NormKind::batch) {
    return Module{"nn.BatchNorm(use_running_average=" + truth(!plan.statisticsFromX()) +
                      ", axis=" + std::to_string(channelAxis(plan)) + ", momentum=" + weightOfOld(spec) +
                      ", " + options(plan, perChannel) + ")",
                  perChannel, true};
  }
  const std::vector<std::int64_t> reduced = reducedAxes(plan);
  if (reduced.empty()) return std::nullopt;
  const Affine sharing = spec.affineSharing();
  const bool own = sharing == Affine::none ||
                   ((sharing == Affine::channel || sharing == Affine::element) && hasUsualParameters(spec));
  std::string feature;
  if (own && sharing == Affine::channel) feature = ", feature_axes=" + std::to_string(channelAxis(plan));
  if (own && sharing == Affine::element) feature = ", feature_axes=" + flaxAxesText(reduced);
  return Module{
      "nn.LayerNorm(reduction_axes=" + flaxAxesText(reduced) + feature + ", " + options(plan, own) + ")", own,
      false};
}

/// Groups whose channels are last, which Flax asks for.
std::optional<Module> groupsFor(const ReductionPlan& plan) {
  const NormSpec& spec = plan.spec();
  const bool last = channelAxis(plan) == plan.shape().rank() - 1 && batchAxis(plan) == 0;
  if (spec.kind != NormKind::group || !isPlain(spec, plan) || !last) return std::nullopt;
  const bool own = affineIsNoneOr(plan, Affine::channel);
  return Module{"nn.GroupNorm(num_groups=" + std::to_string(spec.groups) + ", " + options(plan, own) + ")",
                own, false};
}

std::string variables(const ReductionPlan& plan, const Module& module) {
  std::string text;
  if (module.ownAffine && plan.parameterShape())
    text =
        std::string("\"params\": {\"scale\": weight") + (plan.spec().hasBias() ? ", \"bias\": bias}" : "}");
  if (module.keeps)
    text += (text.empty() ? "" : ", ") +
            std::string("\"batch_stats\": {\"mean\": running_mean, \"var\": running_var}");
  return "{" + text + "}";
}

void noteFlax(Lines& lines, const ReductionPlan& plan, const std::optional<Module>& module) {
  const NormSpec& spec = plan.spec();
  if (!module && !spec.subtractsMean() && !spec.dividesBySum()) {
    noteRms(lines, plan, "nn.RMSNorm of Flax");
  } else if (!module && spec.kind == NormKind::group && isPlain(spec, plan)) {
    lines.comment("nn.GroupNorm of Flax wants the batch first and the channels last: written out");
  } else if (!module) {
    lines.comment("no module of Flax does this: written out");
  }
  if (spec.kind == NormKind::instance && keepsRunning(plan))
    lines.comment("running statistics are left out: no module of Flax keeps those of instances");
  if (module && module->keeps && plan.statisticsFromX())
    lines.comment("momentum weights the old value: 1 - " + shortest(spec.momentum.value_or(0)) +
                  "; batch_stats store the biased variance");
}

}  // namespace

FrameworkCode jax(const ReductionPlan& plan) {
  auto module = groupsFor(plan);
  if (!module) module = moduleFor(plan);
  const bool updates = module && module->keeps && plan.statisticsFromX();
  if (updates && !plan.spec().momentum)
    return {{}, "momentum=none is the cumulative average, which Flax does not have"};
  Lines lines;
  lines.add("import jax.numpy as jnp");
  if (module) lines.add("from flax import linen as nn");
  lines.add("");
  noteFlax(lines, plan, module);
  std::optional<ReadyLayer> layer;
  if (module) {
    layer = {module->make,
             {(updates ? "y, updated = norm.apply(" : "y = norm.apply(") + variables(plan, *module) + ", x" +
              (updates ? ", mutable=[\"batch_stats\"]" : "") + ")"},
             module->ownAffine};
  }
  return finished(std::move(lines), plan, jnpDialect(), layer);
}

}  // namespace normscope::rosetta
