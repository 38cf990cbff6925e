#pragma once

#include <cassert>
#include <memory>
#include <span>

#include "core/tensor/buffer.h"
#include "core/tensor/dtype.h"
#include "core/tensor/shape.h"

namespace normscope {

/// A dense array in C order, native byte order, of any rank (rank 0 holds one element). Copies share the
/// bytes, so write through edit() only before handing the tensor on.
class Tensor {
 public:
  /// An empty float32 tensor of shape [0].
  Tensor() : Tensor(allocate(DType::float32, {0})) {}

  /// Reads `bytes` of the buffer from `byteOffset` on, which must hold all elements and be aligned to the
  /// element size.
  Tensor(DType dtype, Extents extents, std::shared_ptr<const Buffer> buffer, std::size_t byteOffset);

  /// Zeroed. Throws Error (nonsense) when the byte count overflows, Error (failed) when there is not enough
  /// memory.
  static Tensor allocate(DType dtype, const Extents& extents);

  /// The bytes of such a tensor. Throws Error (nonsense) when they overflow.
  static std::size_t byteCountOf(DType dtype, const Extents& extents);

  /// A tensor of `values`, one per element of `extents`.
  template <typename T>
  static Tensor of(DType dtype, const Extents& extents, std::span<const T> values) {
    Tensor tensor = allocate(dtype, extents);
    assert(static_cast<std::int64_t>(values.size()) == tensor.elementCount());
    visitDType(dtype, [&](auto tag) {
      using Stored = typename decltype(tag)::type;
      auto out = tensor.edit<Stored>();
      for (std::size_t i = 0; i < values.size(); ++i) out[i] = static_cast<Stored>(values[i]);
    });
    return tensor;
  }

  DType dtype() const { return dtype_; }
  const Extents& extents() const { return extents_; }
  std::int64_t elementCount() const { return elementCount_; }
  std::size_t byteCount() const { return static_cast<std::size_t>(elementCount_) * sizeOf(dtype_); }
  const std::byte* bytes() const { return data_; }
  bool isFileBacked() const { return buffer_->isFile(); }

  /// Throws Error (failed) that names the file behind the values where it has changed since it was opened.
  /// Whoever makes something of values asks after the last was read.
  void requireIntact() const { buffer_->requireIntact(); }
  bool isIntact() const { return buffer_->isIntact(); }

  /// Which bytes these are: tensors of the same identity have the same values while they are intact.
  struct Identity {
    std::uint64_t version;
    std::size_t offset;
    std::size_t bytes;

    bool operator==(const Identity&) const = default;
  };
  Identity identity() const {
    return {buffer_->version(), static_cast<std::size_t>(data_ - buffer_->data()), byteCount()};
  }

  /// All elements in memory order; T must be what stores dtype().
  template <typename T>
  std::span<const T> values() const {
    assert(sizeof(T) == sizeOf(dtype_));
    return {reinterpret_cast<const T*>(data_), static_cast<std::size_t>(elementCount_)};
  }

  /// The same, writable; only for tensors made by allocate().
  template <typename T>
  std::span<T> edit() {
    assert(sizeof(T) == sizeOf(dtype_));
    return {reinterpret_cast<T*>(editBytes()), static_cast<std::size_t>(elementCount_)};
  }

  /// The bytes of edit(), whatever the dtype.
  std::byte* editBytes() {
    assert(!buffer_->isFile());
    const_cast<Buffer&>(*buffer_).markWritten();
    return const_cast<std::byte*>(data_);
  }

  /// The elements from one on, by its position in memory order, as a tensor of other extents that shares the
  /// bytes. There must be so many.
  Tensor run(const Extents& extents, std::int64_t offset) const;

  /// One element, whatever the dtype, by its position in memory order.
  double at(std::int64_t offset) const {
    return visitDType(dtype_, [&](auto tag) {
      return static_cast<double>(values<typename decltype(tag)::type>()[static_cast<std::size_t>(offset)]);
    });
  }

 private:
  DType dtype_;
  Extents extents_;
  std::int64_t elementCount_;
  std::shared_ptr<const Buffer> buffer_;
  const std::byte* data_;
};

}  // namespace normscope
