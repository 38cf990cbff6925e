#include "core/norm/affine.h"

#include <algorithm>

#include "core/error.h"
#include "core/norm/norm_registry.h"
#include "core/text/list.h"

namespace normscope {
namespace {

NormSpec withAffine(NormSpec spec, Affine affine) {
  spec.affine = affine;
  return spec;
}

/// The sharings that given parameters may have, the likeliest first.
std::vector<Affine> candidates(const Shape& shape, const NormSpec& spec) {
  if (spec.affine) return {*spec.affine};
  const NormInfo& info = infoOf(spec.kind);
  std::vector<Affine> order = {info.defaultAffine, Affine::channel, Affine::element, Affine::group};
  std::vector<Affine> possible;
  for (const Affine affine : order) {
    const bool new_ = std::find(possible.begin(), possible.end(), affine) == possible.end();
    const bool hasChannel = affine != Affine::channel || shape.layout().find(AxisRole::channel).has_value();
    if (affine != Affine::none && info.allows(affine) && new_ && hasChannel) possible.push_back(affine);
  }
  return possible;
}

void refuseMismatch(const Shape& shape, const NormSpec& spec, const std::string& name,
                    const Tensor& parameter) {
  std::vector<std::string> fitting;
  for (const Affine affine : candidates(shape, spec)) {
    const auto expected = plan(shape, withAffine(spec, affine)).parameterShape();
    const std::string text =
        expected ? toText(*expected) + " (one per " + std::string(nameOf(affine)) + ")" : "";
    if (std::find(fitting.begin(), fitting.end(), text) == fitting.end()) fitting.push_back(text);
  }
  throw nonsense(name,
                 "its shape " + toText(parameter.extents()) + " does not fit norm '" + toText(spec) +
                     "' on " + toText(shape.extents()),
                 "give the shape " + joinOr(fitting));
}

}  // namespace

NormSpec settleAffine(const Shape& shape, const NormSpec& spec, const AffineParameters& parameters) {
  if (!parameters.weight && !parameters.bias) return spec;
  const std::string name = parameters.weight ? "weight" : "bias";
  if (spec.affine == Affine::none) {
    throw nonsense(name, "the norm '" + toText(spec) + "' has affine=none",
                   "leave " + name + " out or change affine");
  }
  const Tensor& first = parameters.weight ? *parameters.weight : *parameters.bias;
  for (const Affine affine : candidates(shape, spec)) {
    const NormSpec settled = withAffine(spec, affine);
    if (plan(shape, settled).parameterShape() != first.extents()) continue;
    if (parameters.weight && parameters.bias && parameters.bias->extents() != first.extents()) {
      refuseMismatch(shape, settled, "bias", *parameters.bias);
    }
    return settled;
  }
  refuseMismatch(shape, spec, name, first);
  return spec;
}

}  // namespace normscope
