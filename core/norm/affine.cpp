#include "core/norm/affine.h"

#include <algorithm>
#include <vector>

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

/// The axes along which a parameter of this shape would vary, "H+C", where they are some that stand in this
/// order and the spec says nothing else; else "".
std::string axesOf(const Shape& shape, const NormSpec& spec, const Extents& parameter) {
  if (spec.affine || parameter.size() < 2) return "";
  std::string axes;
  std::size_t next = 0;
  for (int axis = 0; axis < shape.rank() && next < parameter.size(); ++axis) {
    if (shape.extent(axis) != parameter[next]) continue;
    axes += (axes.empty() ? "" : "+") + std::string(1, shape.axis(axis).letter);
    ++next;
  }
  return next == parameter.size() ? axes : "";
}

/// The usual layout of so many axes with the channels, or features, last; empty where that is this one.
std::string channelsLast(const Shape& shape) {
  if (shape.rank() < 3 || shape.rank() > 5) return "";
  if (shape.layout().find(AxisRole::channel) == shape.rank() - 1) return "";
  return shape.rank() == 3 ? "BTF" : shape.rank() == 4 ? "NHWC" : "NDHWC";
}

void refuseMismatch(const Shape& shape, const NormSpec& spec, const std::string& name,
                    const Extents& parameter) {
  std::vector<std::string> fitting;
  for (const Affine affine : candidates(shape, spec)) {
    const auto expected = plan(shape, withAffine(spec, affine)).parameterShape();
    const std::string text = expected ? toText(*expected) + " (one per " +
                                            (affine == Affine::axes ? "position of " : "") +
                                            affineText(withAffine(spec, affine)) + ")"
                                      : "";
    const auto sameShape = [&](const std::string& known) {
      return expected && known.starts_with(toText(*expected) + " ");
    };
    if (std::none_of(fitting.begin(), fitting.end(), sameShape)) fitting.push_back(text);
  }
  // A weight for the last axis, which the layout does not call the channel.
  const std::string axes = axesOf(shape, spec, parameter);
  const bool fitsLast = parameter == Extents{shape.extents().back()} && shape.rank() > 1;
  const std::string layout = fitsLast ? channelsLast(shape) : "";
  throw nonsense(
      name,
      "its shape " + toText(parameter) + " does not fit norm '" + toText(spec) + "' on " +
          toText(shape.extents()) + (layout.empty() ? "" : ", but the last axis"),
      (layout.empty() ? "" : "name the axes with --layout " + layout + ", or ") + "give the shape " +
          joinOr(fitting) + (axes.empty() ? "" : ", or add affine=" + axes + " to the norm") +
          (fitsLast && layout.empty() ? ", or name the axes with --layout: the last one has that extent"
                                      : ""));
}

/// The parameters' extents, with an extent of 1 for every axis of the tensor that they do not vary along.
Extents keptDimensions(const ReductionPlan& plan) {
  Extents extents(static_cast<std::size_t>(plan.shape().rank()), 1);
  for (const PlanAxis& axis : plan.axes()) {
    if (axis.parameter) extents[static_cast<std::size_t>(axis.source)] *= axis.extent;
  }
  return extents;
}

bool fits(const Extents& parameter, const ReductionPlan& plan) {
  if (plan.parameterShape() == parameter) return true;
  return plan.spec().affine == Affine::axes && parameter == keptDimensions(plan);
}

}  // namespace

ParameterShapes shapesOf(const AffineParameters& parameters) {
  ParameterShapes shapes;
  if (parameters.weight) shapes.weight = parameters.weight->extents();
  if (parameters.bias) shapes.bias = parameters.bias->extents();
  return shapes;
}

AffineParameters effectiveParameters(const NormSpec& spec, const AffineParameters& given) {
  if (!spec.zeroCentered || !given.weight) return given;
  std::vector<double> scale;
  scale.reserve(static_cast<std::size_t>(given.weight->elementCount()));
  for (std::int64_t i = 0; i < given.weight->elementCount(); ++i) scale.push_back(1 + given.weight->at(i));
  return {Tensor::of<double>(DType::float64, given.weight->extents(), scale), given.bias};
}

NormSpec settleAffine(const Shape& shape, const NormSpec& spec, const ParameterShapes& parameters) {
  if (!parameters.weight && !parameters.bias) return spec;
  const std::string name = parameters.weight ? "weight" : "bias";
  if (spec.affine == Affine::none) {
    throw nonsense(name, "the norm '" + toText(spec) + "' has affine=none",
                   "leave " + name + " out or change affine");
  }
  if (parameters.bias && spec.bias == false)
    throw nonsense("bias", "the norm '" + toText(spec) + "' has bias=false",
                   "leave bias out or change the norm");
  const Extents& first = parameters.weight ? *parameters.weight : *parameters.bias;
  for (const Affine affine : candidates(shape, spec)) {
    NormSpec settled = withAffine(spec, affine);
    const ReductionPlan made = plan(shape, settled);
    if (!fits(first, made)) continue;
    if (parameters.bias && !fits(*parameters.bias, made))
      refuseMismatch(shape, settled, "bias", *parameters.bias);
    if (parameters.bias) settled.bias = true;
    return settled;
  }
  refuseMismatch(shape, spec, name, first);
  return spec;
}

}  // namespace normscope
