#pragma once

#include <string>

namespace normscope {

/// The extension of a path in small letters, with its dot; empty where there is none.
std::string extensionOf(const std::string& path);

}  // namespace normscope
