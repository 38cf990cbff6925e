#pragma once

#include <sys/stat.h>

#include <cstddef>
#include <span>
#include <string>

#include "core/error.h"

namespace normscope {

/// A regular file that is open for reading, and that remembers how it was: another program may write to it.
class OpenFile {
 public:
  /// Throws Error (failed) that names the path where it cannot be read, or is no regular file. Waits some
  /// milliseconds for a file that was written just now, so that every later write shows in its time; throws
  /// where it is written to all the time.
  explicit OpenFile(std::string path);
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  int descriptor() const { return descriptor_.number; }
  std::size_t size() const { return static_cast<std::size_t>(opened_.st_size); }

  /// Whether nobody has written to the file since it was opened, as far as its size and time tell. That it
  /// was replaced by another file of its name, or removed, does not count: this one is still whole. (What a
  /// program writes through a mapping of its own shows later, if at all, and a single write that was under
  /// way when the file was opened does not.)
  bool isUnchanged() const;

  /// Reads all of it; `bytes` has its size. Throws Error (failed) where that fails, or the file has changed
  /// by then.
  void read(std::span<std::byte> bytes) const;

  /// What to tell a person once isUnchanged() is false, or a part of it could not be read.
  Error complaint() const;

  /// The same where the system refuses to read it, with the reason that is in errno.
  Error cannotRead() const;

 private:
  struct Descriptor {
    explicit Descriptor(const std::string& path);
    ~Descriptor();
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number;
  };

  struct stat status() const;
  void settle();
  Error changed() const;

  std::string path_;
  Descriptor descriptor_;
  struct stat opened_ {};
};

}  // namespace normscope
