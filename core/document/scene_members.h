#pragma once

#include "core/document/scene.h"
#include "core/json/strict_json.h"

namespace normscope {

/// Of a path in a scene or a session, in bytes.
inline constexpr std::size_t longestPath = 4096;

/// Which norms a scene may hold.
enum class NormsOfScene { withPlan, any };

/// The scene in a parsed JSON value, for files that hold one among other things; `path` comes before its keys
/// in messages. Throws as readScene().
Scene sceneIn(const nlohmann::json& value, const std::string& subject, const std::string& path,
              NormsOfScene norms = NormsOfScene::withPlan);

/// A norm that fits the shape. Throws Error (failed, on `subject`).
NormSpec normIn(const std::string& text, const Shape& shape, const std::string& subject);

/// What toJson() writes.
nlohmann::ordered_json membersOf(const Scene& scene);

/// Scenes and sessions are written as the first version that can say what they hold; all are read.
inline constexpr int newestVersion = 2;
int versionOf(const Scene& scene);

/// The "version" of an object whose "normscope" is `kind`, from 1 to `newest`; throws Error (failed) for all
/// else.
int requireVersion(const nlohmann::json& value, const std::string& kind, int newest,
                   const std::string& subject, const std::string& path);

}  // namespace normscope
