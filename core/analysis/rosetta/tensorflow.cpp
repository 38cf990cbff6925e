#include <algorithm>
#include <cmath>

#include "core/analysis/rosetta/formula_code.h"
#include "core/text/number.h"

namespace normscope::rosetta {
namespace {

std::string listText(const std::vector<std::int64_t>& values) {
  std::string text = "[";
  for (const std::int64_t value : values) text += (text.size() > 1 ? ", " : "") + std::to_string(value);
  return text + "]";
}

Dialect tfDialect() {
  return {[](const std::string& array, const Extents& shape) {
            return "tf.reshape(" + array + ", " + listText(shape) + ")";
          },
          [](const std::string& array, const std::vector<std::int64_t>& axes) {
            return "tf.reduce_mean(" + array + ", axis=" + listText(axes) + ", keepdims=True)";
          },
          [](const std::string& array, const std::vector<std::int64_t>& axes, const ReductionPlan& plan) {
            const std::string n = std::to_string(plan.elementsPerSet());
            const bool unbiased = plan.spec().variance == VarianceEstimator::unbiased;
            return "tf.math.reduce_variance(" + array + ", axis=" + listText(axes) + ", keepdims=True)" +
                   (unbiased ? " * " + n + " / " + std::to_string(plan.elementsPerSet() - 1) : "");
          },
          "tf.sqrt",
          [](const std::string& array, const std::vector<std::int64_t>& axes) {
            return "tf.reduce_sum(" + array + ", axis=" + listText(axes) + ", keepdims=True)";
          },
          [](const std::string& array, const std::string& least) {
            return "tf.maximum(" + array + ", " + least + ")";
          }};
}

std::string kerasAxesText(const std::vector<std::int64_t>& axes) {
  return axes.size() == 1 ? std::to_string(axes[0]) : listText(axes);
}

ReadyLayer layer(const std::string& name, const std::string& arguments, const ReductionPlan& plan, bool own) {
  const bool affine = own && plan.parameterShape().has_value();
  const bool trains = plan.spec().kind == NormKind::batch || !plan.statisticsFromX();
  return {
      "keras.layers." + name + "(" + arguments + ", epsilon=" + shortest(plan.spec().eps) +
          (affine ? "" : ", center=False, scale=False") + ")",
      {"y = norm(x" + (trains ? ", training=" + truth(plan.statisticsFromX()) : "") + ")",
       "# the layer computes in keras' floatx, float32 by default: for float64 give it dtype=\"float64\""},
      own};
}

/// keras.layers.RMSNormalization, of Keras 3.9 and later: a weight along the last axes, always, and no bias.
std::optional<ReadyLayer> rmsNormalization(const ReductionPlan& plan) {
  if (!reducesLast(plan) || !plan.parameterShape()) return std::nullopt;
  if (!hasWeightAloneOrNone(plan, Affine::element)) return std::nullopt;
  const std::vector<std::int64_t> axes = reducedAxes(plan);
  return layer("RMSNormalization", "axis=" + kerasAxesText(axes), plan, true);
}

/// Divides by the root of the larger one of the sum of squares and epsilon, which is the square of eps here;
/// nothing where that is no number of float32.
std::optional<ReadyLayer> tensorflowNormalize(const ReductionPlan& plan) {
  const double epsilon = plan.spec().eps * plan.spec().eps;
  if (epsilon != plan.spec().eps && !std::isnormal(static_cast<float>(epsilon))) return std::nullopt;
  return ReadyLayer{"",
                    {"y = tf.math.l2_normalize(x, axis=" + kerasAxesText(reducedPlanAxes(plan)) +
                     ", epsilon=" + rounded(epsilon, 15) + ")"},
                    !plan.parameterShape()};
}

std::optional<ReadyLayer> kerasLayerFor(const ReductionPlan& plan) {
  const NormSpec& spec = plan.spec();
  if (spec.dividesBySum() && spec.epsAt == EpsAt::max) return tensorflowNormalize(plan);
  if (isRootMeanSquare(plan)) return rmsNormalization(plan);
  if (!isPlain(spec, plan)) return std::nullopt;
  const std::string axis = "axis=" + std::to_string(channelAxis(plan));
  const bool perChannel = affineIsNoneOr(plan, Affine::channel);
  if (!plan.statisticsFromX() || spec.kind == NormKind::batch) {
    const std::string momentum = ", momentum=" + weightOfOld(spec);
    return layer("BatchNormalization", axis + momentum, plan, perChannel);
  }
  if (spec.kind == NormKind::group || spec.kind == NormKind::instance) {
    if (batchAxis(plan) != 0) return std::nullopt;
    const std::string groups = spec.kind == NormKind::instance ? "-1" : std::to_string(spec.groups);
    return layer("GroupNormalization", "groups=" + groups + ", " + axis, plan, perChannel);
  }
  const std::vector<std::int64_t> reduced = reducedAxes(plan);
  if (std::find(reduced.begin(), reduced.end(), batchAxis(plan)) != reduced.end()) return std::nullopt;
  const bool perElement = affineIsNoneOr(plan, Affine::element);
  return layer("LayerNormalization", "axis=" + kerasAxesText(reduced), plan, perElement);
}

void noteWrittenOutKeras(Lines& lines, const ReductionPlan& plan) {
  const NormSpec& spec = plan.spec();
  if (!spec.subtractsMean() && !spec.dividesBySum()) {
    const bool inOrder = reducesLast(plan);
    noteRms(lines, plan, "keras.layers.RMSNormalization",
            inOrder ? "always has a weight per element and no bias" : "is over the last axes alone");
  } else if (isPlain(spec, plan) && (spec.kind == NormKind::group || spec.kind == NormKind::instance)) {
    lines.comment("no layer of Keras takes x with these axes: written out");
  } else {
    lines.comment("no layer of Keras does this: written out");
  }
}

void noteKeras(Lines& lines, const ReductionPlan& plan, bool layer) {
  const NormSpec& spec = plan.spec();
  if (!layer) {
    noteWrittenOutKeras(lines, plan);
  } else if (isRootMeanSquare(plan)) {
    lines.comment("keras.layers.RMSNormalization: from Keras 3.9 on");
  }
  if (spec.kind == NormKind::instance && keepsRunning(plan))
    lines.comment("running statistics are left out: no layer of Keras keeps those of instances");
  if (layer && spec.dividesBySum()) lines.comment("epsilon meets the sum of squares: the square of eps");
  if (layer && spec.kind == NormKind::batch && plan.statisticsFromX()) {
    lines.comment("momentum weights the old value: 1 - " + shortest(spec.momentum.value_or(0)));
    lines.comment(
        "moving_variance stores the biased variance (the fused layer of Keras 2: the unbiased one)");
  }
  if (!plan.statisticsFromX()) lines.comment("statistics: norm.moving_mean and norm.moving_variance");
}

}  // namespace

FrameworkCode tensorflow(const ReductionPlan& plan) {
  const auto layer = kerasLayerFor(plan);
  if (layer && !plan.spec().momentum && plan.statisticsFromX() && plan.spec().kind == NormKind::batch)
    return {{}, "momentum=none is the cumulative average, which Keras does not have"};
  Lines lines;
  lines.add("import tensorflow as tf");
  if (layer && !layer->make.empty()) lines.add("from tensorflow import keras");
  lines.add("");
  noteKeras(lines, plan, layer.has_value());
  return finished(std::move(lines), plan, tfDialect(), layer);
}

}  // namespace normscope::rosetta
