#include "core/tensor/result_memory.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <string>

#include "core/tensor/memory_limit.h"

namespace normscope {
namespace {

/// 0: a quarter of the machine's memory.
std::atomic<std::size_t> defaultBytes = 0;

std::atomic<std::size_t> taken = 0;

/// Counted while it lives.
std::shared_ptr<Buffer> countedBuffer(std::size_t bytes) {
  std::shared_ptr<Buffer> buffer = Buffer::allocate(bytes);
  taken += bytes;
  Buffer* const pages = buffer.get();
  return {pages, [kept = std::move(buffer), bytes](Buffer*) mutable {
            kept.reset();
            taken -= bytes;
          }};
}

std::string folderOfResults() {
  const char* given = std::getenv("TMPDIR");
  if (given != nullptr && *given != '\0') return given;
  return ::access("/var/tmp", W_OK) == 0 ? "/var/tmp" : "/tmp";
}

/// A file that goes with its last descriptor or mapping.
class NamelessFile {
 public:
  explicit NamelessFile(const std::string& folder)
      : descriptor_(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600)) {
    if (descriptor_ >= 0) return;
    // Not every file system can make one at once.
    std::string path = folder + "/normscope-XXXXXX";
    descriptor_ = ::mkostemp(path.data(), O_CLOEXEC);
    if (descriptor_ >= 0) ::unlink(path.c_str());
  }
  ~NamelessFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  NamelessFile(const NamelessFile&) = delete;
  NamelessFile& operator=(const NamelessFile&) = delete;

  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

std::shared_ptr<Buffer> bufferInFile(std::size_t bytes) {
  const std::string folder = folderOfResults();
  const std::string subject = "a file of " + std::to_string(bytes) + " bytes in '" + folder + "'";
  const NamelessFile file(folder);
  if (file.descriptor() < 0) throw cannotWrite(subject, errno);
  std::shared_ptr<Buffer> buffer = Buffer::mapOutput(file.descriptor(), bytes, subject);
  if (!buffer) throw cannotWrite(subject, ENODEV);
  return buffer;
}

}  // namespace

std::size_t resultMemory() {
  const std::size_t given = defaultBytes;
  return bytesOfVariable("NORMSCOPE_RESULT_MEMORY", given == 0 ? machineMemory() / 4 : given);
}

void setResultMemory(std::size_t bytes) {
  defaultBytes = bytes;
}

bool exceedsResultMemory(std::size_t bytes) {
  const std::size_t now = taken;
  return bytes > 0 && (now + bytes < bytes || now + bytes > resultMemory());
}

std::shared_ptr<Buffer> allocateResultBuffer(std::size_t bytes) {
  return exceedsResultMemory(bytes) ? bufferInFile(bytes) : countedBuffer(bytes);
}

Tensor allocateResult(DType dtype, const Extents& extents) {
  return {dtype, extents, allocateResultBuffer(Tensor::byteCountOf(dtype, extents)), 0};
}

}  // namespace normscope
