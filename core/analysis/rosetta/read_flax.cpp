#include "core/analysis/rosetta/call_readers.h"

namespace normscope::rosetta {
namespace {

/// Keywords of a module, with those that do not change the function. Modules take no positions here: the
/// fields of a dataclass are rarely given so, and their order is easily mistaken.
CallArguments argumentsOf(const PythonCall& call, std::vector<std::string> own) {
  own.insert(own.end(), {"dtype", "param_dtype", "bias_init", "scale_init", "axis_name", "axis_index_groups",
                         "use_fast_variance", "force_float32_reductions", "name"});
  return CallArguments(call, {}, std::move(own));
}

/// Which sharing feature_axes mean beside reduction axes.
Affine sharingOf(const CallArguments& arguments, const Shape& shape, const std::vector<int>& reduced) {
  const std::vector<int> features = arguments.axes("feature_axes", shape, -1);
  if (features == reduced) return Affine::element;
  const auto channel = shape.layout().find(AxisRole::channel);
  if (channel && features == std::vector<int>{*channel}) return Affine::channel;
  throw refuseCall(arguments.call(),
                   "feature_axes are " + overText(shape, features) + " of " + shape.layout().letters() +
                       ", neither the channel axis nor the reduced ones",
                   "give one of them, or change the layout");
}

/// The sharing matters only where there are parameters.
void setParameters(CallReading& reading, const CallArguments& arguments, const Shape& shape,
                   const std::vector<int>& reduced, bool mayHaveBias) {
  const bool scale = arguments.truth("use_scale", true);
  const bool bias = mayHaveBias && arguments.truth("use_bias", true);
  setAffine(reading, scale, bias, scale || bias ? sharingOf(arguments, shape, reduced) : Affine::none);
}

CallReading batchNorm(const PythonCall& call, const Shape& shape) {
  const CallArguments arguments =
      argumentsOf(call, {"use_running_average", "axis", "momentum", "epsilon", "use_bias", "use_scale"});
  CallReading reading = readingOf(Framework::jax, NormKind::batch, arguments.number("epsilon", 1e-5));
  requireChannelAxis(arguments, "axis", shape, arguments.axes("axis", shape, -1));
  const bool running =
      !arguments.isNoneOrMissing("use_running_average") && arguments.truth("use_running_average", false);
  reading.spec.mode = running ? Mode::eval : Mode::train;
  setOldMomentum(reading, arguments.number("momentum", 0.99));
  setAffine(reading, arguments.truth("use_scale", true), arguments.truth("use_bias", true), Affine::channel);
  return reading;
}

CallReading overAxes(const PythonCall& call, const Shape& shape, NormKind kind) {
  std::vector<std::string> own = {"epsilon", "use_scale", "reduction_axes", "feature_axes"};
  if (kind == NormKind::layer) own.insert(own.begin() + 1, "use_bias");
  const CallArguments arguments = argumentsOf(call, own);
  CallReading reading = readingOf(Framework::jax, kind, arguments.number("epsilon", 1e-6));
  const std::vector<int> reduced = arguments.axes("reduction_axes", shape, -1);
  reading.spec.over = overText(shape, reduced);
  setParameters(reading, arguments, shape, reduced, kind == NormKind::layer);
  return reading;
}

CallReading instanceNorm(const PythonCall& call, const Shape& shape) {
  const CallArguments arguments = argumentsOf(call, {"epsilon", "use_bias", "use_scale", "feature_axes"});
  CallReading reading = readingOf(Framework::jax, NormKind::instance, arguments.number("epsilon", 1e-6));
  requireChannelAxis(arguments, "feature_axes", shape, arguments.axes("feature_axes", shape, -1));
  setAffine(reading, arguments.truth("use_scale", true), arguments.truth("use_bias", true), Affine::channel);
  return reading;
}

CallReading flaxGroupNorm(const PythonCall& call, const Shape& shape) {
  const CallArguments arguments =
      argumentsOf(call, {"num_groups", "group_size", "epsilon", "use_bias", "use_scale"});
  CallReading reading = readingOf(Framework::jax, NormKind::group, arguments.number("epsilon", 1e-6));
  const auto channel = shape.layout().find(AxisRole::channel);
  if (!channel || *channel != shape.rank() - 1)
    throw refuseCall(call,
                     "GroupNorm of Flax takes the last axis for the channels, and " +
                         shape.layout().letters() + " does not end in them",
                     "change the layout, such as to NHWC");
  if (arguments.isNoneOrMissing("group_size")) {
    reading.spec.groups = arguments.integer("num_groups", 32);
  } else {
    const std::int64_t size = arguments.integer("group_size");
    if (size < 1 || shape.channelCount() % size != 0)
      throw refuseCall(call,
                       "group_size does not divide " + std::to_string(shape.channelCount()) + " channels",
                       "give a divisor");
    reading.spec.groups = shape.channelCount() / size;
  }
  setAffine(reading, arguments.truth("use_scale", true), arguments.truth("use_bias", true), Affine::channel);
  return reading;
}

}  // namespace

std::optional<CallReading> readFlax(const PythonCall& call, const Shape& shape) {
  const std::string name = call.name();
  if (name == "BatchNorm") return batchNorm(call, shape);
  if (name == "LayerNorm") return overAxes(call, shape, NormKind::layer);
  if (name == "RMSNorm") return overAxes(call, shape, NormKind::rms);
  if (name == "InstanceNorm") return instanceNorm(call, shape);
  if (name == "GroupNorm") return flaxGroupNorm(call, shape);
  return std::nullopt;
}

}  // namespace normscope::rosetta
