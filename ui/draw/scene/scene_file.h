#pragma once

#include <optional>
#include <string>

#include "core/document/session_json.h"
#include "core/engine/progress.h"
#include "core/lab/lab_json.h"

namespace normscope {

/// The session in a file, known by its content and not by its name: a .normscope session, the JSON of a
/// scene, or an SVG, PDF or PNG that Normscope exported, whose scene becomes a session. Nothing where the
/// content is none of these, as for a tensor, or where `path` is no file that can be read; whoever reads
/// tensors says why; a PNG without a scene and the index of a model in several files are tensors, too. Throws
/// Error (failed), one line, for an SVG or PDF without a scene, a picture beyond 64 MB, and as readSession().
std::optional<SavedSession> sessionIn(const std::string& path);

/// The laboratory's settings in a checkpoint or an exported plot, known and refused in the same way; nothing
/// where the content is something else.
std::optional<lab::SavedExperiment> experimentIn(const std::string& path);

/// The scene of sessionIn(), where a scene is asked for: throws Error (failed) for a PNG without one, too.
std::optional<Scene> sceneIn(const std::string& path);

/// Where a tensor of a scene is: `source` itself, or, of a file, the first path with something there of the
/// source, and its name in the folder of `sceneFile`. Nothing where the file is missing.
std::optional<std::string> findSource(const std::string& source, const std::string& sceneFile);

/// The scene with its weight and bias where they are found; one that is missing stays as it is.
Scene withFoundParameters(Scene scene, const std::string& sceneFile);

/// SHA-256 (FIPS 180-4) of a file's bytes as small hexadecimal digits. Throws Error (failed) where it cannot
/// be read, Cancelled where nobody wants it any more.
std::string sha256Of(const std::string& path, const Progress& progress = {});

/// The scene with what a picture may tell others: of each file its name without the folders, and its hash.
Scene forPicture(Scene scene, const Progress& progress = {});

/// Writes a .normscope file, with the hashes of the tensor's and the parameters' files. Throws Error (failed)
/// where it cannot be written.
void writeSession(SavedSession session, const std::string& path);

}  // namespace normscope
