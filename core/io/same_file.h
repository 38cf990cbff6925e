#pragma once

#include <string>

namespace normscope {

/// Whether two paths lead to one regular file, through links too; false where either is not there.
bool isSameFile(const std::string& a, const std::string& b);

}  // namespace normscope
