#include "core/engine/opencl/workspace.h"

#include <algorithm>

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

cl::Event SharedNumbers::fetch(OpenClSession& session, std::int64_t count) {
  return session.read(buffer_, host_.data(), static_cast<std::size_t>(count) * Reals::sizeFor(dtype_));
}

void DeviceScratch::reserve(OpenClSession& session, std::size_t bytes) {
  if (buffer_() != nullptr && bytes <= bytes_) return;
  buffer_ = {};
  bytes_ = 0;
  buffer_ = session.scratch(bytes);
  bytes_ = bytes;
}

void DeviceWorkspace::trim() {
  std::size_t bytes = moments.bytes() + rows.bytes() + parameterSums.bytes();
  for (const SharedNumbers& numbers : records) bytes += numbers.bytes();
  if (bytes > keptBytes) *this = {};
}

}  // namespace normscope
