#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace normscope {

/// How a child process ended.
struct ChildEnd {
  enum class How { answered, exited, crashed, tookTooLong, notStarted };

  How how = How::notStarted;
  int number = 0;   ///< the exit status, the signal, or errno, by `how`; answered: 0
  std::string out;  ///< what it wrote to standard output
  std::string err;  ///< and to standard error
};

/// Runs a command and waits for its end, at most `limit`; then it is killed with all that it started. Nothing
/// of this process reaches it but the environment: standard input is empty, all other files are closed. Only
/// the first 64 KiB of what it writes are kept.
ChildEnd runChild(const std::vector<std::string>& command, std::chrono::milliseconds limit);

/// For the child itself: it ends when the thread that started it does, so that nothing outlives the program,
/// and leaves no core file.
void beShortLived();

}  // namespace normscope
