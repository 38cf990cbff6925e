#include "core/tensor/buffer.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/error.h"
#include "core/tensor/memory_limit.h"

namespace normscope {
namespace {

constexpr std::size_t hugePage = std::size_t{1} << 21;
constexpr std::size_t firstOfStream = std::size_t{1} << 20;

Error notEnough(std::size_t bytes) {
  return failure("memory", std::to_string(bytes) + " bytes cannot be had (" + std::strerror(errno) + ")",
                 "use a smaller tensor or close other programs");
}

std::uint64_t nextVersion() {
  static std::atomic<std::uint64_t> versions{0};
  return ++versions;
}

}  // namespace

Buffer::Buffer(bool isFile) : isFile_(isFile), version_(nextVersion()) {}

void Buffer::markWritten() {
  version_ = nextVersion();
}

std::shared_ptr<Buffer> Buffer::allocate(std::size_t bytes) {
  // The owner first: once there are pages, nothing may fail before they have one.
  const std::shared_ptr<Buffer> buffer(new Buffer(false));
  buffer->allocatePages(bytes);
  return buffer;
}

void Buffer::allocatePages(std::size_t bytes) {
  if (bytes == 0) return;
  void* data = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (data == MAP_FAILED) throw notEnough(bytes);
  // Large pages, where the system has them, take a fraction of the time to be had and to be found; only a
  // hint.
  if (bytes >= hugePage) ::madvise(data, bytes, MADV_HUGEPAGE);
  own(data, bytes);
}

std::shared_ptr<const Buffer> Buffer::mapFile(const std::string& path) {
  const std::shared_ptr<Buffer> buffer(new Buffer(true));
  const OpenFile& file = buffer->mapped_.emplace(path);
  if (file.size() <= largestCopy) {
    buffer->allocatePages(file.size());
    file.read({buffer->data_, buffer->size_});
    buffer->mapped_.reset();
    return buffer;
  }
  void* data = ::mmap(nullptr, file.size(), PROT_READ, MAP_PRIVATE, file.descriptor(), 0);
  if (data == MAP_FAILED) throw file.cannotRead();
  buffer->own(data, file.size());
  buffer->guard_.emplace(data, file.size());
  return buffer;
}

std::shared_ptr<const Buffer> Buffer::readStream(int descriptor, const std::string& subject) {
  const std::shared_ptr<Buffer> buffer(new Buffer(false));
  buffer->allocatePages(firstOfStream);
  std::size_t used = 0;
  while (true) {
    if (used == buffer->size_) {
      requireWithinMemoryLimit(2 * used, subject);
      buffer->resize(2 * used);
    }
    const ssize_t count = ::read(descriptor, buffer->data_ + used, buffer->size_ - used);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      throw failure(subject, "it cannot be read (" + std::string(std::strerror(errno)) + ")",
                    "check what it is connected to");
    }
    if (count == 0) break;
    used += static_cast<std::size_t>(count);
  }
  buffer->resize(used);
  return buffer;
}

std::shared_ptr<Buffer> Buffer::mapOutput(int descriptor, std::size_t bytes, const std::string& subject) {
  const std::shared_ptr<Buffer> buffer(new Buffer(false));
  if (bytes == 0) return buffer;
  int error = EINTR;
  while (error == EINTR) error = ::posix_fallocate(descriptor, 0, static_cast<off_t>(bytes));
  if (error != 0) throw cannotWrite(subject, error);
  void* data = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  if (data == MAP_FAILED && errno == ENODEV) return nullptr;
  if (data == MAP_FAILED) throw cannotWrite(subject, errno);
  buffer->own(data, bytes);
  buffer->output_ = subject;
  buffer->guard_.emplace(data, bytes, true);
  return buffer;
}

/// Of private memory; what it holds stays.
void Buffer::resize(std::size_t bytes) {
  if (bytes == 0) {
    ::munmap(data_, size_);
    return own(nullptr, 0);
  }
  void* data = ::mremap(data_, size_, bytes, MREMAP_MAYMOVE);
  if (data == MAP_FAILED) throw notEnough(bytes);
  own(data, bytes);
}

void Buffer::own(void* pages, std::size_t bytes) {
  data_ = static_cast<std::byte*>(pages);
  size_ = bytes;
}

bool Buffer::isIntact() const {
  return !guard_ || (!guard_->isBroken() && (!mapped_ || mapped_->isUnchanged()));
}

void Buffer::requireIntact() const {
  if (!isIntact()) throw mapped_ ? mapped_->complaint() : cannotWrite(output_, EIO);
}

Buffer::~Buffer() {
  guard_.reset();
  if (data_ != nullptr) ::munmap(data_, size_);
}

Error cannotWrite(const std::string& subject, int error) {
  return failure(subject, "it cannot be written (" + std::string(std::strerror(error)) + ")",
                 "check the path, its permissions and the free space");
}

}  // namespace normscope
