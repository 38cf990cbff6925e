#pragma once

#include <string>
#include <string_view>

#include "core/document/scene.h"

namespace normscope {

/// A scene as JSON, every key written:
///
///     {"normscope": "scene", "version": 1, "source": "normal:8,6,4,4:seed=1", "layout": "NCHW",
///      "shape": [8, 6, 4, 4], "norms": ["batch", "group:groups=2"], "selection": [0, 0, 0, 0],
///      "pinned": false, "show": "set", "camera": {"yaw": 45, "pitch": 28, "zoom": 1}, "reveal": "glass",
///      "open_along": "batch", "unfold": null, "overlays": ["axes"], "theme": "light"}
///
/// With "sha256" for a file and "width_mm" for a figure. "show" is one of set, sets, x, x_hat, y and
/// difference, "reveal" glass, opened or closed, "open_along" batch, channel or space, "overlays" holds some
/// of parameters, axes and memory, "unfold" is the letter of a spatial axis. One line of ASCII where
/// `indented` is false. A source that is no UTF-8, or holds control characters, is written with replacement
/// characters.
std::string toJson(const Scene& scene, bool indented = true);

/// Reads it back; what is left out is as in sceneOf(), but kind, version, source, layout, shape and norms are
/// required. `subject` is what errors are about, as a rule the path. Throws Error (failed), one line, for
/// what is no such JSON, an unknown or repeated key, a value of another type or out of range, a later
/// version, more than 1 MB, and whatever plan() refuses for the shape.
Scene readScene(std::string_view json, const std::string& subject);

}  // namespace normscope
