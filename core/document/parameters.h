#pragma once

#include <optional>
#include <string>

#include "core/norm/affine.h"

namespace normscope {

/// Where the values of a weight or a bias come from, and the shape that they have there.
struct LayerParameter {
  std::string text;  ///< FILE of the command line
  Extents extents;

  bool operator==(const LayerParameter&) const = default;
};

/// The layer's own weight and bias; nothing: 1 (0 with zero_centered) and 0.
struct LayerParameters {
  std::optional<LayerParameter> weight;
  std::optional<LayerParameter> bias;

  bool isEmpty() const { return !weight && !bias; }
  bool operator==(const LayerParameters&) const = default;
};

/// What of them a norm takes: none where affine=none was asked of a norm that has parameters by default, no
/// bias where bias=false was.
LayerParameters takenBy(const NormSpec& asked, const LayerParameters& parameters);

ParameterShapes shapesOf(const LayerParameters& parameters);

/// `spec`, the norm that is shown of `asked`, with the sharing of weight and bias settled by the parameters
/// that it takes; as it was asked for where there are none, or where they do not fit: settleAffine() says
/// why.
NormSpec settledWith(const Shape& shape, NormSpec spec, const NormSpec& asked,
                     const LayerParameters& parameters);

/// The parameters in shapes that fit the norm: those of a generated tensor are made anew where they do not,
/// so that a random weight follows the channels; all others stay as they are.
LayerParameters followed(const Shape& shape, const NormSpec& spec, LayerParameters parameters);

/// The shape that parameters of this norm have: its own, or one a channel where it has none by default.
/// Nothing where there is neither.
std::optional<Extents> parameterShapeFor(const Shape& shape, const NormSpec& spec);

/// Whether requireFit() has nothing to say.
bool fits(const Shape& shape, const NormSpec& spec, const LayerParameters& parameters);

/// Throws Error (nonsense) as settleAffine() where the parameters that the norm takes do not fit.
void requireFit(const Shape& shape, const NormSpec& spec, const LayerParameters& parameters);

}  // namespace normscope
