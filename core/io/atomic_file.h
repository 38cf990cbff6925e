#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/tensor/buffer.h"

namespace normscope {

/// A file that appears under its name complete or not at all. It is written under a hidden temporary name in
/// the same folder and renamed by commit(), once the disk holds it; until then a file of that name stays as
/// it was. What is no regular file, such as /dev/stdout or a pipe, is written directly. Temporary files that
/// programs left which were killed are removed from the folder first. Every function throws Error (failed)
/// that names `path`.
class AtomicFile {
 public:
  /// Creates the temporary file, with the permissions of the file that it replaces, if any. A symbolic link
  /// is followed. Refused: an empty path, a folder, a file in a folder that does not exist, a file that may
  /// not be written.
  explicit AtomicFile(std::string path);

  /// Removes the temporary file unless commit() was called.
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  /// Where to write, for writers that open files themselves: the same extension as `path`, already created,
  /// empty. `path` itself where that is no regular file.
  const std::string& temporaryPath() const { return temporaryPath_; }

  /// Appends to the file.
  void write(std::span<const std::byte> bytes);

  /// The file as `bytes` in memory, to be written there instead of by write(). Null, and nothing has
  /// happened, where that can't be: it is no regular file, or its file system has no such mappings.
  std::shared_ptr<Buffer> map(std::size_t bytes);

  /// Ends the writing and waits for the disk: a file system that has no room may say so only now. To be
  /// called on each of several files before the first of them is committed.
  void close();

  /// Closes the file if need be and gives it its name. Call it once, last.
  void commit();

 private:
  void createTemporary();
  bool lockTemporary();
  [[noreturn]] void fail(int error) const;

  std::string path_;    ///< as the caller wrote it
  std::string target_;  ///< with symbolic links followed
  std::string folder_;  ///< known before, so that nothing can fail between the names of several files
  std::string temporaryPath_;
  bool isDirect_ = false;
  bool isDone_ = false;
  std::shared_ptr<Buffer> mapped_;
  int fd_ = -1;
  int lock_ = -1;  ///< a second descriptor, whose lock says that somebody still needs the temporary file
};

/// The whole file at once, by AtomicFile. Throws Error (failed) that names the path.
void writeFileAtomically(const std::string& path, std::string_view bytes);

}  // namespace normscope
