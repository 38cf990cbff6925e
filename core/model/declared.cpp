#include <algorithm>

#include "core/analysis/rosetta/read_call.h"
#include "core/error.h"
#include "core/model/check.h"
#include "core/model/kept_sets.h"
#include "core/text/number.h"

namespace normscope {
namespace {

/// What it says to paste elsewhere does not help here.
std::string withoutAdvice(const Error& error) {
  const std::string text = error.what();
  return text.substr(0, text.rfind("; "));
}

std::string lastPartOf(const std::string& path) {
  return path.substr(path.rfind('.') + 1);
}

bool nameHas(const RunRecord& record, std::string_view part) {
  return lastPartOf(record.type).find(part) != std::string::npos;
}

/// "(64, eps=1e-05)" of "BatchNorm2d(64, eps=1e-05)".
std::string argumentsOf(const std::string& repr) {
  const std::string arguments = repr.substr(std::min(repr.find('('), repr.size()));
  return arguments.empty() ? "()" : arguments;
}

/// What a repr such as "LlamaRMSNorm()" leaves out, from the attributes and the tensor.
std::string neededArguments(const RunRecord& record) {
  const std::string channels = std::to_string(record.whole.channelCount());
  const RecordAttributes& attributes = record.attributes;
  if (nameHas(record, "GroupNorm") && attributes.groups)
    return "(" + std::to_string(*attributes.groups) + ", " + channels + ")";
  if (nameHas(record, "BatchNorm") || nameHas(record, "InstanceNorm")) return "(" + channels + ")";
  if (attributes.normalizedShape) return "(" + toText(*attributes.normalizedShape) + ")";
  if (record.whole.rank() == 0) return "()";
  return "(" + std::to_string(record.whole.extent(record.whole.rank() - 1)) + ")";
}

/// A way to read the record.
struct Call {
  std::string text;
  bool byType;  ///< by the layer of a framework, not by the name of a class of its own
};

/// The calls that the record may stand for, the surest first. A class of a known name is read by it before
/// the layer of PyTorch that it is derived from: LayerNorm2d normalizes other axes than LayerNorm. The prefix
/// of a stranger keeps the names of other frameworks out.
std::vector<Call> callsOf(const RunRecord& record) {
  if (record.type.starts_with("onnx.")) return {{record.repr, true}};
  std::vector<std::string> arguments = {argumentsOf(record.repr)};
  if (arguments.front() == "()") arguments.push_back(neededArguments(record));
  std::vector<Call> calls;
  for (const bool byType : {false, true}) {
    if (!byType && lastPartOf(record.type) == record.className) continue;
    const std::string name = byType ? record.type : "model." + record.className;
    for (const std::string& own : arguments) calls.push_back({name + own, byType});
  }
  return calls;
}

/// What the layer held wins over what it printed.
void applyAttributes(const RecordAttributes& attributes, NormSpec& spec) {
  if (attributes.eps) spec.eps = *attributes.eps;
  if (attributes.groups && spec.kind == NormKind::group) spec.groups = *attributes.groups;
  const bool tracks = spec.kind == NormKind::batch || spec.kind == NormKind::instance;
  if (attributes.momentum && tracks) spec.momentum = *attributes.momentum;
}

/// In evaluation the running statistics, where the layer keeps any.
void applyMode(const RunRecord& record, NormSpec& spec) {
  const bool tracks = spec.kind == NormKind::batch || spec.kind == NormKind::instance;
  if (tracks && !record.training && record.runningMean) spec.mode = Mode::eval;
}

/// The last axes that normalized_shape names, for the layers of PyTorch that have it.
void applyNormalizedShape(const RunRecord& record, NormSpec& spec) {
  const auto& extents = record.attributes.normalizedShape;
  if (!extents || (record.type != "torch.nn.LayerNorm" && record.type != "torch.nn.RMSNorm")) return;
  spec.over = readCall(record.type + "(" + toText(*extents) + ")", record.whole).spec.over;
}

bool isOfFramework(const RunRecord& record) {
  const auto begins = [&](std::string_view place) { return record.type.starts_with(place); };
  return lastPartOf(record.type) == record.className &&
         (begins("torch.nn.") || begins("keras.") || begins("flax.") || begins("onnx."));
}

EpsSource epsSourceOf(const RunRecord& record) {
  if (record.attributes.eps || record.repr.find("eps") != std::string::npos) return EpsSource::layer;
  return isOfFramework(record) ? EpsSource::framework : EpsSource::nobody;
}

/// The shape with axis 1 as its last one.
Shape withAxis1Last(const Shape& shape) {
  std::string letters = shape.layout().letters();
  Extents extents = shape.extents();
  std::rotate(letters.begin() + 1, letters.begin() + 2, letters.end());
  std::rotate(extents.begin() + 1, extents.begin() + 2, extents.end());
  return Shape(Layout::parse(letters), extents);
}

}  // namespace

std::optional<DeclaredNorm> declaredOverAxis1(const RunRecord& record) {
  const auto& extents = record.attributes.normalizedShape;
  const bool isDerived = lastPartOf(record.type) != record.className &&
                         (record.type == "torch.nn.LayerNorm" || record.type == "torch.nn.RMSNorm");
  if (!isDerived || !extents || extents->size() != 1 || record.whole.rank() < 3) return std::nullopt;
  if (extents->front() != record.whole.extent(1)) return std::nullopt;
  try {
    NormSpec spec = readCall(record.type + argumentsOf(record.repr), withAxis1Last(record.whole)).spec;
    applyAttributes(record.attributes, spec);
    return DeclaredNorm{spec, specOnKept(record, spec), false, "", epsSourceOf(record)};
  } catch (const Error&) {
    return std::nullopt;
  }
}

DeclaredNorm declaredNorm(const RunRecord& record) {
  std::string reason;
  for (const Call& call : callsOf(record)) {
    try {
      const CallReading reading = readCall(call.text, record.whole);
      NormSpec spec = reading.spec;
      applyAttributes(record.attributes, spec);
      if (call.byType) applyNormalizedShape(record, spec);
      applyMode(record, spec);
      return {spec, specOnKept(record, spec), reading.roundsBeforeWeight, "", epsSourceOf(record)};
    } catch (const Error& error) {
      if (call.byType && reason.empty()) reason = withoutAdvice(error);
    }
  }
  return declaredOverAxis1(record).value_or(DeclaredNorm{std::nullopt, std::nullopt, false, reason});
}

}  // namespace normscope
