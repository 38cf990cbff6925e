#include "core/tensor/buffer.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/error.h"

namespace normscope {
namespace {

class FileDescriptor {
 public:
  explicit FileDescriptor(const std::string& path) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~FileDescriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

constexpr std::size_t hugePage = std::size_t{1} << 21;

Error cannotRead(const std::string& path) {
  return failure(path, "it cannot be read (" + std::string(std::strerror(errno)) + ")",
                 "check the path and its permissions");
}

}  // namespace

std::shared_ptr<Buffer> Buffer::allocate(std::size_t bytes) {
  // The owner first: once there are pages, nothing may fail before they have one.
  const std::shared_ptr<Buffer> buffer(new Buffer(false));
  if (bytes == 0) return buffer;
  void* data = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (data == MAP_FAILED) {
    throw failure("memory", std::to_string(bytes) + " bytes cannot be had (" + std::strerror(errno) + ")",
                  "use a smaller tensor or close other programs");
  }
  // Large pages, where the system has them, take a fraction of the time to be had and to be found; only a
  // hint.
  if (bytes >= hugePage) ::madvise(data, bytes, MADV_HUGEPAGE);
  buffer->own(data, bytes);
  return buffer;
}

std::shared_ptr<const Buffer> Buffer::mapFile(const std::string& path) {
  const FileDescriptor file(path);
  struct stat status {};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0) throw cannotRead(path);
  if (!S_ISREG(status.st_mode)) throw failure(path, "it is not a regular file", "give the path of a file");
  const auto bytes = static_cast<std::size_t>(status.st_size);
  const std::shared_ptr<Buffer> buffer(new Buffer(true));
  if (bytes == 0) return buffer;
  void* data = ::mmap(nullptr, bytes, PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (data == MAP_FAILED) throw cannotRead(path);
  buffer->own(data, bytes);
  return buffer;
}

void Buffer::own(void* pages, std::size_t bytes) {
  data_ = static_cast<std::byte*>(pages);
  size_ = bytes;
}

Buffer::~Buffer() {
  if (data_ != nullptr) ::munmap(data_, size_);
}

}  // namespace normscope
