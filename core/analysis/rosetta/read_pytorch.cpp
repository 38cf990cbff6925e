#include "core/analysis/rosetta/call_readers.h"
#include "core/text/list.h"

namespace normscope::rosetta {
namespace {

/// The number in "BatchNorm2d"; 0 for another name.
int dimensionsOf(const std::string& name, const std::string& stem) {
  if (name.size() != stem.size() + 2 || !name.starts_with(stem) || name.back() != 'd') return 0;
  const int dimensions = name[stem.size()] - '0';
  return dimensions >= 1 && dimensions <= 3 ? dimensions : 0;
}

/// BatchNorm1d takes NC and NCL, the others one rank; InstanceNorm one sample too.
void requireRank(const PythonCall& call, const Shape& shape, int dimensions, bool batch) {
  const int full = dimensions + 2;
  const bool less = shape.rank() == full - 1 &&
                    (batch ? dimensions == 1 : !shape.layout().find(AxisRole::batch).has_value());
  if (shape.rank() == full || less) return;
  throw refuseCall(call,
                   call.name() + " takes " + (batch && dimensions == 1 ? "2 or " : "") +
                       std::to_string(full) + " axes and the tensor has " + std::to_string(shape.rank()),
                   "use the one for its rank");
}

CallReading trackingLayer(const PythonCall& call, const Shape& shape, NormKind kind) {
  const bool batch = kind == NormKind::batch;
  std::vector<std::string> signature = {"eps",    "momentum", "affine", "track_running_stats",
                                        "device", "dtype"};
  const bool lazy = call.name().starts_with("Lazy");
  if (!lazy) signature.insert(signature.begin(), "num_features");
  const CallArguments arguments(call, signature, {"process_group", "bias"});
  CallReading reading = readingOf(Framework::pytorch, kind, 1e-5);
  if (!lazy) requireChannels(arguments, "num_features", shape);
  reading.spec.eps = arguments.number("eps", 1e-5);
  const bool affine = arguments.truth("affine", batch);
  setAffine(reading, affine, affine && arguments.truth("bias", true), Affine::channel);
  const bool tracks = arguments.truth("track_running_stats", batch);
  if (batch || tracks) reading.spec.momentum = arguments.numberOrNone("momentum", 0.1);
  if (!batch && tracks)
    reading.notes.push_back(
        "track_running_stats=True: running statistics are kept, and read in evaluation (mode=eval)");
  noteChannelSecond(reading, call, shape, !batch);
  if (batch && !tracks) {
    reading.keepsStatistics = false;
    reading.notes.push_back(
        "track_running_stats=False: no running statistics are kept; evaluation takes those of the batch, "
        "too");
  }
  return reading;
}

CallReading layerNorm(const PythonCall& call, const Shape& shape) {
  const CallArguments arguments(call,
                                {"normalized_shape", "eps", "elementwise_affine", "bias", "device", "dtype"});
  CallReading reading = readingOf(Framework::pytorch, NormKind::layer, 1e-5);
  reading.spec.over = overText(shape, trailingAxes(arguments, "normalized_shape", shape));
  reading.spec.eps = arguments.number("eps", 1e-5);
  const bool affine = arguments.truth("elementwise_affine", true);
  setAffine(reading, affine, affine && arguments.truth("bias", true), Affine::element);
  return reading;
}

CallReading torchGroupNorm(const PythonCall& call, const Shape& shape) {
  const CallArguments arguments(call, {"num_groups", "num_channels", "eps", "affine", "device", "dtype"},
                                {"bias"});
  CallReading reading = readingOf(Framework::pytorch, NormKind::group, 1e-5);
  reading.spec.groups = arguments.integer("num_groups");
  requireChannels(arguments, "num_channels", shape);
  reading.spec.eps = arguments.number("eps", 1e-5);
  const bool affine = arguments.truth("affine", true);
  setAffine(reading, affine, affine && arguments.truth("bias", true), Affine::channel);
  noteChannelSecond(reading, call, shape);
  return reading;
}

/// Where eps is left out, PyTorch takes the machine epsilon of x's dtype.
void setRmsEps(CallReading& reading, const CallArguments& arguments) {
  const auto eps = arguments.numberOrNone("eps", std::nullopt);
  reading.spec.eps = eps.value_or(1.1920928955078125e-07);
  if (!eps)
    reading.notes.push_back("eps is left out: the machine epsilon of float32, as PyTorch takes for it");
}

CallReading rmsNorm(const PythonCall& call, const Shape& shape) {
  const CallArguments arguments(call, {"normalized_shape", "eps", "elementwise_affine", "device", "dtype"});
  CallReading reading = readingOf(Framework::pytorch, NormKind::rms, 1e-5);
  reading.spec.over = overText(shape, trailingAxes(arguments, "normalized_shape", shape));
  setRmsEps(reading, arguments);
  setAffine(reading, arguments.truth("elementwise_affine", true), false, Affine::element);
  return reading;
}

/// Those of a function: given as tensors, by name.
void setGiven(CallReading& reading, const CallArguments& arguments, Affine sharing, bool mayHaveBias = true) {
  const bool bias = mayHaveBias && !arguments.isNoneOrMissing("bias");
  setAffine(reading, !arguments.isNoneOrMissing("weight"), bias, sharing);
}

CallReading trackingFunction(const PythonCall& call, const Shape& shape, NormKind kind) {
  const bool batch = kind == NormKind::batch;
  const std::string mode = batch ? "training" : "use_input_stats";
  const CallArguments arguments(
      call, {"input", "running_mean", "running_var", "weight", "bias", mode, "momentum", "eps"});
  CallReading reading = readingOf(Framework::pytorch, kind, 1e-5);
  reading.spec.mode = arguments.truth(mode, !batch) ? Mode::train : Mode::eval;
  const bool tracks = batch || !arguments.isNoneOrMissing("running_mean");
  if (tracks) reading.spec.momentum = arguments.numberOrNone("momentum", 0.1);
  reading.spec.eps = arguments.number("eps", 1e-5);
  setGiven(reading, arguments, Affine::channel);
  noteChannelSecond(reading, call, shape);
  return reading;
}

CallReading groupFunction(const PythonCall& call, const Shape& shape) {
  const CallArguments arguments(call, {"input", "num_groups", "weight", "bias", "eps", "cudnn_enabled"});
  CallReading reading = readingOf(Framework::pytorch, NormKind::group, 1e-5);
  reading.spec.groups = arguments.integer("num_groups");
  reading.spec.eps = arguments.number("eps", 1e-5);
  setGiven(reading, arguments, Affine::channel);
  noteChannelSecond(reading, call, shape);
  return reading;
}

CallReading layerFunction(const PythonCall& call, const Shape& shape) {
  const CallArguments arguments(call, {"input", "normalized_shape", "weight", "bias", "eps", "cudnn_enable"});
  CallReading reading = readingOf(Framework::pytorch, NormKind::layer, 1e-5);
  reading.spec.over = overText(shape, trailingAxes(arguments, "normalized_shape", shape));
  reading.spec.eps = arguments.number("eps", 1e-5);
  setGiven(reading, arguments, Affine::element);
  return reading;
}

CallReading rmsFunction(const PythonCall& call, const Shape& shape) {
  const CallArguments arguments(call, {"input", "normalized_shape", "weight", "eps"});
  CallReading reading = readingOf(Framework::pytorch, NormKind::rms, 1e-5);
  reading.spec.over = overText(shape, trailingAxes(arguments, "normalized_shape", shape));
  setRmsEps(reading, arguments);
  setGiven(reading, arguments, Affine::element, false);
  return reading;
}

CallReading normalizeFunction(const PythonCall& call, const Shape& shape) {
  const CallArguments arguments(call, {"input", "p", "dim", "eps", "out"});
  if (arguments.number("p", 2) != 2)
    throw refuseCall(call, "p is not 2, which the root of the sum of squares is", "give p=2");
  CallReading reading = readingOf(Framework::pytorch, NormKind::l2, arguments.number("eps", 1e-12));
  reading.spec.over = overText(shape, arguments.axes("dim", shape, 1));
  return reading;
}

}  // namespace

std::optional<CallReading> readPyTorchLayer(const PythonCall& call, const Shape& shape) {
  std::string name = call.name();
  if (name.starts_with("Lazy")) name.erase(0, 4);
  if (const int dimensions = dimensionsOf(name, "BatchNorm")) {
    requireRank(call, shape, dimensions, true);
    return trackingLayer(call, shape, NormKind::batch);
  }
  if (const int dimensions = dimensionsOf(name, "InstanceNorm")) {
    requireRank(call, shape, dimensions, false);
    return trackingLayer(call, shape, NormKind::instance);
  }
  if (name == "SyncBatchNorm") return trackingLayer(call, shape, NormKind::batch);
  if (name == "LayerNorm") return layerNorm(call, shape);
  if (name == "GroupNorm") return torchGroupNorm(call, shape);
  if (name == "RMSNorm") return rmsNorm(call, shape);
  return std::nullopt;
}

std::optional<CallReading> readPyTorchFunction(const PythonCall& call, const Shape& shape) {
  const std::string name = call.name();
  const bool ofF = call.hasPart("F") || call.hasPart("functional");
  const bool ofTorch =
      call.path == "torch." + name;  // whose batch_norm and instance_norm take other positions
  if (!ofF && !(ofTorch && (name == "layer_norm" || name == "group_norm" || name == "rms_norm")))
    return std::nullopt;
  if (name == "batch_norm") return trackingFunction(call, shape, NormKind::batch);
  if (name == "instance_norm") return trackingFunction(call, shape, NormKind::instance);
  if (name == "group_norm") return groupFunction(call, shape);
  if (name == "layer_norm") return layerFunction(call, shape);
  if (name == "normalize") return normalizeFunction(call, shape);
  if (name == "rms_norm") return rmsFunction(call, shape);
  return std::nullopt;
}

}  // namespace normscope::rosetta
