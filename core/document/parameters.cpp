#include "core/document/parameters.h"

#include "core/error.h"
#include "core/io/generate.h"
#include "core/norm/norm_registry.h"
#include "core/norm/reduction_plan.h"

namespace normscope {
namespace {

/// A sharing that is the kind's default is not written, and so as good as left out: given parameters decide.
NormSpec opened(NormSpec spec) {
  if (spec.affine == infoOf(spec.kind).defaultAffine) spec.affine.reset();
  return spec;
}

/// Numbers that were typed belong to the channels that they were typed for.
void follow(std::optional<LayerParameter>& source, const Extents& extents) {
  if (!source || source->extents == extents || !isGenerated(source->text)) return;
  GeneratedTensor generated = parseGenerated(source->text);
  if (generated.kind == GeneratedTensor::Kind::values) return;
  generated.extents = extents;
  source = LayerParameter{toText(generated), extents};
}

}  // namespace

LayerParameters takenBy(const NormSpec& asked, const LayerParameters& parameters) {
  if (asked.affine == Affine::none && infoOf(asked.kind).defaultAffine != Affine::none) return {};
  LayerParameters taken = parameters;
  if (asked.bias == false) taken.bias.reset();
  return taken;
}

ParameterShapes shapesOf(const LayerParameters& parameters) {
  ParameterShapes shapes;
  if (parameters.weight) shapes.weight = parameters.weight->extents;
  if (parameters.bias) shapes.bias = parameters.bias->extents;
  return shapes;
}

void requireFit(const Shape& shape, const NormSpec& spec, const LayerParameters& parameters) {
  settleAffine(shape, opened(spec), shapesOf(takenBy(spec, parameters)));
}

bool fits(const Shape& shape, const NormSpec& spec, const LayerParameters& parameters) {
  try {
    requireFit(shape, spec, parameters);
    return true;
  } catch (const Error&) {
    return false;
  }
}

NormSpec settledWith(const Shape& shape, NormSpec spec, const NormSpec& asked,
                     const LayerParameters& parameters) {
  if (asked.affine != Affine::axes) spec.affine = asked.affine;
  spec.bias = asked.bias;
  const LayerParameters taken = takenBy(asked, parameters);
  if (taken.isEmpty()) return spec;
  try {
    return settleAffine(shape, opened(spec), shapesOf(taken));
  } catch (const Error&) {
    return spec;
  }
}

std::optional<Extents> parameterShapeFor(const Shape& shape, const NormSpec& spec) {
  try {
    if (const auto own = plan(shape, spec).parameterShape()) return own;
  } catch (const Error&) {
    return std::nullopt;  // a norm without a plan has no parameters either
  }
  if (!shape.layout().find(AxisRole::channel)) return std::nullopt;
  return Extents{shape.channelCount()};
}

LayerParameters followed(const Shape& shape, const NormSpec& spec, LayerParameters parameters) {
  if (parameters.isEmpty() || fits(shape, spec, parameters)) return parameters;
  const auto extents = parameterShapeFor(shape, spec);
  if (!extents) return parameters;
  follow(parameters.weight, *extents);
  follow(parameters.bias, *extents);
  return parameters;
}

}  // namespace normscope
