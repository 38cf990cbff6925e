#include "core/io/npy.h"

#include <algorithm>
#include <vector>

#include "core/io/atomic_file.h"
#include "core/io/formats/npy_header.h"

namespace normscope {
namespace {

/// In pieces, so that a large tensor need not fit into memory twice.
void encodeAsFloat32(std::span<const Eigen::bfloat16> values,
                     const std::function<void(std::span<const std::byte>)>& sink) {
  constexpr std::size_t piece = 65536;
  std::vector<float> converted;
  for (std::size_t start = 0; start < values.size(); start += piece) {
    const auto part = values.subspan(start, std::min(piece, values.size() - start));
    converted.assign(part.begin(), part.end());
    sink(std::as_bytes(std::span(converted)));
  }
}

}  // namespace

void encodeNpy(const Tensor& tensor, const std::function<void(std::span<const std::byte>)>& sink) {
  const bool isConverted = tensor.dtype() == DType::bfloat16;
  const std::string header = formatNpyHeader(isConverted ? DType::float32 : tensor.dtype(), tensor.extents());
  sink(std::as_bytes(std::span(header)));
  if (isConverted) {
    encodeAsFloat32(tensor.values<Eigen::bfloat16>(), sink);
  } else {
    sink({tensor.bytes(), tensor.byteCount()});
  }
}

void writeNpy(const std::string& path, const Tensor& tensor) {
  AtomicFile file(path);
  encodeNpy(tensor, [&](std::span<const std::byte> bytes) { file.write(bytes); });
  file.commit();
}

}  // namespace normscope
