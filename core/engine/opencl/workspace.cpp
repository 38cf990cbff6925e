#include "core/engine/opencl/workspace.h"

#include <algorithm>
#include <utility>

namespace normscope {
namespace {

constexpr std::size_t keptBytes = std::size_t{64} << 20;

}  // namespace

void SharedNumbers::reserve(OpenClSession& session, DType dtype, std::int64_t count) {
  const std::size_t wanted = static_cast<std::size_t>(count) * Reals::sizeFor(dtype);
  if (buffer_() != nullptr && dtype_ == dtype && wanted <= bytes()) return;
  buffer_ = {};
  dtype_ = dtype;
  host_ = Reals(dtype);
  host_.resize(count);
  buffer_ = session.shared(host_.data(), bytes());
}

void SharedNumbers::clear(std::int64_t count) {
  host_.visit([&](auto& values) { std::fill_n(values.begin(), count, 0); });
}

cl::Event SharedNumbers::upload(OpenClSession& session, std::int64_t count) {
  if (session.sharesMemory()) {
    // A buffer made over memory has what is there, which is quicker than to tell an old one of it.
    buffer_ = {};
    buffer_ = session.shared(host_.data(), bytes());
    return {};
  }
  return session.write(buffer_, host_.data(), static_cast<std::size_t>(count) * Reals::sizeFor(dtype_));
}

cl::Event SharedNumbers::fetch(OpenClSession& session, std::int64_t count, cl::Event&& made) {
  if (session.sharesMemory()) return std::move(made);
  return session.read(buffer_, host_.data(), static_cast<std::size_t>(count) * Reals::sizeFor(dtype_));
}

void DeviceScratch::reserve(OpenClSession& session, std::size_t bytes) {
  if (buffer_() != nullptr && bytes <= bytes_) return;
  buffer_ = {};
  bytes_ = 0;
  buffer_ = session.scratch(bytes);
  bytes_ = bytes;
}

cl::Buffer KeptTensor::take(OpenClSession& session, const Tensor& tensor) {
  const bool isIt = identity_ == tensor.identity() && tensor.isIntact();
  identity_.reset();
  // Moved: the bindings' copies release what they could not retain where a retain fails.
  if (isIt) return std::move(buffer_);
  drop();
  if (!session.sharesMemory()) ++session.work().uploads;
  return session.input(tensor.bytes(), tensor.byteCount());
}

void KeptTensor::keep(OpenClSession& session, const Tensor& tensor, cl::Buffer&& buffer) {
  if (!session.keeps(tensor.byteCount()) || !tensor.isIntact()) return;
  buffer_ = std::move(buffer);
  identity_ = tensor.identity();
}

void KeptTensor::drop() {
  identity_.reset();
  buffer_ = {};
}

void DeviceWorkspace::trim() {
  std::size_t bytes = moments.bytes() + rows.bytes() + parameterSums.bytes();
  for (const SharedNumbers& numbers : records) bytes += numbers.bytes();
  if (bytes <= keptBytes) return;
  KeptTensor kept = std::move(x);
  *this = {};
  x = std::move(kept);
}

}  // namespace normscope
