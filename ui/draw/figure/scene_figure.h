#pragma once

#include <optional>

#include "core/compute/choose.h"
#include "core/document/scene.h"
#include "ui/draw/figure/figure.h"

namespace normscope {

/// Whether a picture of the scene needs the values of its tensor.
bool showsValues(const Scene& scene);

/// The figure of a scene, which fills its page whatever the zoom of the window was. `x` is the tensor, wanted
/// where showsValues(); what is shown of the result is computed on `device`. Throws Error (nonsense, on the
/// source) where x has another shape than the scene, and as normalizeOn().
FigureOptions figureOf(const Scene& scene, const std::optional<Tensor>& x = std::nullopt,
                       const DeviceChoice& device = {});

/// Light or dark, by its name in a scene.
Theme themeOf(const Scene& scene);

}  // namespace normscope
