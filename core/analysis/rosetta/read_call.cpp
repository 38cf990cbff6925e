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
  const bool usual = infoOf(reading.spec.kind).biasByDefault;
  if (weight && bias != usual) reading.spec.bias = bias;
  if (weight != bias)
    reading.notes.push_back(weight ? "there is no bias: β stays 0" : "there is no weight: γ stays 1");
}

void noteChannelSecond(CallReading& reading, const PythonCall& call, const Shape& shape, bool sample) {
  const auto batch = shape.layout().find(AxisRole::batch);
  const auto channel = shape.layout().find(AxisRole::channel);
  if (!channel) return;  // the norm will ask for it
  std::string order = batch ? std::string(1, shape.axis(*batch).letter) : "";
  order += shape.axis(*channel).letter;
  for (int axis = 0; axis < shape.rank(); ++axis) {
    if (axis != *channel && !(batch && axis == *batch)) order += shape.axis(axis).letter;
  }
  if (!batch && !sample) {
    reading.notes.push_back(call.name() +
                            " takes axis 0 for the batch and axis 1 for the channels: x goes in as " + order +
                            " with an axis of 1 before it");
  } else if (order != shape.layout().letters()) {
    reading.notes.push_back(call.name() + " takes axis " + (batch ? "1" : "0") +
                            " for the channels: x goes in with its axes in the order " + order);
  }
}

void requireBatchFirst(const PythonCall& call, const Shape& shape, const std::string& whose) {
  const auto batch = shape.layout().find(AxisRole::batch);
  if (batch && *batch == 0) return;
  throw refuseCall(call,
                   call.name() + " of " + whose + " takes axis 0 for the batch, and " +
                       shape.layout().letters() + " does not begin with one",
                   "change the layout, such as to NHWC");
}

void requireChannelLast(const PythonCall& call, const Shape& shape, const std::string& whose) {
  const auto channel = shape.layout().find(AxisRole::channel);
  if (channel && *channel == shape.rank() - 1) return;
  throw refuseCall(call,
                   call.name() + " of " + whose + " takes the last axis for the channels, and " +
                       shape.layout().letters() + " does not end in them",
                   "change the layout, such as to NHWC");
}

namespace {

/// "shape", "shape[1]", "shape[1:]" behind the name of the tensor: its extents; nothing for other texts.
std::optional<Value> extentsMeant(std::string_view text, const Shape& shape) {
  Value list;
  list.kind = Value::Kind::list;
  for (const std::int64_t extent : shape.extents()) {
    Value value;
    value.kind = Value::Kind::integer;
    value.integer = extent;
    list.items.push_back(value);
  }
  if (!text.starts_with("shape")) return std::nullopt;
  text.remove_prefix(5);
  if (text.empty()) return list;
  if (text.front() != '[' || text.back() != ']') return std::nullopt;
  text = text.substr(1, text.size() - 2);
  const auto rank = static_cast<std::int64_t>(shape.rank());
  const auto position = [&](std::string_view digits, std::int64_t standard) -> std::optional<std::int64_t> {
    const auto number = digits.empty() ? standard : readInteger(digits);
    if (!number || *number < -rank || *number > rank) return std::nullopt;
    return *number < 0 ? *number + rank : *number;
  };
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) {
    const auto at = text.empty() ? std::nullopt : position(text, 0);
    if (!at || *at >= rank) return std::nullopt;
    return list.items[static_cast<std::size_t>(*at)];
  }
  const auto first = position(text.substr(0, colon), 0);
  const auto last = position(text.substr(colon + 1), rank);
  if (!first || !last || *first >= *last) return std::nullopt;
  list.items = {list.items.begin() + *first, list.items.begin() + *last};
  return list;
}

/// The shape of the tensor by the names that it usually has, or that the call itself has for it first of all.
void fillShapes(std::vector<Value>& values, const std::string& tensor, const Shape& shape);

