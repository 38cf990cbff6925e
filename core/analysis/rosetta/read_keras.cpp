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
  const std::int64_t groups = arguments.integer("groups", 32);
  reading.spec.groups = groups == -1 ? shape.channelCount() : groups;
  setCenterAndScale(reading, arguments, Affine::channel);
  return reading;
}

CallReading rmsNormalization(const PythonCall& call, const Shape& shape) {
  const CallArguments arguments(call, {"axis", "epsilon"}, plumbing);
  CallReading reading = readingOf(Framework::tensorflow, NormKind::rms, arguments.number("epsilon", 1e-6));
  reading.spec.over = overText(shape, arguments.axes("axis", shape, -1));
  setAffine(reading, true, false, Affine::element);
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
  if (name == "l2_normalize") return l2Normalize(call, shape);
  return std::nullopt;
}

}  // namespace normscope::rosetta
