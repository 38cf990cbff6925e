#pragma once

#include <string>
#include <vector>

#include "app/command_description.h"

namespace normscope::app {

/// Completions of commands, options, files and few-valued options, as a script of that shell.
std::string bashCompletions(const std::vector<CommandDescription>& commands);
std::string zshCompletions(const std::vector<CommandDescription>& commands);
std::string fishCompletions(const std::vector<CommandDescription>& commands);

}  // namespace normscope::app
