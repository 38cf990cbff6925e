#include "core/tensor/buffer.h"

#include <sys/mman.h>

#include <cerrno>
#include <cstring>

#include "core/error.h"

namespace normscope {
namespace {

constexpr std::size_t hugePage = std::size_t{1} << 21;

}  // namespace

std::shared_ptr<Buffer> Buffer::allocate(std::size_t bytes) {
  // The owner first: once there are pages, nothing may fail before they have one.
  const std::shared_ptr<Buffer> buffer(new Buffer(false));
  buffer->allocatePages(bytes);
  return buffer;
}

void Buffer::allocatePages(std::size_t bytes) {
  if (bytes == 0) return;
  void* data = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (data == MAP_FAILED) {
    throw failure("memory", std::to_string(bytes) + " bytes cannot be had (" + std::strerror(errno) + ")",
                  "use a smaller tensor or close other programs");
  }
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

void Buffer::own(void* pages, std::size_t bytes) {
  data_ = static_cast<std::byte*>(pages);
  size_ = bytes;
}

bool Buffer::isIntact() const {
  return !guard_ || (!guard_->isBroken() && mapped_->isUnchanged());
}

void Buffer::requireIntact() const {
  if (!isIntact()) throw mapped_->complaint();
}

Buffer::~Buffer() {
  guard_.reset();
  if (data_ != nullptr) ::munmap(data_, size_);
}

}  // namespace normscope
