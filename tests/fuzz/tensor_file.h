#pragma once

#include <cstdlib>
#include <cstring>
#include <memory>

#include "core/io/formats/tensor_file.h"
#include "tests/fuzz/target.h"

namespace normscope::fuzz {

/// In memory that ends where the file ends.
inline std::shared_ptr<const Buffer> bufferOf(std::string_view text) {
  const std::shared_ptr<Buffer> file = Buffer::allocate(text.size());
  if (!text.empty()) std::memcpy(file->data(), text.data(), text.size());
  return file;
}

/// Opens a file and reads its first tensors, each of which must be what its entry says.
template <typename Open>
void readAll(const std::uint8_t* bytes, std::size_t size, Open&& open) {
  static const int limited = ::setenv("NORMSCOPE_MEMORY_LIMIT", "16M", 1);
  require(limited == 0, "no memory limit");
  constexpr std::size_t most = 8;
  mayRefuse([&] {
    const TensorFile file = open(bufferOf(textOf(bytes, size)));
    std::size_t count = 0;
    for (const TensorEntry& entry : file.entries) {
      if (count++ == most) break;
      mayRefuse([&] {
        const Tensor tensor = entry.read({});
        require(tensor.extents() == entry.extents, "another shape");
        double sum = 0;
        for (std::int64_t i = 0; i < tensor.elementCount(); ++i) sum += tensor.at(i);
        require(sum == sum || sum != sum, "no sum");
      });
    }
  });
}

}  // namespace normscope::fuzz
