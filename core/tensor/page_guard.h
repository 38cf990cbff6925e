#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace normscope {

/// Keeps the process alive where pages of a mapped file go away under it: the file was made shorter, or its
/// disk or network fails, and the system sends SIGBUS to whoever reads or writes. In all threads, those of
/// OpenCL drivers included, the mapping then becomes one of zeros and is known to be broken. Other bus errors
/// go to whoever handles them besides, before or after.
class PageGuard {
 public:
  /// From now on `bytes` from `pages` on are guarded, which must be whole pages of a mapping, to be read or
  /// also written. Throws Error (failed) where a thousand mappings are guarded already.
  PageGuard(const void* pages, std::size_t bytes, bool isWritable = false);

  /// Ends that; to be called before the mapping ends.
  ~PageGuard();
  PageGuard(const PageGuard&) = delete;
  PageGuard& operator=(const PageGuard&) = delete;

  /// Whether a page could not be read or written: all that was read since may be zeros.
  bool isBroken() const;

  /// A guarded mapping, in a table that the signal handler reads.
  struct Slot {
    std::atomic<bool> taken = false;
    std::atomic<bool> broken = false;
    std::atomic<int> protection = 0;
    std::atomic<std::uintptr_t> begin = 0;
    std::atomic<std::uintptr_t> end = 0;
  };

 private:
  Slot* slot_;
};

}  // namespace normscope
