#include "core/model/declared_by_name.h"

#include "core/error.h"
#include "core/model/kept_sets.h"

namespace normscope {
namespace {

bool has(const std::string& name, std::string_view part) {
  return name.find(part) != std::string::npos;
}

/// The axes of normalized_shape, else the last one.
std::string overOf(const RunRecord& record) {
  const auto& extents = record.attributes.normalizedShape;
  const int rank = record.whole.rank();
  const int count = extents ? static_cast<int>(extents->size()) : 1;
  std::string over;
  for (int axis = std::max(0, rank - count); axis < rank; ++axis)
    over += (over.empty() ? "" : "+") + std::string(1, record.whole.axis(axis).letter);
  return over;
}

NormSpec specFor(const RunRecord& record, NormKind kind) {
  NormSpec spec = specOf(kind);
  spec.over = overOf(record);
  spec.eps = record.attributes.eps.value_or(kind == NormKind::layer ? 1e-5 : 1e-6);
  spec.affine = record.weight || record.bias ? Affine::element : Affine::none;
  if (record.weight && record.bias.has_value() != (kind == NormKind::layer))
    spec.bias = record.bias.has_value();
  return spec;
}

class Readings {
 public:
  explicit Readings(const RunRecord& record) : record_(record) {}

  void add(NormKind kind, bool zeroCentered, bool roundsFirst) {
    NormSpec spec = specFor(record_, kind);
    if (zeroCentered && !record_.weight) return;
    spec.zeroCentered = zeroCentered;
    const EpsSource eps = record_.attributes.eps ? EpsSource::layer : EpsSource::nobody;
    try {
      all_.push_back({spec, specOnKept(record_, spec), roundsFirst, "", eps, true});
    } catch (const Error&) {
      // The record has not what this one would need.
    }
  }

  /// As Llama, OLMo 2 and Gemma have it.
  void addRms(bool zeroCenteredFirst) {
    if (zeroCenteredFirst) add(NormKind::rms, true, false);
    add(NormKind::rms, false, true);
    add(NormKind::rms, false, false);
    if (!zeroCenteredFirst) add(NormKind::rms, true, false);
  }

  std::vector<DeclaredNorm> take() { return std::move(all_); }

 private:
  const RunRecord& record_;
  std::vector<DeclaredNorm> all_;
};

}  // namespace

std::vector<DeclaredNorm> declaredByName(const RunRecord& record) {
  const std::string& name = record.className;
  Readings readings(record);
  if (record.whole.rank() == 0 || has(name, "Gated") || has(name, "Ada")) return {};
  if (has(name, "RMSNorm") || has(name, "RmsNorm")) {
    readings.addRms(has(name, "Gemma") || has(name, "Centered"));
  } else if (has(name, "L2Norm")) {
    readings.addRms(false);
    readings.add(NormKind::l2, false, false);
  } else if (has(name, "LayerNorm") || name == "LN") {
    const bool onePlus = has(name, "1P") || has(name, "1p");
    if (onePlus) readings.add(NormKind::layer, true, false);
    readings.add(NormKind::layer, false, true);
    readings.add(NormKind::layer, false, false);
    if (!onePlus) readings.add(NormKind::layer, true, false);
    // What T5 calls a layer norm.
    if (!record.bias) readings.addRms(false);
  }
  return readings.take();
}

}  // namespace normscope
