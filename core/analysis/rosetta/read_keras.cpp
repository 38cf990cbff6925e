#include <cmath>

#include "core/analysis/rosetta/call_readers.h"
#include "core/text/number.h"

namespace normscope::rosetta {
namespace {

/// What does not change the function.
const std::vector<std::string> plumbing = {"beta_initializer",
                                           "gamma_initializer",
                                           "moving_mean_initializer",
                                           "moving_variance_initializer",
                                           "beta_regularizer",
                                           "gamma_regularizer",
                                           "beta_constraint",
                                           "gamma_constraint",
                                           "synchronized",
                                           "trainable",
                                           "dtype",
                                           "name"};

void setCenterAndScale(CallReading& reading, const CallArguments& arguments, Affine sharing) {
  setAffine(reading, arguments.truth("scale", true), arguments.truth("center", true), sharing);
}

CallReading batchNormalization(const PythonCall& call, const Shape& shape) {
  const CallArguments arguments(call, {"axis", "momentum", "epsilon", "center", "scale"}, plumbing);
  CallReading reading = readingOf(Framework::tensorflow, NormKind::batch, arguments.number("epsilon", 1e-3));
  requireChannelAxis(arguments, "axis", shape, arguments.axes("axis", shape, -1));
  setOldMomentum(reading, arguments.number("momentum", 0.99));
  setCenterAndScale(reading, arguments, Affine::channel);
  for (const auto& [name, value] : call.applied) {
    if (name == "training" && value.kind == Value::Kind::boolean && !value.truth)
      reading.spec.mode = Mode::eval;
  }
  return reading;
}

CallReading layerNormalization(const PythonCall& call, const Shape& shape) {
  const CallArguments arguments(call, {"axis", "epsilon", "center", "scale"}, plumbing);
  CallReading reading = readingOf(Framework::tensorflow, NormKind::layer, arguments.number("epsilon", 1e-3));
  reading.spec.over = overText(shape, arguments.axes("axis", shape, -1));
  setCenterAndScale(reading, arguments, Affine::element);
  return reading;
}

CallReading groupNormalization(const PythonCall& call, const Shape& shape) {
  const CallArguments arguments(call, {"groups", "axis", "epsilon", "center", "scale"}, plumbing);
  CallReading reading = readingOf(Framework::tensorflow, NormKind::group, arguments.number("epsilon", 1e-3));
  requireChannelAxis(arguments, "axis", shape, arguments.axes("axis", shape, -1));
  requireBatchFirst(call, shape, "Keras");
  const std::int64_t groups = arguments.integer("groups", 32);
  reading.spec.groups = groups == -1 ? shape.channelCount() : groups;
  setCenterAndScale(reading, arguments, Affine::channel);
  return reading;
}

CallReading rmsNormalization(const PythonCall& call, const Shape& shape) {
  const CallArguments arguments(call, {"axis", "epsilon"}, plumbing);
  CallReading reading = readingOf(Framework::tensorflow, NormKind::rms, arguments.number("epsilon", 1e-6));
  const std::vector<int> axes = arguments.axes("axis", shape, -1);
  reading.spec.over = overText(shape, axes);
  if (axes.front() + static_cast<int>(axes.size()) != shape.rank())
    throw refuseCall(call,
                     "its weight lies along the last axes, and axis is " + overText(shape, axes) + " of " +
                         shape.layout().letters(),
                     "give the last axes, or change the layout");
  setAffine(reading, true, false, Affine::element);
  return reading;
}

/// Keras 3: x times the smaller of 1 / √(sum of x²) and 1e12.
CallReading unitNormalization(const PythonCall& call, const Shape& shape) {
  const CallArguments arguments(call, {"axis"}, plumbing);
  CallReading reading = readingOf(Framework::tensorflow, NormKind::l2, 1e-12);
  reading.spec.over = overText(shape, arguments.axes("axis", shape, -1));
  return reading;
}

/// Of TensorFlow Addons: groups of one channel.
CallReading instanceNormalizationOfAddons(const PythonCall& call, const Shape& shape) {
  const CallArguments arguments(call, {}, [] {
    std::vector<std::string> own = {"axis", "epsilon", "center", "scale"};
    own.insert(own.end(), plumbing.begin(), plumbing.end());
    return own;
  }());
  CallReading reading =
      readingOf(Framework::tensorflow, NormKind::instance, arguments.number("epsilon", 1e-3));
  requireChannelAxis(arguments, "axis", shape, arguments.axes("axis", shape, -1));
  requireBatchFirst(call, shape, "TensorFlow Addons");
  setCenterAndScale(reading, arguments, Affine::channel);
  return reading;
}

/// Of tf.math and tf.nn: epsilon is the least value of the sum of squares.
CallReading l2Normalize(const PythonCall& call, const Shape& shape) {
  const CallArguments arguments(call, {"x", "axis", "epsilon", "name"});
  const double epsilon = arguments.number("epsilon", 1e-12);
  CallReading reading = readingOf(Framework::tensorflow, NormKind::l2, std::sqrt(epsilon));
  std::vector<int> axes;
  for (int axis = 0; axis < shape.rank(); ++axis) axes.push_back(axis);
  if (!arguments.isNoneOrMissing("axis")) axes = arguments.axes("axis", shape, -1);
  reading.spec.over = overText(shape, axes);
  reading.notes.push_back("epsilon " + shortest(epsilon) + " meets the sum of squares: eps is its root, " +
                          shortest(reading.spec.eps));
  return reading;
}

}  // namespace

std::optional<CallReading> readKeras(const PythonCall& call, const Shape& shape) {
  const std::string name = call.name();
  if (name == "BatchNormalization") return batchNormalization(call, shape);
  if (name == "LayerNormalization") return layerNormalization(call, shape);
  if (name == "GroupNormalization") return groupNormalization(call, shape);
  if (name == "RMSNormalization") return rmsNormalization(call, shape);
  if (name == "UnitNormalization") return unitNormalization(call, shape);
  if (name == "InstanceNormalization" && (call.hasPart("tfa") || call.hasPart("tensorflow_addons")))
    return instanceNormalizationOfAddons(call, shape);
  if (name == "batch_normalization" && call.hasPart("nn"))
    throw refuseCall(call, "its mean and variance come from elsewhere: over which axes can't be told",
                     "paste a layer, or write the norm with over=");
  if (name == "moments")
    throw refuseCall(call, "it measures mean and variance and normalizes nothing",
                     "paste the layer, or write the norm with over=");
  if (name == "l2_normalize") return l2Normalize(call, shape);
  return std::nullopt;
}

}  // namespace normscope::rosetta
