#pragma once

#include <optional>

#include "core/compute/choose.h"
#include "core/document/scene.h"
#include "ui/draw/figure/figure.h"

namespace normscope {

/// Whether a picture of the scene needs the values of its tensor.
bool showsValues(const Scene& scene);

/// Whether it needs those of the scene's weight and bias, too.
bool showsParameters(const Scene& scene);

/// The tensors of a scene, as far as a picture of it needs them.
struct SceneTensors {
  std::optional<Tensor> x;
  AffineParameters affine;
};

/// The figure of a scene, which fills its page whatever the zoom of the window was. `tensors.x` is wanted
/// where showsValues(), weight and bias where showsParameters(); what is shown of the result is computed on
/// `device`. Throws Error (nonsense, on the source) where one of them has another shape than the scene says,
/// and as normalizeOn().
FigureOptions figureOf(const Scene& scene, const SceneTensors& tensors = {}, const DeviceChoice& device = {});

/// Light or dark, by its name in a scene.
Theme themeOf(const Scene& scene);

}  // namespace normscope
