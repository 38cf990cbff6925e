#pragma once

#include "core/document/document_json.h"

namespace normscope {

class MainWindow;

/// What the window shows as a session, its file named by its whole path, since it may be opened from another
/// folder.
SavedSession shownSession(const MainWindow& window);

/// What the window shows as a scene, for a picture. Its norms are those that have a plan; they may be none.
Scene shownScene(const MainWindow& window);

}  // namespace normscope
