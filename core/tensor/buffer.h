#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/tensor/open_file.h"
#include "core/tensor/page_guard.h"

namespace normscope {

/// A block of bytes that tensors share: private memory, a file that is read, or one that is written.
/// Page-aligned, so that a CPU device of OpenCL can use it in place.
class Buffer {
 public:
  /// Files up to this size are read into memory, larger ones are mapped.
  static constexpr std::size_t largestCopy = std::size_t{4} << 20;

  /// Zeroed memory whose pages are only taken when first touched. Throws Error (failed) when there is not
  /// enough.
  static std::shared_ptr<Buffer> allocate(std::size_t bytes);

  /// The whole file, read-only. Throws Error (failed) that names the path and the system's reason, or says
  /// that a small file has changed while it was read. A large one can still change later: see
  /// requireIntact().
  static std::shared_ptr<const Buffer> mapFile(const std::string& path);

  /// All that can be read from a descriptor until it ends, such as a pipe, in memory. Throws Error (failed,
  /// on `subject`) where reading fails, or it is more than the memory limit.
  static std::shared_ptr<const Buffer> readStream(int descriptor, const std::string& subject);

  /// The first `bytes` of a file that is open for reading and writing, to be written: the system takes its
  /// pages to the file, and their memory for others. Null where the file system has no such mappings. Throws
  /// Error (failed, on `subject`) where there is no room for them; it is taken before, so that no later write
  /// fails. Other faults of the disk show in requireIntact().
  static std::shared_ptr<Buffer> mapOutput(int descriptor, std::size_t bytes, const std::string& subject);

  ~Buffer();
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  std::byte* data() { return data_; }
  const std::byte* data() const { return data_; }
  std::size_t size() const { return size_; }
  bool isFile() const { return isFile_; }  ///< one that is read

  /// A number that no other buffer of the process has had, and another one after each markWritten(). What was
  /// made of the bytes is known by it, even where memory is given out a second time.
  std::uint64_t version() const { return version_; }
  void markWritten();

  /// Whether all that was read so far is what the file held when it was opened, or all that was written is in
  /// the file; always so for memory and small files. Where another program has written to a mapped file its
  /// values may be of two versions, and where it has become shorter they are zeros.
  bool isIntact() const;

  /// To be called after values were read and before anybody sees what came of them: throws Error (failed)
  /// that names the file if isIntact() is false.
  void requireIntact() const;

 private:
  explicit Buffer(bool isFile);
  void own(void* pages, std::size_t bytes);
  void allocatePages(std::size_t bytes);
  void resize(std::size_t bytes);

  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
  bool isFile_;
  std::atomic<std::uint64_t> version_;
  std::optional<OpenFile> mapped_;  ///< the file behind a mapping
  std::optional<PageGuard> guard_;  ///< of the same
  std::string output_;              ///< what to call a file that is written
};

/// What to tell a person where the system refuses to write a file, with its reason.
Error cannotWrite(const std::string& subject, int error);

/// What read() makes of the bytes of a buffer. Where a file has changed by then, the Error of
/// requireIntact() is thrown instead, also instead of an Error of read(), which may have met two versions.
template <typename Read>
auto readIntact(const Buffer& buffer, Read&& read) {
  try {
    auto result = read();
    buffer.requireIntact();
    return result;
  } catch (const Error&) {
    buffer.requireIntact();
    throw;
  }
}

}  // namespace normscope
