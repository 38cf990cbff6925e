#pragma once

#include <string>
#include <vector>

#include "app/command_description.h"

namespace normscope::app {

/// The manual page normscope(1), as troff.
std::string manPage(const std::vector<CommandDescription>& commands);

}  // namespace normscope::app
