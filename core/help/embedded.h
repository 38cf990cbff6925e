#pragma once

#include <string_view>
#include <utility>
#include <vector>

namespace normscope::embedded {

/// The files of resources/help in the order of their names, as the build wrote them into the program: name
/// without .md, and bytes.
std::vector<std::pair<std::string_view, std::string_view>> helpFiles();

}  // namespace normscope::embedded
