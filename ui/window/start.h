#pragma once

namespace normscope {

class Session;

/// What the window opens on where nothing else is asked for. Small enough that every cell of the cube is one
/// position, and groups of 1, 2, 3 or 6 are possible.
inline constexpr const char* builtInStart = "normal:8,6,8,8";
inline constexpr const char* builtInNorm = "group:groups=2";

/// Goes back to the built-in start; a step that can be undone.
void startAfresh(Session& session);

}  // namespace normscope
