#include "tests/cli/run_command.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

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

std::string contentOf(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace

CommandResult runNormscope(const std::vector<std::string>& arguments,
                           const std::vector<std::string>& environment, const std::string& outputFile) {
  // Files instead of pipes: nothing to read while the program runs, so nothing can block.
  const TemporaryFolder folder;
  std::vector<std::string> words = {NORMSCOPE_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables = environmentWith(environment);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  const std::string out = outputFile.empty() ? folder.path("out") : outputFile;
  posix_spawn_file_actions_addopen(&actions, 1, out.c_str(), O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_addopen(&actions, 2, folder.path("err").c_str(), O_WRONLY | O_CREAT, 0600);
  pid_t child = 0;
  const int error = posix_spawn(&child, NORMSCOPE_PROGRAM, &actions, nullptr, pointersTo(words).data(),
                                pointersTo(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  CommandResult result;
  if (error != 0) {
    ADD_FAILURE() << "cannot start " << NORMSCOPE_PROGRAM;
    return result;
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFEXITED(status)) result.status = WEXITSTATUS(status);
  if (outputFile.empty()) result.out = contentOf(out);
  result.err = contentOf(folder.path("err"));
  return result;
}

void expectRefusal(const std::vector<std::string>& arguments, int status, const std::string& line) {
  const CommandResult result = runNormscope(arguments);
  EXPECT_EQ(result.err, line + "\n");
  EXPECT_EQ(result.out, "") << line;
  EXPECT_EQ(result.status, status) << line;
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "normscope-cli-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) ADD_FAILURE() << "cannot make a folder like " << pattern;
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::vector<std::string> TemporaryFolder::entries() const {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(path_)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace normscope
