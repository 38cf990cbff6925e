#pragma once

#include "core/document/document.h"
#include "core/document/session_json.h"

namespace normscope {

/// The document as a session holds it, drawn in the theme "light" or "dark". Running statistics that are not
/// finite are left out; norms are as they were adapted to the shape.
SavedSession savedOf(const Document& document, const std::string& theme);

/// The document that a session holds. The window shows 1, 2 or 4 norms: the first ones of more, the active
/// one always among them.
Document documentOf(const SavedSession& saved);

/// How many of so many norms the window shows side by side: 1, 2 or 4.
std::size_t normsInWindow(std::size_t count);

/// What a scene shows, as the window does: differences to x, which it does not draw, as y.
Shown shownOf(SceneShow show);

/// The weight and bias of a scene.
LayerParameters parametersOf(const Scene& scene);

/// What the document shows as a scene, for a picture: without the norms that have no plan. The norms that are
/// left may be none.
Scene sceneOf(const Document& document, const std::string& theme);

}  // namespace normscope
