#pragma once

#include <string>

namespace normscope {

/// The name of a temporary file for `target`, in its folder and with its extension: distinct within this
/// process and among those that run now. Its length does not depend on the file's name, which may already be
/// as long as the file system allows.
std::string temporaryNameFor(const std::string& target);

/// The folder of a path, "." where it names none.
std::string folderOf(const std::string& path);

/// Removes temporary files from a folder that nobody needs any more, since the process that made them was
/// killed: files and folders of this user, named as temporaryNameFor() names them, which nobody has locked
/// and whose process does not run here, or is this one. Looks into a folder once per process. What can't be
/// removed stays.
void removeLeftovers(const std::string& folder);

}  // namespace normscope
