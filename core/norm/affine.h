#pragma once

#include <optional>

#include "core/norm/norm_spec.h"
#include "core/norm/reduction_plan.h"
#include "core/tensor/tensor.h"

namespace normscope {

/// The learned scale and shift (gamma and beta of the papers), of the plan's parameterShape(); an absent
/// weight is 1 everywhere, an absent bias 0.
struct AffineParameters {
  std::optional<Tensor> weight;
  std::optional<Tensor> bias;

  double weightAt(std::int64_t parameter) const { return weight ? weight->at(parameter) : 1.0; }
  double biasAt(std::int64_t parameter) const { return bias ? bias->at(parameter) : 0.0; }
};

/// The extents of the parameters that are given.
struct ParameterShapes {
  std::optional<Extents> weight;
  std::optional<Extents> bias;
};

ParameterShapes shapesOf(const AffineParameters& parameters);

/// What multiplies and shifts x̂: with zero_centered=true 1 + weight, in double precision, else the parameters
/// as they are.
AffineParameters effectiveParameters(const NormSpec& spec, const AffineParameters& given);

/// The spec with its affine sharing settled by the shapes of the given parameters, and with a bias where one
/// is given. With an affine= key they must have that shape (an axis that affine=AXES does not name may have
/// an extent of 1); without one the kind's default is tried first, then one parameter per channel, per
/// element of the reduced axes, per group. Throws Error (nonsense) that names the parameter, its shape and
/// the shapes that would fit, or says that the norm has no bias.
NormSpec settleAffine(const Shape& shape, const NormSpec& spec, const ParameterShapes& parameters);

}  // namespace normscope
