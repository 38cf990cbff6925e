#include "core/io/atomic_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include "core/error.h"
#include "core/io/leftover_files.h"

namespace normscope {
namespace {

/// Only files of these names, so that nothing of somebody else's goes.
void removeFolder(const std::string& path, const std::vector<std::string>& names) {
  for (const std::string& name : names) ::unlink((path + "/" + name).c_str());
  ::rmdir(path.c_str());
}

/// Best effort: not every file system can say when the disk holds a folder.
void keepFolder(const std::string& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return;
  ::fsync(folder);
  ::close(folder);
}

/// All of them, once the disk holds them; else the error.
int writeWhole(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  const bool isKept = ::fsync(fd) == 0 || errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP;
  return isKept ? 0 : errno;
}

}  // namespace

AtomicFolder::AtomicFolder(std::string path, std::vector<std::string> names)
    : path_(std::move(path)), names_(std::move(names)) {
  while (path_.size() > 1 && path_.ends_with('/')) path_.pop_back();
  if (path_.empty()) throw failure("output folder", "its name is empty", "give the path of a folder");
  target_ = path_;
  struct stat status {};
  exists_ = ::stat(path_.c_str(), &status) == 0;
  if (exists_) {
    if (!S_ISDIR(status.st_mode)) throw failure(path_, "it is no folder", "give the path of a folder");
    refuseOtherThings();
    std::error_code ignored;
    const std::filesystem::path real = std::filesystem::canonical(path_, ignored);
    if (!real.empty()) target_ = real.string();
  }
  createTemporary();
  if (exists_) static_cast<void>(::fchmod(lock_, status.st_mode & 07777));
}

AtomicFolder::~AtomicFolder() {
  if (!temporaryPath_.empty()) removeFolder(temporaryPath_, names_);
  if (lock_ >= 0) ::close(lock_);
}

void AtomicFolder::refuseOtherThings() const {
  std::vector<std::string> others;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(path_, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (std::find(names_.begin(), names_.end(), name) == names_.end()) others.push_back(name);
  }
  if (error) fail(path_, error.value());
  if (others.empty()) return;
  throw failure(path_,
                "it holds '" + *std::min_element(others.begin(), others.end()) +
                    "', which would be lost with the folder",
                "give a folder that is empty or not there");
}

void AtomicFolder::createTemporary() {
  const std::string folder = folderOf(target_);
  removeLeftovers(folder);
  for (;;) {
    const std::string path = temporaryNameFor(folder + "/folder");  // whatever the name: without an extension
    if (::mkdir(path.c_str(), 0777) != 0) {
      if (errno == EEXIST) continue;
      const int error = errno;
      // Some folders that exist take none, with the same answer: those of the kernel.
      if (error != ENOENT || std::filesystem::exists(folder)) fail(path_, error);
      throw failure(path_, "the folder '" + folderOf(path_) + "' does not exist",
                    "make it first or give another path");
    }
    temporaryPath_ = path;
    lock_ = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock_ < 0 && errno == ENOENT) continue;  // another process took it for a leftover
    if (lock_ < 0) {
      const int error = errno;
      removeFolder(path, {});
      fail(path_, error);
    }
    struct stat status {};
    const bool isTaken = ::flock(lock_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    if (!isTaken && ::fstat(lock_, &status) == 0 && status.st_nlink > 0) return;
    ::close(std::exchange(lock_, -1));
  }
}

void AtomicFolder::write(const std::string& name, std::string_view bytes) {
  const std::string shown = path_ + "/" + name;
  const int fd = ::open((temporaryPath_ + "/" + name).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (fd < 0) fail(shown, errno);
  int error = writeWhole(fd, bytes);
  // Some file systems, networked ones above all, report a full disk only here.
  if (::close(fd) != 0 && error == 0) error = errno;
  if (error != 0) fail(shown, error);
}

void AtomicFolder::commit() {
  keepFolder(temporaryPath_);
  if (std::filesystem::exists(target_)) refuseOtherThings();  // that came meanwhile
  // An empty folder is replaced by a plain rename, where not every file system can exchange two.
  const bool isExchanged = ::rename(temporaryPath_.c_str(), target_.c_str()) != 0;
  if (isExchanged) {
    if (errno != ENOTEMPTY && errno != EEXIST) fail(path_, errno);
    if (::renameat2(AT_FDCWD, temporaryPath_.c_str(), AT_FDCWD, target_.c_str(), RENAME_EXCHANGE) != 0)
      fail(path_, errno);
    removeFolder(temporaryPath_, names_);
  }
  temporaryPath_.clear();
  keepFolder(folderOf(target_));
}

void AtomicFolder::fail(const std::string& path, int error) const {
  throw failure(path, "it cannot be written (" + std::string(std::strerror(error)) + ")",
                "check the path, its permissions and the free space");
}

}  // namespace normscope
