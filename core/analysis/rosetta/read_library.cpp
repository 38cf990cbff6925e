#include <algorithm>
#include <array>

#include "core/analysis/rosetta/call_readers.h"

namespace normscope::rosetta {
namespace {

enum class Library { timm, mlx, equinox };

std::optional<Library> libraryOf(const PythonCall& call) {
  if (call.hasPart("timm")) return Library::timm;
  if (call.hasPart("mlx")) return Library::mlx;
  if (call.hasPart("eqx") || call.hasPart("equinox")) return Library::equinox;
  return std::nullopt;
}

template <std::size_t n>
bool holds(const std::array<std::string_view, n>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// The last axis, which must have as many positions as the argument says; a list of one is one, too.
int lastAxis(const CallArguments& arguments, const std::string& name, const Shape& shape) {
  return trailingAxes(arguments, name, shape).back();
}

/// timm.layers: their channels come first, and eps is 1e-6 but in groups.
std::optional<CallReading> readTimm(const PythonCall& call, const Shape& shape) {
  const std::string name = call.name();
  if (name == "GroupNorm" || name == "GroupNorm1") {
    const bool one = name == "GroupNorm1";
    std::vector<std::string> signature = {"num_channels"};
    if (!one) signature.insert(signature.end(), {"num_groups", "eps", "affine"});
    const CallArguments arguments(call, signature, {"eps", "affine"});
    CallReading reading = readingOf(Framework::pytorch, NormKind::group, arguments.number("eps", 1e-5));
    requireChannels(arguments, "num_channels", shape);
    reading.spec.groups = one ? 1 : arguments.integer("num_groups", 32);
    const bool affine = arguments.truth("affine", true);
    setAffine(reading, affine, affine, Affine::channel);
    noteChannelSecond(reading, call, shape);
    return reading;
  }
  const bool rms = name == "RmsNorm" || name == "RmsNorm2d";
  const bool channels = name == "LayerNorm2d" || name == "RmsNorm2d";
  if (!rms && name != "LayerNorm" && name != "LayerNorm2d") return std::nullopt;
  const std::string first = rms ? "channels" : "num_channels";
  const CallArguments arguments(call, {first, "eps", "affine", "device", "dtype"});
  CallReading reading =
      readingOf(Framework::pytorch, rms ? NormKind::rms : NormKind::layer, arguments.number("eps", 1e-6));
  if (channels) {
    requireChannels(arguments, first, shape);
    reading.spec.over = overText(shape, {*shape.layout().find(AxisRole::channel)});
    noteChannelSecond(reading, call, shape);
  } else {
    reading.spec.over = overText(shape, {lastAxis(arguments, first, shape)});
  }
  const bool affine = arguments.truth("affine", true);
  setAffine(reading, affine, affine && !rms, Affine::element);
  return reading;
}

/// mlx.nn: over the last axis; groups are interleaved unless told otherwise.
std::optional<CallReading> readMlx(const PythonCall& call, const Shape& shape) {
  const std::string name = call.name();
  if (name == "GroupNorm") {
    const CallArguments arguments(call, {"num_groups", "dims", "eps", "affine", "pytorch_compatible"});
    CallReading reading = readingOf(Framework::jax, NormKind::group, arguments.number("eps", 1e-5));
    requireChannelLast(call, shape, "MLX");
    requireBatchFirst(call, shape, "MLX");
    requireChannels(arguments, "dims", shape);
    reading.spec.groups = arguments.integer("num_groups");
    reading.spec.interleaved = !arguments.truth("pytorch_compatible", false);
    const bool affine = arguments.truth("affine", true);
    setAffine(reading, affine, affine, Affine::channel);
    return reading;
  }
  const bool rms = name == "RMSNorm";
  if (!rms && name != "LayerNorm") return std::nullopt;
  const CallArguments arguments(call, rms ? std::vector<std::string>{"dims", "eps"}
                                          : std::vector<std::string>{"dims", "eps", "affine", "bias"});
  CallReading reading =
      readingOf(Framework::jax, rms ? NormKind::rms : NormKind::layer, arguments.number("eps", 1e-5));
  reading.spec.over = overText(shape, {lastAxis(arguments, "dims", shape)});
  const bool affine = rms || arguments.truth("affine", true);
  setAffine(reading, affine, affine && !rms && arguments.truth("bias", true), Affine::element);
  return reading;
}

/// equinox: of one sample without a batch, which vmap adds.
std::optional<CallReading> readEquinox(const PythonCall& call, const Shape& shape) {
  const std::string name = call.name();
  const bool rms = name == "RMSNorm";
  if (!rms && name != "LayerNorm") return std::nullopt;
  const CallArguments arguments(call, {"shape", "eps", "use_weight", "use_bias"}, {"dtype"});
  if (rms && !arguments.isGiven("use_bias"))
    throw refuseCall(call, "use_bias is missing, and releases of equinox differ in it",
                     "write it into the call");
  CallReading reading =
      readingOf(Framework::jax, rms ? NormKind::rms : NormKind::layer, arguments.number("eps", 1e-5));
  reading.spec.over = overText(shape, trailingAxes(arguments, "shape", shape));
  setAffine(reading, arguments.truth("use_weight", true), arguments.truth("use_bias", true), Affine::element);
  reading.notes.push_back("it is of one array of the given shape; vmap is over the axes before");
  return reading;
}

/// LayerNorm over the channels of NCHW, of torchvision, timm, ConvNeXt and others, whose eps differ.
CallReading layerNorm2d(const PythonCall& call, const Shape& shape) {
  const CallArguments arguments(call, {"normalized_shape", "eps", "elementwise_affine"}, {"affine", "bias"});
  if (!arguments.isGiven("eps"))
    throw refuseCall(call, "eps is missing: timm has 1e-6 for it and torchvision 1e-5",
                     "write it into the call");
  CallReading reading = readingOf(Framework::pytorch, NormKind::layer, arguments.number("eps", 1e-5));
  const std::vector<std::int64_t> channels = arguments.integers("normalized_shape");
  if (channels != std::vector<std::int64_t>{shape.channelCount()})
    throw refuseCall(call,
                     "it is for " + toText(channels) + " and the tensor has " +
                         std::to_string(shape.channelCount()) + " channels",
                     "change it, or the layout of the tensor");
  const auto channel = shape.layout().find(AxisRole::channel);
  if (!channel) return reading;  // layer without over=: refused where there is no channel
  reading.spec.over = overText(shape, {*channel});
  const bool affine = arguments.truth("elementwise_affine", true) && arguments.truth("affine", true);
  setAffine(reading, affine, affine && arguments.truth("bias", true), Affine::element);
  noteChannelSecond(reading, call, shape);
  return reading;
}

/// Of torchvision and Detectron2: the running statistics for ever.
CallReading frozenBatchNorm(const PythonCall& call, const Shape& shape) {
  const CallArguments arguments(call, {"num_features", "eps"});
  CallReading reading = readingOf(Framework::pytorch, NormKind::batch, arguments.number("eps", 1e-5));
  requireChannels(arguments, "num_features", shape);
  reading.spec.mode = Mode::eval;
  noteChannelSecond(reading, call, shape);
  return reading;
}

constexpr std::array<std::string_view, 10> plainRms = {
    "LlamaRMSNorm", "MistralRMSNorm", "MixtralRMSNorm", "Qwen2RMSNorm",      "Qwen3RMSNorm",
    "Phi3RMSNorm",  "Olmo2RMSNorm",   "T5LayerNorm",    "DeepseekV2RMSNorm", "DeepseekV3RMSNorm"};
constexpr std::array<std::string_view, 4> zeroCenteredRms = {"GemmaRMSNorm", "Gemma2RMSNorm", "Gemma3RMSNorm",
                                                             "Qwen3NextRMSNorm"};

/// Of transformers: over the last axis; Gemma's multiply by 1 + weight.
CallReading rmsOfTransformers(const PythonCall& call, const Shape& shape, bool zeroCentered) {
  const std::string first = zeroCentered ? "dim" : "hidden_size";
  const CallArguments arguments(call, {first, "eps"});
  CallReading reading = readingOf(Framework::pytorch, NormKind::rms, arguments.number("eps", 1e-6));
  reading.spec.over = overText(shape, {lastAxis(arguments, first, shape)});
  reading.spec.zeroCentered = zeroCentered;
  reading.roundsBeforeWeight = !zeroCentered && call.name() != "Olmo2RMSNorm";
  setAffine(reading, true, false, Affine::element);
  return reading;
}

}  // namespace

bool hasOwnReader(const PythonCall& call) {
  return libraryOf(call).has_value();
}

std::string unknownPrefix(const PythonCall& call) {
  if (call.isNode || hasOwnReader(call)) return {};
  constexpr std::array<std::string_view, 29> known = {"self",
                                                      "utils",
                                                      "parametrizations",
                                                      "np",
                                                      "linalg",
                                                      "torch",
                                                      "nn",
                                                      "F",
                                                      "functional",
                                                      "modules",
                                                      "normalization",
                                                      "batchnorm",
                                                      "instancenorm",
                                                      "keras",
                                                      "layers",
                                                      "tf",
                                                      "tensorflow",
                                                      "math",
                                                      "compat",
                                                      "v1",
                                                      "flax",
                                                      "jax",
                                                      "linen",
                                                      "nnx",
                                                      "helper",
                                                      "onnx",
                                                      "tfa",
                                                      "tensorflow_addons",
                                                      "python"};
  if (holds(plainRms, call.name()) || holds(zeroCenteredRms, call.name())) return {};
  if (call.name() == "FrozenBatchNorm2d" || call.name() == "LayerNorm2d") return {};
  std::string_view rest = call.path;
  for (std::size_t dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
    const std::string_view part = rest.substr(0, dot);
    if (!holds(known, part)) return std::string(part);
    rest.remove_prefix(dot + 1);
  }
  return {};
}

std::optional<CallReading> readLibrary(const PythonCall& call, const Shape& shape) {
  const std::string name = call.name();
  if (const auto library = libraryOf(call)) {
    if (*library == Library::timm) return readTimm(call, shape);
    return *library == Library::mlx ? readMlx(call, shape) : readEquinox(call, shape);
  }
  if (name == "LayerNorm2d") return layerNorm2d(call, shape);
  if (name == "FrozenBatchNorm2d") return frozenBatchNorm(call, shape);
  if (holds(plainRms, name)) return rmsOfTransformers(call, shape, false);
  if (holds(zeroCenteredRms, name)) return rmsOfTransformers(call, shape, true);
  return std::nullopt;
}

}  // namespace normscope::rosetta
