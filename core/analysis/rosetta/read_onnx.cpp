#include "core/analysis/rosetta/call_readers.h"

namespace normscope::rosetta {
namespace {

/// Inputs may be left out of the text; where they stand there, a bias that is not among them is none.
bool hasInput(const CallArguments& arguments, const std::string& name) {
  return arguments.call().positional.empty() || arguments.isGiven(name);
}

CallReading batchOperator(const PythonCall& call, const Shape& shape) {
  const CallArguments arguments(call, {"X", "scale", "B", "input_mean", "input_var"},
                                {"epsilon", "momentum", "training_mode"});
  CallReading reading = readingOf(Framework::onnx, NormKind::batch, arguments.number("epsilon", 1e-5));
  reading.spec.mode = arguments.truth("training_mode", false) ? Mode::train : Mode::eval;
  setOldMomentum(reading, arguments.number("momentum", 0.9));
  noteChannelSecond(reading, call, shape);
  return reading;
}

CallReading groupOperator(const PythonCall& call, const Shape& shape) {
  const CallArguments arguments(call, {"X", "scale", "bias"}, {"epsilon", "num_groups", "stash_type"});
  CallReading reading = readingOf(Framework::onnx, NormKind::group, arguments.number("epsilon", 1e-5));
  reading.spec.groups = arguments.integer("num_groups");
  reading.notes.push_back(
      "γ and β are per channel, as from opset 21 on; in opsets 18 to 20 they are per group");
  noteChannelSecond(reading, call, shape);
  return reading;
}

CallReading instanceOperator(const PythonCall& call, const Shape& shape) {
  const CallArguments arguments(call, {"input", "scale", "B"}, {"epsilon"});
  CallReading reading = readingOf(Framework::onnx, NormKind::instance, arguments.number("epsilon", 1e-5));
  setAffine(reading, true, true, Affine::channel);
  noteChannelSecond(reading, call, shape);
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
  setAffine(reading, true, layer && hasInput(arguments, "B"), Affine::element);
  return reading;
}

/// Operators of ONNX Runtime that add the skip connection first.
CallReading skipNormalization(const PythonCall& call, const Shape& shape, NormKind kind) {
  const bool layer = kind == NormKind::layer;
  const CallArguments arguments(call,
                                layer ? std::vector<std::string>{"input", "skip", "gamma", "beta", "bias"}
                                      : std::vector<std::string>{"input", "skip", "gamma", "bias"},
                                {"epsilon"});
  CallReading reading = readingOf(Framework::onnx, kind, 0);
  if (!arguments.isGiven("epsilon"))
    throw refuseCall(call, "epsilon is missing, and its default is ONNX Runtime's own",
                     "write it into the call");
  reading.spec.eps = arguments.number("epsilon", 0);
  reading.spec.over = overText(shape, {shape.rank() - 1});
  setAffine(reading, true, layer && hasInput(arguments, "beta"), Affine::element);
  reading.notes.push_back("x is the sum of input, skip and, where there is one, bias");
  return reading;
}

/// (x − mean) / (√variance + 1e-9), over any axes.
CallReading meanVarianceNormalization(const PythonCall& call, const Shape& shape) {
  const CallArguments arguments(call, {"X"}, {"axes"});
  CallReading reading = readingOf(Framework::onnx, NormKind::custom, 1e-9);
  reading.spec.epsAt = EpsAt::outside;
  std::vector<int> axes;
  if (arguments.isGiven("axes")) {
    axes = arguments.axes("axes", shape, 0);
  } else {
    if (shape.rank() != 4)
      throw refuseCall(call, "axes are left out, which are 0, 2 and 3 of four", "write them into the call");
    axes = {0, 2, 3};
  }
  reading.spec.over = overText(shape, axes);
  setAffine(reading, false, false, Affine::none);
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
  if (name == "BatchNormalization") return batchOperator(call, shape);
  if (name == "GroupNormalization") return groupOperator(call, shape);
  if (name == "InstanceNormalization") return instanceOperator(call, shape);
  if (name == "MeanVarianceNormalization") return meanVarianceNormalization(call, shape);
  if (name == "SimplifiedLayerNormalization") return overLastAxes(call, shape, NormKind::rms);
  if (name == "SkipLayerNormalization") return skipNormalization(call, shape, NormKind::layer);
  if (name == "SkipSimplifiedLayerNormalization") return skipNormalization(call, shape, NormKind::rms);
  if (name == "LayerNormalization") return overLastAxes(call, shape, NormKind::layer);
  if (name == "LpNormalization") return lpNormalization(call, shape);
  if (name == "RMSNormalization") return overLastAxes(call, shape, NormKind::rms);
  return std::nullopt;
}

}  // namespace normscope::rosetta
