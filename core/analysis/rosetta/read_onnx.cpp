#include "core/analysis/rosetta/call_readers.h"

namespace normscope::rosetta {
namespace {

CallReading batchNormalization(const PythonCall& call) {
  const CallArguments arguments(call, {"X", "scale", "B", "input_mean", "input_var"},
                                {"epsilon", "momentum", "training_mode"});
  CallReading reading = readingOf(Framework::onnx, NormKind::batch, arguments.number("epsilon", 1e-5));
  reading.spec.mode = arguments.truth("training_mode", false) ? Mode::train : Mode::eval;
  setOldMomentum(reading, arguments.number("momentum", 0.9));
  return reading;
}

CallReading groupNormalization(const PythonCall& call) {
  const CallArguments arguments(call, {"X", "scale", "bias"}, {"epsilon", "num_groups", "stash_type"});
  CallReading reading = readingOf(Framework::onnx, NormKind::group, arguments.number("epsilon", 1e-5));
  reading.spec.groups = arguments.integer("num_groups");
  reading.notes.push_back("γ and β are per channel, as from opset 21 on; in opset 18 they are per group");
  return reading;
}

CallReading instanceNormalization(const PythonCall& call) {
  const CallArguments arguments(call, {"input", "scale", "B"}, {"epsilon"});
  CallReading reading = readingOf(Framework::onnx, NormKind::instance, arguments.number("epsilon", 1e-5));
  setAffine(reading, true, true, Affine::channel);
  return reading;
}

CallReading overLastAxes(const PythonCall& call, const Shape& shape, NormKind kind) {
  const bool layer = kind == NormKind::layer;
  const CallArguments arguments(
      call, layer ? std::vector<std::string>{"X", "Scale", "B"} : std::vector<std::string>{"X", "scale"},
      {"axis", "epsilon", "stash_type"});
  CallReading reading = readingOf(Framework::onnx, kind, arguments.number("epsilon", 1e-5));
  const std::vector<int> first = arguments.axes("axis", shape, -1);
  std::vector<int> axes;
  for (int axis = first.front(); axis < shape.rank(); ++axis) axes.push_back(axis);
  reading.spec.over = overText(shape, axes);
  if (!layer) setAffine(reading, true, false, Affine::element);
  return reading;
}

CallReading lpNormalization(const PythonCall& call, const Shape& shape) {
  const CallArguments arguments(call, {"input"}, {"axis", "p"});
  if (arguments.integer("p", 2) != 2)
    throw refuseCall(call, "p is not 2, which the root of the sum of squares is", "give p = 2");
  CallReading reading = readingOf(Framework::onnx, NormKind::l2, 0);
  reading.spec.over = overText(shape, arguments.axes("axis", shape, -1));
  return reading;
}

}  // namespace

std::optional<CallReading> readOnnx(const PythonCall& call, const Shape& shape) {
  const std::string name = call.name();
  if (name == "BatchNormalization") return batchNormalization(call);
  if (name == "GroupNormalization") return groupNormalization(call);
  if (name == "InstanceNormalization") return instanceNormalization(call);
  if (name == "LayerNormalization") return overLastAxes(call, shape, NormKind::layer);
  if (name == "LpNormalization") return lpNormalization(call, shape);
  if (name == "RMSNormalization") return overLastAxes(call, shape, NormKind::rms);
  return std::nullopt;
}

}  // namespace normscope::rosetta
