#include "core/io/leftover_files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <filesystem>
#include <mutex>
#include <optional>
#include <set>
#include <string_view>

namespace normscope {
namespace {

constexpr std::string_view temporaryPrefix = ".normscope-";
constexpr std::size_t longestExtension = 16;

/// Reads a number off the front of the text.
std::optional<long> takeNumber(std::string_view& text) {
  long number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || number < 0) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

/// The process in a name that temporaryNameFor() made; nothing for any other.
std::optional<pid_t> processIn(std::string_view name) {
  if (!name.starts_with(temporaryPrefix)) return std::nullopt;
  name.remove_prefix(temporaryPrefix.size());
  const auto process = takeNumber(name);
  if (!process || *process == 0 || !name.starts_with('-')) return std::nullopt;
  name.remove_prefix(1);
  if (!takeNumber(name) || name.size() > longestExtension) return std::nullopt;
  if (!name.empty() && (name.front() != '.' || name.find('.', 1) != std::string_view::npos))
    return std::nullopt;
  return static_cast<pid_t>(*process);
}

bool isRunning(pid_t process) {
  return ::kill(process, 0) == 0 || errno != ESRCH;
}

/// A process in another container, or on another machine, has a number that says nothing here; its lock does.
/// Where the file system has no locks the file stays.
void removeUnlessLocked(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0) return;
  struct stat status {};
  const bool mayBeFolder = !std::filesystem::path(path).has_extension();
  const bool isKnown =
      ::fstat(fd, &status) == 0 && (S_ISREG(status.st_mode) || (mayBeFolder && S_ISDIR(status.st_mode)));
  const bool isOurs = isKnown && status.st_uid == ::geteuid();
  std::error_code ignored;
  if (isOurs && ::flock(fd, LOCK_EX | LOCK_NB) == 0) std::filesystem::remove_all(path, ignored);
  ::close(fd);
}

/// Whether nobody asked before.
bool isFirstLook(const std::string& folder) {
  static std::mutex mutex;
  static std::set<std::string> seen;
  const std::lock_guard lock(mutex);
  return seen.insert(folder).second;
}

}  // namespace

std::string folderOf(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

std::string temporaryNameFor(const std::string& target) {
  static std::atomic<unsigned> counter = 0;
  std::string extension = std::filesystem::path(target).extension().string();
  if (extension.size() > longestExtension) extension.clear();
  return folderOf(target) + "/" + std::string(temporaryPrefix) + std::to_string(::getpid()) + "-" +
         std::to_string(++counter) + extension;
}

void removeLeftovers(const std::string& folder) {
  if (!isFirstLook(folder)) return;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const auto process = processIn(entry->path().filename().native());
    // In a container programs tend to have the same number each time: the lock tells our files from those.
    const bool mayBeLeft = process && (*process == ::getpid() || !isRunning(*process));
    if (mayBeLeft) removeUnlessLocked(entry->path().native());
  }
}

}  // namespace normscope
