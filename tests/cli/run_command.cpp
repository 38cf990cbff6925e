#include "tests/cli/run_command.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

extern char** environ;

namespace normscope {
namespace {

std::vector<char*> pointersTo(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> environmentWith(const std::vector<std::string>& changes) {
  std::vector<std::string> all = changes;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const std::string name = text.substr(0, text.find('=') + 1);
    const bool replaced = std::any_of(changes.begin(), changes.end(),
                                      [&](const std::string& change) { return change.starts_with(name); });
    if (!replaced) all.push_back(text);
  }
  return all;
}

/// The status of the child once it ended; one that hangs, such as a window that should not have opened, is
/// killed. Building every kernel anew takes minutes on a busy machine.
int waitFor(pid_t child) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(10);
  int status = 0;
  while (waitpid(child, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > end) kill(child, SIGKILL);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return status;
}

}  // namespace

CommandResult runNormscope(const std::vector<std::string>& arguments,
                           const std::vector<std::string>& environment, const std::string& outputFile,
                           const std::string& inputFile) {
  // Files instead of pipes: nothing to read while the program runs, so nothing can block.
  const TemporaryFolder folder;
  std::vector<std::string> words = {NORMSCOPE_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables = environmentWith(environment);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, inputFile.c_str(), O_RDONLY, 0);
  const std::string out = outputFile.empty() ? folder.file("out") : outputFile;
  posix_spawn_file_actions_addopen(&actions, 1, out.c_str(), O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_addopen(&actions, 2, folder.file("err").c_str(), O_WRONLY | O_CREAT, 0600);
  pid_t child = 0;
  const int error = posix_spawn(&child, NORMSCOPE_PROGRAM, &actions, nullptr, pointersTo(words).data(),
                                pointersTo(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  CommandResult result;
  if (error != 0) {
    ADD_FAILURE() << "cannot start " << NORMSCOPE_PROGRAM;
    return result;
  }
  const int status = waitFor(child);
  if (WIFEXITED(status)) result.status = WEXITSTATUS(status);
  if (outputFile.empty()) result.out = contentsOf(out);
  result.err = contentsOf(folder.file("err"));
  return result;
}

void expectRefusal(const std::vector<std::string>& arguments, int status, const std::string& line) {
  const CommandResult result = runNormscope(arguments);
  EXPECT_EQ(result.err, line + "\n");
  EXPECT_EQ(result.out, "") << line;
  EXPECT_EQ(result.status, status) << line;
}

}  // namespace normscope
