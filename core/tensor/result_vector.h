#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <new>
#include <vector>

namespace normscope {

/// Below it, what a buffer costs would show.
constexpr std::size_t largestPlainResult = std::size_t{1} << 20;

/// The memory of a result's numbers: private memory, beyond largestPlainResult that of allocateResult(), so
/// that as many statistics as a tensor has elements take no more private memory than results may. Throws as
/// that does, and std::bad_alloc.
void* allocateResultBytes(std::size_t bytes);

/// Of the same number of bytes.
void freeResultBytes(void* pointer, std::size_t bytes) noexcept;

template <typename T>
struct ResultAllocator {
  using value_type = T;

  ResultAllocator() = default;
  template <typename Other>
  ResultAllocator(const ResultAllocator<Other>&) {}

  T* allocate(std::size_t count) {
    if (count > std::numeric_limits<std::size_t>::max() / sizeof(T)) throw std::bad_array_new_length();
    return static_cast<T*>(allocateResultBytes(count * sizeof(T)));
  }
  void deallocate(T* pointer, std::size_t count) noexcept { freeResultBytes(pointer, count * sizeof(T)); }

  bool operator==(const ResultAllocator&) const = default;
};

/// Numbers of which there may be as many as elements.
template <typename T>
using ResultVector = std::vector<T, ResultAllocator<T>>;

template <typename T>
bool operator==(const ResultVector<T>& a, const std::vector<T>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

}  // namespace normscope
