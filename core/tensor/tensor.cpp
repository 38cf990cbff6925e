#include "core/tensor/tensor.h"

#include "core/error.h"

namespace normscope {

Tensor::Tensor(DType dtype, Extents extents, std::shared_ptr<const Buffer> buffer, std::size_t byteOffset)
    : dtype_(dtype),
      extents_(std::move(extents)),
      elementCount_(elementCountOf(extents_, "tensor of shape " + toText(extents_))),
      buffer_(std::move(buffer)),
      data_(buffer_->data() + byteOffset) {
  assert(byteOffset + byteCount() <= buffer_->size());
}

Tensor Tensor::run(const Extents& extents, std::int64_t offset) const {
  const auto from = static_cast<std::size_t>(data_ - buffer_->data());
  return {dtype_, extents, buffer_, from + static_cast<std::size_t>(offset) * sizeOf(dtype_)};
}

std::size_t Tensor::byteCountOf(DType dtype, const Extents& extents) {
  const std::string subject = "tensor of shape " + toText(extents);
  std::size_t bytes = 0;
  if (__builtin_mul_overflow(static_cast<std::size_t>(elementCountOf(extents, subject)), sizeOf(dtype),
                             &bytes)) {
    throw nonsense(subject, "it has more than 2^64 bytes", "give smaller extents");
  }
  return bytes;
}

Tensor Tensor::allocate(DType dtype, const Extents& extents) {
  return {dtype, extents, Buffer::allocate(byteCountOf(dtype, extents)), 0};
}

}  // namespace normscope
