#include "core/analysis/rosetta/read_call.h"

#include "core/analysis/rosetta/call_readers.h"
#include "core/norm/norm_registry.h"
#include "core/norm/reduction_plan.h"
#include "core/text/list.h"
#include "core/text/number.h"

namespace normscope {
namespace rosetta {

CallReading readingOf(Framework framework, NormKind kind, double eps) {
  CallReading reading{framework, specOf(kind), {}};
  reading.spec.eps = eps;
  return reading;
}

std::string overText(const Shape& shape, const std::vector<int>& axes) {
  std::string over;
  for (const int axis : axes) over += (over.empty() ? "" : "+") + std::string(1, shape.axis(axis).letter);
  return over;
}

void requireChannels(const CallArguments& arguments, const std::string& name, const Shape& shape) {
  const std::int64_t channels = arguments.integer(name);
  if (channels == shape.channelCount()) return;
  throw refuseCall(arguments.call(),
                   "it is for " + counted(channels, "channel") + " and the tensor has " +
                       std::to_string(shape.channelCount()),
                   "change " + name + ", or the layout of the tensor");
}

void requireChannelAxis(const CallArguments& arguments, const std::string& name, const Shape& shape,
                        const std::vector<int>& axes) {
  const auto channel = shape.layout().find(AxisRole::channel);
  if (channel && axes == std::vector<int>{*channel}) return;
  throw refuseCall(arguments.call(),
                   "its " + name + " is " + overText(shape, axes) + " of " + shape.layout().letters() +
                       ", not the channel axis",
                   channel ? "give " + name + "=" + std::to_string(*channel) + ", or change the layout"
                           : "name one axis C or F in the layout");
}

std::vector<int> trailingAxes(const CallArguments& arguments, const std::string& name, const Shape& shape) {
  const std::vector<std::int64_t> extents = arguments.integers(name);
  const auto first = shape.rank() - static_cast<int>(extents.size());
  std::vector<int> axes;
  bool fits = first >= 0;
  for (std::size_t i = 0; fits && i < extents.size(); ++i) {
    axes.push_back(first + static_cast<int>(i));
    fits = shape.extent(axes.back()) == extents[i];
  }
  if (fits) return axes;
  throw refuseCall(
      arguments.call(),
      name + " " + toText(extents) + " is not the end of the tensor's shape " + toText(shape.extents()),
      "give the extents of the last axes, or change the layout of the tensor");
}

void setOldMomentum(CallReading& reading, double momentum) {
  const std::string own = rounded(1 - momentum, 15);
  reading.spec.momentum = readDouble(own);
  reading.notes.push_back("momentum " + shortest(momentum) + " of the old value is " + own +
                          " of the new batch");
}

void setAffine(CallReading& reading, bool weight, bool bias, Affine sharing) {
  reading.spec.affine = weight || bias ? sharing : Affine::none;
  if (weight != bias)
    reading.notes.push_back(weight ? "there is no bias: β stays 0" : "there is no weight: γ stays 1");
}

namespace {

bool hasAnyKeyword(const PythonCall& call, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (call.hasKeyword(name)) return true;
  }
  return false;
}

/// nn.LayerNorm, nn.GroupNorm and nn.RMSNorm exist in PyTorch and in Flax.
bool isFlax(const PythonCall& call) {
  if (call.hasPart("linen") || call.hasPart("flax")) return true;
  if (call.hasPart("torch")) return false;
  if (hasAnyKeyword(call, {"epsilon", "use_bias", "use_scale", "reduction_axes", "feature_axes", "group_size",
                           "use_fast_variance"}))
    return true;
  const bool oneOfGroup =
      call.name() == "GroupNorm" && call.positional.empty() && !call.hasKeyword("num_channels");
  return oneOfGroup || (call.positional.empty() && call.keywords.empty());
}

std::optional<CallReading> readAny(const PythonCall& call, const Shape& shape) {
  if (call.isNode) return readOnnx(call, shape);
  if (call.hasPart("nnx")) return std::nullopt;
  if (const auto function = readPyTorchFunction(call, shape)) return function;
  if (const auto keras = readKeras(call, shape)) return keras;
  if (isFlax(call) || call.name() == "BatchNorm" || call.name() == "InstanceNorm")
    return readFlax(call, shape);
  return readPyTorchLayer(call, shape);
}

}  // namespace
}  // namespace rosetta

CallReading readCall(const std::string& text, const Shape& shape) {
  const rosetta::PythonCall call = rosetta::parsePythonCall(text);
  const auto reading = rosetta::readAny(call, shape);
  if (!reading) {
    throw rosetta::refuseCall(
        call, "'" + call.path + "' is no normalization that can be read",
        "paste a layer of PyTorch, Keras or Flax (linen), a function of F, or a node of ONNX");
  }
  plan(shape, parseNormSpec(toText(reading->spec)));  // values out of range, and what does not fit the shape
  return *reading;
}

}  // namespace normscope
