#pragma once

#include <string>

#include "core/document/session_json.h"

namespace normscope {

class MainWindow;

/// How many of a scene's norms the window shows side by side: 1, 2 or 4, the first ones.
std::size_t normsInWindow(const Scene& scene);

/// What the window shows; its session must have a plan.
Scene shownScene(MainWindow& window);

/// The same with what only the window has.
SavedSession shownSession(MainWindow& window);

/// Shows the norm, the selection and the view of a scene, on the tensor that is open and has its shape.
void applyScene(MainWindow& window, const SavedSession& session);

}  // namespace normscope
