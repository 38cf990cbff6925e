#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/compute/choose.h"
#include "core/document/laboratory.h"
#include "core/document/page.h"
#include "core/document/scene.h"
#include "core/norm/running_statistics.h"

namespace normscope {

/// What a .normscope file holds: a scene, and what only the window has.
struct SavedSession {
  Scene scene;
  std::size_t norm = 0;  ///< which of the scene's norms the controls change
  DeviceChoice device;
  std::optional<RunningStatistics> running;  ///< of the layer; nothing: a new layer's
  Page page = Page::cube;
  bool difference = false;  ///< B − A is shown beside y of two norms
  Laboratory laboratory = {};
  bool isPicture = false;  ///< it is a scene alone, whose theme is that of a figure and not of the window
  std::string model = {};  ///< path of a recorded run or a checkpoint; empty: none
};

/// A session as JSON:
///
///     {"normscope": "session", "version": 1, "scene": {...}, "norm": 0, "device": "auto",
///      "running": {"mean": [0, 0], "variance": [1, 1], "batches": 0}}
///
/// "scene" as in scene_json.h; "running", one number per channel, is left out for a new layer. A session of
/// version 2 may also have "page": "maps", "model" or "laboratory", "model": "/path", "difference": true,
/// "laboratory" as in laboratory_json.h, and norms that have no plan for the shape; version 1 is written
/// where there is none of this. Throws Error (failed) where it would be larger than what is read.
std::string toJson(const SavedSession& session);

/// Reads a session, or a scene as a session of it. `subject` is what errors are about, as a rule the path.
/// Throws Error (failed), one line, as readScene() does; a session may be 16 MB.
SavedSession readSession(std::string_view json, const std::string& subject);

}  // namespace normscope
