#include "core/io/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "core/error.h"

namespace normscope {
namespace {

constexpr std::size_t longestExtension = 16;

/// Streams that another process, or the shell, holds open: a rename would take the name away from it.
bool isOpenStream(const std::string& path) {
  return path == "/dev/stdout" || path == "/dev/stderr" || path.starts_with("/dev/fd/") ||
         path.starts_with("/proc/");
}

std::string folderOf(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

/// Distinct within this process and among those that run now; its length does not depend on the file's name,
/// which may already be as long as the file system allows.
std::string temporaryNameFor(const std::string& target) {
  static std::atomic<unsigned> counter = 0;
  std::string extension = std::filesystem::path(target).extension().string();
  if (extension.size() > longestExtension) extension.clear();
  return folderOf(target) + "/.normscope-" + std::to_string(::getpid()) + "-" + std::to_string(++counter) +
         extension;
}

}  // namespace

AtomicFile::AtomicFile(std::string path) : path_(std::move(path)), target_(path_) {
  if (path_.empty()) throw failure("output file", "its name is empty", "give the path of a file");
  struct stat status {};
  const bool exists = ::stat(path_.c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) throw failure(path_, "it is a folder", "give the path of a file");
  isDirect_ = exists && (!S_ISREG(status.st_mode) || isOpenStream(path_));
  if (isDirect_) {
    temporaryPath_ = path_;
    return;
  }
  if (exists) {
    if (::access(path_.c_str(), W_OK) != 0) fail(errno);
    std::error_code ignored;
    const std::filesystem::path real = std::filesystem::canonical(path_, ignored);
    if (!real.empty()) target_ = real.string();
  }
  createTemporary();
  // Best effort: where the file system has no permissions there is nothing to keep.
  if (exists) static_cast<void>(::fchmod(fd_, status.st_mode & 07777));
}

AtomicFile::~AtomicFile() {
  if (fd_ >= 0) ::close(fd_);
  if (!isDirect_ && !isDone_) ::unlink(temporaryPath_.c_str());
}

void AtomicFile::createTemporary() {
  do {
    temporaryPath_ = temporaryNameFor(target_);
    fd_ = ::open(temporaryPath_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  } while (fd_ < 0 && errno == EEXIST);
  if (fd_ >= 0) return;
  const int error = errno;
  if (error == ENOENT) {
    throw failure(path_, "the folder '" + folderOf(path_) + "' does not exist",
                  "make it first or give another path");
  }
  fail(error);
}

void AtomicFile::write(std::span<const std::byte> bytes) {
  if (fd_ < 0) fd_ = ::open(path_.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (fd_ < 0) fail(errno);
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(errno);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

void AtomicFile::close() {
  const int fd = fd_;
  fd_ = -1;
  // Some file systems, networked ones above all, report a full disk only here.
  if (fd >= 0 && ::close(fd) != 0) fail(errno);
}

void AtomicFile::commit() {
  close();
  if (!isDirect_ && ::rename(temporaryPath_.c_str(), target_.c_str()) != 0) fail(errno);
  isDone_ = true;
}

void AtomicFile::fail(int error) const {
  throw failure(path_, "it cannot be written (" + std::string(std::strerror(error)) + ")",
                "check the path, its permissions and the free space");
}

void writeFileAtomically(const std::string& path, std::string_view bytes) {
  AtomicFile file(path);
  file.write(std::as_bytes(std::span(bytes)));
  file.commit();
}

}  // namespace normscope
