#include "core/io/npy.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#include "core/error.h"
#include "core/io/atomic_file.h"
#include "core/io/npy_header.h"

namespace normscope {
namespace {

void checkBooleans(std::string_view file, const NpyHeader& header, const std::string& subject) {
  const auto bad = std::find_if(file.begin() + static_cast<std::ptrdiff_t>(header.dataOffset), file.end(),
                                [](char byte) { return static_cast<unsigned char>(byte) > 1; });
  if (bad == file.end()) return;
  throw failure(subject,
                "at byte " + std::to_string(bad - file.begin()) + " the bool is " +
                    std::to_string(static_cast<unsigned char>(*bad)) + ", neither 0 nor 1",
                "save it again as uint8");
}

/// One element of `sizeof(Word)` bytes from anywhere in a file.
template <typename Word>
Word loadWord(const std::byte* from, bool swap) {
  Word word;
  std::memcpy(&word, from, sizeof(Word));
  if (!swap) return word;
  if constexpr (sizeof(Word) == 2) word = __builtin_bswap16(word);
  if constexpr (sizeof(Word) == 4) word = __builtin_bswap32(word);
  if constexpr (sizeof(Word) == 8) word = __builtin_bswap64(word);
  return word;
}

/// Reverses the order of the axes of dense data. The two axes that are contiguous, the first in `from` and
/// the last in `to`, are walked in square tiles, which stay in the cache.
template <typename Word>
void copyFortranOrder(const std::byte* from, Word* to, const Extents& extents, bool swap) {
  constexpr std::int64_t tile = 32;
  const std::size_t rank = extents.size();
  const std::int64_t rows = extents.front();
  const std::int64_t columns = extents.back();
  Extents fromStrides(rank, 1);
  Extents toStrides(rank, 1);
  for (std::size_t i = 1; i < rank; ++i) fromStrides[i] = fromStrides[i - 1] * extents[i - 1];
  for (std::size_t i = rank - 1; i-- > 0;) toStrides[i] = toStrides[i + 1] * extents[i + 1];

  Extents middle(rank, 0);
  std::int64_t source = 0;
  std::int64_t target = 0;
  while (true) {
    for (std::int64_t row = 0; row < rows; row += tile) {
      for (std::int64_t column = 0; column < columns; column += tile) {
        for (std::int64_t r = row; r < std::min(row + tile, rows); ++r) {
          for (std::int64_t c = column; c < std::min(column + tile, columns); ++c) {
            const std::int64_t at = source + r + c * fromStrides.back();
            to[target + r * toStrides.front() + c] =
                loadWord<Word>(from + static_cast<std::size_t>(at) * sizeof(Word), swap);
          }
        }
      }
    }
    std::size_t axis = 1;
    for (; axis + 1 < rank; ++axis) {
      source += fromStrides[axis];
      target += toStrides[axis];
      if (++middle[axis] < extents[axis]) break;
      source -= middle[axis] * fromStrides[axis];
      target -= middle[axis] * toStrides[axis];
      middle[axis] = 0;
    }
    if (axis + 1 >= rank) return;
  }
}

template <typename Word>
void copyData(const std::byte* from, const NpyHeader& header, Tensor& tensor) {
  const std::span<Word> to = tensor.edit<Word>();
  if (to.empty()) return;
  if (header.isFortranOrder && header.extents.size() > 1) {
    copyFortranOrder(from, to.data(), header.extents, header.isBigEndian);
    return;
  }
  for (std::size_t i = 0; i < to.size(); ++i)
    to[i] = loadWord<Word>(from + i * sizeof(Word), header.isBigEndian);
}

Tensor copied(const std::byte* from, const NpyHeader& header) {
  Tensor tensor = Tensor::allocate(header.dtype, header.extents);
  switch (sizeOf(header.dtype)) {
    case 1:
      copyData<std::uint8_t>(from, header, tensor);
      break;
    case 2:
      copyData<std::uint16_t>(from, header, tensor);
      break;
    case 4:
      copyData<std::uint32_t>(from, header, tensor);
      break;
    default:
      copyData<std::uint64_t>(from, header, tensor);
      break;
  }
  return tensor;
}

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

Tensor decodeNpy(std::shared_ptr<const Buffer> file, const std::string& subject) {
  const std::string_view bytes(reinterpret_cast<const char*>(file->data()), file->size());
  const NpyHeader header = parseNpyHeader(bytes, subject);
  if (header.dtype == DType::boolean) checkBooleans(bytes, header, subject);
  const std::size_t size = sizeOf(header.dtype);
  const bool isAligned = header.dataOffset % size == 0;
  const bool isNative = !header.isBigEndian || size == 1;
  const bool isCOrder = !header.isFortranOrder || header.extents.size() < 2;
  if (isAligned && isNative && isCOrder)
    return {header.dtype, header.extents, std::move(file), header.dataOffset};
  return copied(file->data() + header.dataOffset, header);
}

Tensor readNpy(const std::string& path) {
  const auto file = Buffer::mapFile(path);
  return readIntact(*file, [&] { return decodeNpy(file, path); });
}

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
