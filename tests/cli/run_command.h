#pragma once

#include <string>
#include <vector>

#include "tests/core/temporary_folder.h"

namespace normscope {

/// What a run of the program left behind.
struct CommandResult {
  int status = -1;  ///< exit status, or -1 when a signal ended it
  std::string out;
  std::string err;
};

/// Runs the built program (NORMSCOPE_PROGRAM) with these arguments, without a shell, and waits for it, two
/// minutes at most. `environment` entries "NAME=value" replace those of this process. Standard output goes to
/// `outputFile` where one is given; standard input comes from `inputFile`.
CommandResult runNormscope(const std::vector<std::string>& arguments,
                           const std::vector<std::string>& environment = {},
                           const std::string& outputFile = "", const std::string& inputFile = "/dev/null");

/// Expects the command to fail with exactly this status, this line on standard error, and nothing on standard
/// output.
void expectRefusal(const std::vector<std::string>& arguments, int status, const std::string& line);

}  // namespace normscope
