#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace normscope {

/// A block of bytes that tensors share: private memory, or a read-only mapping of a file.
/// Page-aligned where it is private, so that a CPU device of OpenCL can use it in place.
class Buffer {
 public:
  /// Zeroed memory whose pages are only taken when first touched. Throws Error (failed) when there is not
  /// enough.
  static std::shared_ptr<Buffer> allocate(std::size_t bytes);

  /// The whole file, read-only. Throws Error (failed) that names the path and the system's reason.
  static std::shared_ptr<const Buffer> mapFile(const std::string& path);

  ~Buffer();
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  std::byte* data() { return data_; }
  const std::byte* data() const { return data_; }
  std::size_t size() const { return size_; }
  bool isFile() const { return isFile_; }

 private:
  explicit Buffer(bool isFile) : isFile_(isFile) {}
  void own(void* pages, std::size_t bytes);

  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
  bool isFile_;
};

}  // namespace normscope
