#include "core/analysis/rosetta/call_readers.h"
#include "core/text/list.h"

namespace normscope::rosetta {
namespace {

bool isNnx(const PythonCall& call) {
  return call.hasPart("nnx");
}

/// Keywords of a module, with those that do not change the function. Modules of linen take no positions here:
/// the fields of a dataclass are rarely given so, and their order is easily mistaken. Those of nnx begin with
/// num_features; `positions` may follow.
CallArguments argumentsOf(const PythonCall& call, std::vector<std::string> own,
                          const std::vector<std::string>& positions = {}) {
  if (isNnx(call)) {
    std::vector<std::string> signature = {"num_features"};
    signature.insert(signature.end(), positions.begin(), positions.end());
    own.insert(own.end(), {"dtype", "param_dtype", "bias_init", "scale_init", "axis_name",
                           "axis_index_groups", "use_fast_variance", "promote_dtype", "rngs"});
    return CallArguments(call, std::move(signature), std::move(own));
  }
  own.insert(own.end(), {"dtype", "param_dtype", "bias_init", "scale_init", "axis_name", "axis_index_groups",
                         "use_fast_variance", "force_float32_reductions", "name"});
  return CallArguments(call, {}, std::move(own));
}

/// Of nnx: the features are those of the axes that have them.
void requireFeatures(const CallArguments& arguments, const Shape& shape, const std::vector<int>& axes) {
  if (!isNnx(arguments.call())) return;
  const std::int64_t given = arguments.integer("num_features");
  std::int64_t features = 1;
  for (const int axis : axes) features *= shape.extent(axis);
  if (given == features) return;
  throw refuseCall(arguments.call(),
                   "it is for " + counted(given, "feature") + " and axis " + overText(shape, axes) +
                       " of the tensor has " + std::to_string(features),
                   "change num_features, or the layout of the tensor");
}

/// Which sharing feature_axes mean beside reduction axes.
void setSharing(CallReading& reading, const CallArguments& arguments, const Shape& shape,
                const std::vector<int>& reduced) {
  const std::vector<int> features = arguments.axes("feature_axes", shape, -1);
  requireFeatures(arguments, shape, features);
  const auto channel = shape.layout().find(AxisRole::channel);
  if (features == reduced) {
    reading.spec.affine = Affine::element;
  } else if (channel && features == std::vector<int>{*channel}) {
    reading.spec.affine = Affine::channel;
  } else {
    reading.spec.affine = Affine::axes;
    reading.spec.affineAxes = overText(shape, features);
  }
}

/// The sharing matters only where there are parameters.
void setParameters(CallReading& reading, const CallArguments& arguments, const Shape& shape,
                   const std::vector<int>& reduced, bool mayHaveBias) {
  const bool scale = arguments.truth("use_scale", true);
  const bool bias = mayHaveBias && arguments.truth("use_bias", true);
  setAffine(reading, scale, bias, Affine::element);
  if (scale || bias) setSharing(reading, arguments, shape, reduced);
}

/// use_running_average of the module, or of its use; where its value is not known, of the training.
void setMode(CallReading& reading, const CallArguments& arguments) {
  const std::string key = "use_running_average";
  bool unknown = arguments.isUnknown(key);
  bool running = !unknown && !arguments.isNoneOrMissing(key) && arguments.truth(key, false);
  for (const auto& [name, value] : arguments.call().applied) {
    if (name != key) continue;
    unknown = value.kind != Value::Kind::boolean;
    running = value.kind == Value::Kind::boolean && value.truth;
  }
  reading.spec.mode = running ? Mode::eval : Mode::train;
  if (unknown)
    reading.notes.push_back(
        "the value of use_running_average is not known: read as in training, where it is False");
}

CallReading batchNorm(const PythonCall& call, const Shape& shape) {
  const CallArguments arguments =
      argumentsOf(call, {"use_running_average", "axis", "momentum", "epsilon", "use_bias", "use_scale"});
  CallReading reading = readingOf(Framework::jax, NormKind::batch, arguments.number("epsilon", 1e-5));
  requireChannelAxis(arguments, "axis", shape, arguments.axes("axis", shape, -1));
  requireFeatures(arguments, shape, arguments.axes("axis", shape, -1));
  setMode(reading, arguments);
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
  requireBatchFirst(call, shape, "Flax");
  CallReading reading = readingOf(Framework::jax, NormKind::instance, arguments.number("epsilon", 1e-6));
  requireChannelAxis(arguments, "feature_axes", shape, arguments.axes("feature_axes", shape, -1));
  requireFeatures(arguments, shape, arguments.axes("feature_axes", shape, -1));
  setAffine(reading, arguments.truth("use_scale", true), arguments.truth("use_bias", true), Affine::channel);
  return reading;
}

CallReading flaxGroupNorm(const PythonCall& call, const Shape& shape) {
  const CallArguments arguments = argumentsOf(
      call, {"num_groups", "group_size", "epsilon", "use_bias", "use_scale"}, {"num_groups", "group_size"});
  CallReading reading = readingOf(Framework::jax, NormKind::group, arguments.number("epsilon", 1e-6));
  requireChannelLast(call, shape, "Flax");
  requireBatchFirst(call, shape, "Flax");
  requireFeatures(arguments, shape, {shape.rank() - 1});
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
