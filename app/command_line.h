#pragma once

#include <string>
#include <vector>

namespace normscope::app {

/// Runs the program on the arguments after its name and returns the exit status: 0 done, 1 it could not be
/// done, 2 the request makes no sense. Whatever goes wrong becomes one line on standard error.
int runCommandLine(const std::vector<std::string>& arguments) noexcept;

}  // namespace normscope::app
