#include "tests/faults/allocations.h"

#include <sys/mman.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <new>

namespace normscope::faults {
namespace {

thread_local long long countdown = 0;
thread_local bool reached = false;
thread_local bool failsMalloc = false;
std::atomic<long long> live = 0;

/// Whether this allocation is the one.
bool isToFail() {
  if (countdown == 0 || --countdown > 0) return false;
  reached = true;
  return true;
}

void* allocate(std::size_t bytes, std::size_t alignment) {
  if (isToFail()) return nullptr;
  const std::size_t whole = (bytes + alignment - 1) / alignment * alignment;
  void* const made = alignment <= __STDCPP_DEFAULT_NEW_ALIGNMENT__ ? std::malloc(bytes == 0 ? 1 : bytes)
                                                                   : std::aligned_alloc(alignment, whole);
  if (made != nullptr) ++live;
  return made;
}

void* allocateOrThrow(std::size_t bytes, std::size_t alignment) {
  void* const made = allocate(bytes, alignment);
  if (made == nullptr) throw std::bad_alloc();
  return made;
}

void release(void* block) {
  if (block == nullptr) return;
  --live;
  std::free(block);
}

}  // namespace

void failAllocation(long long first) {
  failsMalloc = false;
  countdown = first;
  reached = false;
}

void failAnyAllocation(long long first) {
  failAllocation(first);
  failsMalloc = first > 0;
}

bool allocationFailed() {
  return reached;
}

long long liveAllocations() {
  return live;
}

}  // namespace normscope::faults

using normscope::faults::allocate;
using normscope::faults::allocateOrThrow;
using normscope::faults::release;

constexpr std::size_t usual = __STDCPP_DEFAULT_NEW_ALIGNMENT__;

void* operator new(std::size_t bytes) {
  return allocateOrThrow(bytes, usual);
}
void* operator new[](std::size_t bytes) {
  return allocateOrThrow(bytes, usual);
}
void* operator new(std::size_t bytes, std::align_val_t alignment) {
  return allocateOrThrow(bytes, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t bytes, std::align_val_t alignment) {
  return allocateOrThrow(bytes, static_cast<std::size_t>(alignment));
}
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
  return allocate(bytes, usual);
}
void* operator new[](std::size_t bytes, const std::nothrow_t&) noexcept {
  return allocate(bytes, usual);
}
void operator delete(void* block) noexcept {
  release(block);
}
void operator delete[](void* block) noexcept {
  release(block);
}
void operator delete(void* block, std::size_t) noexcept {
  release(block);
}
void operator delete[](void* block, std::size_t) noexcept {
  release(block);
}
void operator delete(void* block, std::align_val_t) noexcept {
  release(block);
}
void operator delete[](void* block, std::align_val_t) noexcept {
  release(block);
}
void operator delete(void* block, std::size_t, std::align_val_t) noexcept {
  release(block);
}
void operator delete[](void* block, std::size_t, std::align_val_t) noexcept {
  release(block);
}

// The linker puts these in the place of mmap and munmap (--wrap).
extern "C" {
void* __real_mmap(void* wanted, std::size_t bytes, int protection, int flags, int file, off_t offset);
int __real_munmap(void* mapped, std::size_t bytes);

void* __wrap_mmap(void* wanted, std::size_t bytes, int protection, int flags, int file, off_t offset) {
  if (normscope::faults::isToFail()) {
    errno = ENOMEM;
    return MAP_FAILED;
  }
  void* const mapped = __real_mmap(wanted, bytes, protection, flags, file, offset);
  if (mapped != MAP_FAILED) ++normscope::faults::live;
  return mapped;
}

int __wrap_munmap(void* mapped, std::size_t bytes) {
  --normscope::faults::live;
  return __real_munmap(mapped, bytes);
}
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
// In the place of the C library's, for every library of the process.
extern "C" {
void* __libc_malloc(std::size_t bytes);
void* __libc_calloc(std::size_t count, std::size_t bytes);
void* __libc_realloc(void* block, std::size_t bytes);

void* malloc(std::size_t bytes) noexcept {
  if (!normscope::faults::failsMalloc || !normscope::faults::isToFail()) return __libc_malloc(bytes);
  errno = ENOMEM;
  return nullptr;
}

void* calloc(std::size_t count, std::size_t bytes) noexcept {
  if (!normscope::faults::failsMalloc || !normscope::faults::isToFail()) return __libc_calloc(count, bytes);
  errno = ENOMEM;
  return nullptr;
}

void* realloc(void* block, std::size_t bytes) noexcept {
  if (!normscope::faults::failsMalloc || !normscope::faults::isToFail()) return __libc_realloc(block, bytes);
  errno = ENOMEM;
  return nullptr;
}
}
#endif
