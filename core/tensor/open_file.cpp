#include "core/tensor/open_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>
#include <utility>

namespace normscope {
namespace {

/// The longest step in which the clock of Linux file systems advances is 10 ms.
constexpr std::chrono::nanoseconds clockStep = std::chrono::milliseconds(20);

std::chrono::nanoseconds sinceEpoch(const timespec& time) {
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

/// How long until a write would give a file another time than its last one.
std::chrono::nanoseconds timeToSettle(const struct stat& status) {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  const std::chrono::nanoseconds age = sinceEpoch(now) - sinceEpoch(status.st_mtim);
  const bool isNew = age >= std::chrono::nanoseconds(0) && age < clockStep;
  return isNew ? clockStep - age : std::chrono::nanoseconds(0);
}

}  // namespace

OpenFile::Descriptor::Descriptor(const std::string& path)
    : number(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}

OpenFile::Descriptor::~Descriptor() {
  if (number >= 0) ::close(number);
}

OpenFile::OpenFile(std::string path) : path_(std::move(path)), descriptor_(path_) {
  if (descriptor_.number < 0) throw cannotRead();
  opened_ = status();
  if (!S_ISREG(opened_.st_mode)) throw failure(path_, "it is not a regular file", "give the path of a file");
  settle();
}

struct stat OpenFile::status() const {
  struct stat status {};
  if (::fstat(descriptor_.number, &status) != 0) throw cannotRead();
  return status;
}

/// A program that writes a file in pieces may be about to end.
void OpenFile::settle() {
  constexpr int mostWaits = 25;
  for (int wait = 0; wait < mostWaits; ++wait) {
    const std::chrono::nanoseconds time = timeToSettle(opened_);
    if (time == std::chrono::nanoseconds(0)) return;
    std::this_thread::sleep_for(time);
    opened_ = status();
  }
  throw changed();
}

bool OpenFile::isUnchanged() const {
  struct stat now {};
  return ::fstat(descriptor_.number, &now) == 0 && now.st_size == opened_.st_size &&
         sinceEpoch(now.st_mtim) == sinceEpoch(opened_.st_mtim);
}

void OpenFile::read(std::span<std::byte> bytes) const {
  off_t offset = 0;
  while (!bytes.empty()) {
    const ssize_t count = ::pread(descriptor_.number, bytes.data(), bytes.size(), offset);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw cannotRead();
    if (count == 0) break;
    bytes = bytes.subspan(static_cast<std::size_t>(count));
    offset += count;
  }
  if (!bytes.empty() || !isUnchanged()) throw complaint();
}

Error OpenFile::complaint() const {
  if (isUnchanged())
    return failure(path_, "a part of it could not be read", "check the disk or the network that it is on");
  return changed();
}

Error OpenFile::changed() const {
  return failure(path_, "it has changed while it was read", "read it again once nothing writes to it");
}

Error OpenFile::cannotRead() const {
  return failure(path_, "it cannot be read (" + std::string(std::strerror(errno)) + ")",
                 "check the path and its permissions");
}

}  // namespace normscope
