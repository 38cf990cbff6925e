#include "tests/faults/file_calls.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>

namespace normscope::faults {
namespace {

thread_local long long fileCountdown = 0;
thread_local bool fileReached = false;
thread_local bool isShortened = false;

/// Whether this call is the one; errno is set then.
bool isFileCallToFail() {
  if (fileCountdown == 0 || --fileCountdown > 0) return false;
  fileReached = true;
  errno = EIO;
  return true;
}

std::size_t shortened(std::size_t bytes) {
  return isShortened && bytes > 1 ? 1 : bytes;
}

}  // namespace

void failFileCall(long long first) {
  fileCountdown = first;
  fileReached = false;
}

bool fileCallFailed() {
  return fileReached;
}

void shortenFileCalls(bool isShort) {
  isShortened = isShort;
}

}  // namespace normscope::faults

using normscope::faults::isFileCallToFail;
using normscope::faults::shortened;

// The linker puts these in the place of the calls (--wrap).
extern "C" {
int __real_open(const char* path, int flags, mode_t mode);
int __real_fstat(int file, struct stat* status);
ssize_t __real_read(int file, void* to, std::size_t bytes);
ssize_t __real_pread(int file, void* to, std::size_t bytes, off_t offset);
ssize_t __real_write(int file, const void* from, std::size_t bytes);
int __real_fsync(int file);
int __real_close(int file);
int __real_rename(const char* from, const char* to);
int __real_ftruncate(int file, off_t size);
int __real_posix_fallocate(int file, off_t offset, off_t size);

int __wrap_open(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
  va_end(more);
  return isFileCallToFail() ? -1 : __real_open(path, flags, mode);
}
int __wrap_fstat(int file, struct stat* status) {
  return isFileCallToFail() ? -1 : __real_fstat(file, status);
}
ssize_t __wrap_read(int file, void* to, std::size_t bytes) {
  return isFileCallToFail() ? -1 : __real_read(file, to, shortened(bytes));
}
ssize_t __wrap_pread(int file, void* to, std::size_t bytes, off_t offset) {
  return isFileCallToFail() ? -1 : __real_pread(file, to, shortened(bytes), offset);
}
ssize_t __wrap_write(int file, const void* from, std::size_t bytes) {
  return isFileCallToFail() ? -1 : __real_write(file, from, shortened(bytes));
}
int __wrap_fsync(int file) {
  return isFileCallToFail() ? -1 : __real_fsync(file);
}
int __wrap_close(int file) {
  const int closed = __real_close(file);  // also where it fails: the system does so
  return isFileCallToFail() ? -1 : closed;
}
int __wrap_rename(const char* from, const char* to) {
  return isFileCallToFail() ? -1 : __real_rename(from, to);
}
int __wrap_ftruncate(int file, off_t size) {
  return isFileCallToFail() ? -1 : __real_ftruncate(file, size);
}
int __wrap_posix_fallocate(int file, off_t offset, off_t size) {
  return isFileCallToFail() ? errno : __real_posix_fallocate(file, offset, size);
}
}
