#pragma once

#include <string>
#include <vector>

namespace normscope {

/// What a run of the program left behind.
struct CommandResult {
  int status = -1;  ///< exit status, or -1 when a signal ended it
  std::string out;
  std::string err;
};

/// Runs the built program (NORMSCOPE_PROGRAM) with these arguments, without a shell, and waits for it.
/// `environment` entries "NAME=value" replace those of this process. Standard output goes to
/// `outputFile` where one is given.
CommandResult runNormscope(const std::vector<std::string>& arguments,
                           const std::vector<std::string>& environment = {},
                           const std::string& outputFile = "");

/// Expects the command to fail with exactly this status, this line on standard error, and nothing on standard
/// output.
void expectRefusal(const std::vector<std::string>& arguments, int status, const std::string& line);

/// A folder that is removed with everything in it at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string path(const std::string& name) const { return path_ + "/" + name; }
  std::vector<std::string> entries() const;  ///< names in it, sorted

 private:
  std::string path_;
};

}  // namespace normscope
