#include "core/io/atomic_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "core/error.h"
#include "core/io/leftover_files.h"

namespace normscope {
namespace {

/// Streams that another process, or the shell, holds open: a rename would take the name away from it.
bool isOpenStream(const std::string& path) {
  return path == "/dev/stdout" || path == "/dev/stderr" || path.starts_with("/dev/fd/") ||
         path.starts_with("/proc/");
}

/// Waits until the disk holds what was written. A file system that can't say so has done what it can.
bool reachesDisk(int fd) {
  return ::fsync(fd) == 0 || errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP;
}

/// A name is in its folder, which has to reach the disk too. Best effort: the file is there by now.
void keepNameIn(const std::string& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return;
  ::fsync(folder);
  ::close(folder);
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
  if (lock_ >= 0) ::close(lock_);
}

void AtomicFile::createTemporary() {
  folder_ = folderOf(target_);
  removeLeftovers(folder_);
  do {
    temporaryPath_ = temporaryNameFor(target_);
    fd_ = ::open(temporaryPath_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  } while (fd_ < 0 ? errno == EEXIST : !lockTemporary());
  if (fd_ >= 0) return;
  const int error = errno;
  // Some folders that exist take no files, with the same answer: those of the kernel.
  if (error == ENOENT && !std::filesystem::exists(folder_)) {
    throw failure(path_, "the folder '" + folderOf(path_) + "' does not exist",
                  "make it first or give another path");
  }
  fail(error);
}

/// Takes the lock that keeps removeLeftovers() of processes in other containers away. False where one of them
/// was faster: the file may be gone. A file system without locks has no such processes that could remove it.
bool AtomicFile::lockTemporary() {
  lock_ = ::fcntl(fd_, F_DUPFD_CLOEXEC, 0);
  struct stat status {};
  const bool isTaken = ::flock(fd_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  if (!isTaken && ::fstat(fd_, &status) == 0 && status.st_nlink > 0) return true;
  for (int* descriptor : {&fd_, &lock_}) ::close(std::exchange(*descriptor, -1));
  ::unlink(temporaryPath_.c_str());  // where the system would not say, it is there
  return false;
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

std::shared_ptr<Buffer> AtomicFile::map(std::size_t bytes) {
  if (isDirect_) return nullptr;
  mapped_ = Buffer::mapOutput(fd_, bytes, path_);
  if (!mapped_ && ::ftruncate(fd_, 0) != 0) fail(errno);
  return mapped_;
}

void AtomicFile::close() {
  const int fd = std::exchange(fd_, -1);
  if (fd < 0) return;
  if (mapped_) mapped_->requireIntact();
  const int error = isDirect_ || reachesDisk(fd) ? 0 : errno;
  // Some file systems, networked ones above all, report a full disk only here.
  if (::close(fd) != 0) fail(errno);
  if (error != 0) fail(error);
}

void AtomicFile::commit() {
  close();
  if (!isDirect_) {
    if (::rename(temporaryPath_.c_str(), target_.c_str()) != 0) fail(errno);
    keepNameIn(folder_);
  }
  isDone_ = true;
}

void AtomicFile::fail(int error) const {
  throw cannotWrite(path_, error);
}

void writeFileAtomically(const std::string& path, std::string_view bytes) {
  AtomicFile file(path);
  file.write(std::as_bytes(std::span(bytes)));
  file.commit();
}

}  // namespace normscope
