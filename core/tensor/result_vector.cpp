#include "core/tensor/result_vector.h"

#include <memory>

#include "core/tensor/result_memory.h"

namespace normscope {
namespace {

/// In front of the numbers of a buffer stands what holds it; as wide as the widest vectors, which stay
/// aligned.
constexpr std::size_t headBytes = 64;
static_assert(sizeof(std::shared_ptr<Buffer>) <= headBytes);

using Owner = std::shared_ptr<Buffer>;

}  // namespace

void* allocateResultBytes(std::size_t bytes) {
  if (bytes <= largestPlainResult) return ::operator new(bytes);
  Owner buffer = allocateResultBuffer(bytes + headBytes);
  std::byte* const start = buffer->data();
  new (start) Owner(std::move(buffer));
  return start + headBytes;
}

void freeResultBytes(void* pointer, std::size_t bytes) noexcept {
  if (bytes <= largestPlainResult) return ::operator delete(pointer);
  auto* const held = reinterpret_cast<Owner*>(static_cast<std::byte*>(pointer) - headBytes);
  // The buffer outlives what held it, which lies in it.
  const Owner buffer = std::move(*held);
  held->~Owner();
}

}  // namespace normscope
