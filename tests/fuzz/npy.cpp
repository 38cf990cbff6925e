// A .npy file: its header alone, in memory that ends where the file ends, then the whole, which must be
// written as it was read; bfloat16, which NumPy has not, as float32.
#include <cstring>
#include <vector>

#include "core/io/formats/npy_header.h"
#include "core/io/npy.h"
#include "tests/fuzz/target.h"

using namespace normscope;

namespace {

std::shared_ptr<Buffer> bufferOf(std::string_view text) {
  std::shared_ptr<Buffer> file = Buffer::allocate(text.size());
  if (!text.empty()) std::memcpy(file->data(), text.data(), text.size());
  return file;
}

std::string encoded(const Tensor& tensor) {
  std::string bytes;
  encodeNpy(tensor, [&](std::span<const std::byte> piece) {
    bytes.append(reinterpret_cast<const char*>(piece.data()), piece.size());
  });
  return bytes;
}

void readBack(const Tensor& tensor) {
  const std::string bytes = encoded(tensor);
  const Tensor again = decodeNpy(bufferOf(bytes), "again.npy");
  const DType written = tensor.dtype() == DType::bfloat16 ? DType::float32 : tensor.dtype();
  fuzz::require(again.dtype() == written && again.extents() == tensor.extents(), "another shape or dtype");
  fuzz::require(encoded(again) == bytes, "other values");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view file = fuzz::textOf(bytes, size);
  fuzz::mayRefuse([&] { parseNpyHeader(file, "x.npy"); });
  fuzz::mayRefuse([&] { readBack(decodeNpy(bufferOf(file), "x.npy")); });
  return 0;
}