void fillShape(Value& value, const std::string& tensor, const Shape& shape) {
  fillShapes(value.items, tensor, shape);
  if (value.kind != Value::Kind::name) return;
  const std::size_t dot = value.text.find('.');
  if (dot == std::string::npos) return;
  const std::string name = value.text.substr(0, dot);
  if (name != tensor && name != "x" && name != "input" && name != "inputs" && name != "hidden_states") return;
  if (const auto extents = extentsMeant(std::string_view(value.text).substr(dot + 1), shape))
    value = *extents;
}

void fillShapes(std::vector<Value>& values, const std::string& tensor, const Shape& shape) {
  for (Value& value : values) fillShape(value, tensor, shape);
}

PythonCall withShapes(PythonCall call, const Shape& shape) {
  const bool named = !call.positional.empty() && call.positional[0].kind == Value::Kind::name;
  const std::string tensor = named ? call.positional[0].text : "x";
  fillShapes(call.positional, tensor, shape);
  for (auto& [name, value] : call.keywords) fillShape(value, tensor, shape);
  return call;
}

bool hasAnyKeyword(const PythonCall& call, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (call.hasKeyword(name)) return true;
  }
  return false;
}

/// nn.LayerNorm, nn.GroupNorm and nn.RMSNorm exist in PyTorch and in Flax.
bool isFlax(const PythonCall& call) {
  if (call.hasPart("linen") || call.hasPart("flax") || call.hasPart("nnx")) return true;
  if (call.hasPart("torch")) return false;
  if (hasAnyKeyword(call, {"epsilon", "use_bias", "use_scale", "reduction_axes", "feature_axes", "group_size",
                           "use_fast_variance"}))
    return true;
  // PyTorch's own can't be made without these.
  return call.positional.empty() && !hasAnyKeyword(call, {"num_channels", "normalized_shape"}) &&
         (call.name() == "GroupNorm" || call.name() == "LayerNorm" || call.name() == "RMSNorm");
}

std::optional<CallReading> readAny(const PythonCall& call, const Shape& shape) {
  if (call.isNode) return readOnnx(call, shape);
  if (const auto library = readLibrary(call, shape)) return library;
  if (hasOwnReader(call)) return std::nullopt;
  if (const auto function = readPyTorchFunction(call, shape)) return function;
  if (const auto keras = readKeras(call, shape)) return keras;
  if (isFlax(call) || call.name() == "BatchNorm" || call.name() == "InstanceNorm")
    return readFlax(call, shape);
  return readPyTorchLayer(call, shape);
}

bool namesNorm(const PythonCall& call) {
  const std::string name = call.name();
  return name.find("Norm") != std::string::npos || name.ends_with("_norm");
}

/// Behind .eval() a layer of PyTorch reads the running statistics that it keeps by default.
void setEvaluation(CallReading& reading) {
  if (reading.framework == Framework::pytorch && infoOf(reading.spec.kind).tracksByDefault)
    reading.spec.mode = Mode::eval;
}

}  // namespace
}  // namespace rosetta

CallReading readCall(const std::string& text, const Shape& shape) {
  const rosetta::PythonCall call = rosetta::withShapes(rosetta::parsePythonCall(text), shape);
  const std::string unknown = rosetta::unknownPrefix(call);
  if (!unknown.empty() && rosetta::namesNorm(call)) {
    throw rosetta::refuseCall(
        call, "'" + unknown + "' is no library that is known here, and its defaults may differ",
        "paste a layer of PyTorch, Keras or Flax (linen), a function of F, or a node of ONNX");
  }
  auto reading = rosetta::readAny(call, shape);
  if (reading && call.evaluates) rosetta::setEvaluation(*reading);
  if (!reading) {
    throw rosetta::refuseCall(
        call, "'" + call.path + "' is no normalization that can be read",
        "paste a layer of PyTorch, Keras or Flax (linen), a function of F, or a node of ONNX");
  }
  plan(shape, parseNormSpec(toText(reading->spec)));  // values out of range, and what does not fit the shape
  return *reading;
}

}  // namespace normscope
