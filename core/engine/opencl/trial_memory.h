#pragma once

#include <optional>
#include <string>

namespace normscope {

/// What trials of devices found, kept in the user's cache folder ($XDG_CACHE_HOME, else ~/.cache) for later
/// processes. A file that can't be read or written, or was damaged, is as if it were not there: nothing here
/// throws or complains.
///
/// The file is text with a line for each trial: its key, what was wrong ("" where nothing was) and a
/// checksum. Lines are only appended, so that processes do not get into each other's way; the last one of a
/// key counts.

/// What the last trial under `key` found; nothing where there is none.
std::optional<std::string> rememberedTrial(const std::string& key);

/// `key` and `verdict` are one line each; line breaks in them are escaped.
void rememberTrial(const std::string& key, const std::string& verdict);

}  // namespace normscope
