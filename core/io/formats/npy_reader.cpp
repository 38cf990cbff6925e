#include "core/io/formats/npy_reader.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

#include "core/error.h"
#include "core/io/formats/npy_header.h"
#include "core/io/formats/stored_data.h"
#include "core/tensor/memory_limit.h"

namespace normscope {
namespace {

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

Tensor copied(const std::byte* from, const NpyHeader& header, const std::string& subject) {
  requireWithinMemoryLimit(header.dataBytes, subject);
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

}  // namespace

Tensor decodeNpy(std::shared_ptr<const Buffer> file, std::size_t begin, std::size_t size,
                 const std::string& subject) {
  const std::string_view bytes(reinterpret_cast<const char*>(file->data()) + begin, size);
  const NpyHeader header = parseNpyHeader(bytes, subject);
  if (header.dtype == DType::boolean)
    checkBooleans(bytes.substr(header.dataOffset), header.dataOffset, subject);
  const std::size_t word = sizeOf(header.dtype);
  const bool isAligned = (begin + header.dataOffset) % word == 0;
  const bool isNative = !header.isBigEndian || word == 1;
  const bool isCOrder = !header.isFortranOrder || header.extents.size() < 2;
  if (isAligned && isNative && isCOrder)
    return {header.dtype, header.extents, std::move(file), begin + header.dataOffset};
  return copied(file->data() + begin + header.dataOffset, header, subject);
}

Tensor decodeNpy(std::shared_ptr<const Buffer> file, const std::string& subject) {
  const std::size_t size = file->size();
  return decodeNpy(std::move(file), 0, size, subject);
}

Tensor readNpy(const std::string& path) {
  const auto file = Buffer::mapFile(path);
  return readIntact(*file, [&] { return decodeNpy(file, path); });
}

TensorFile openNpy(const std::shared_ptr<const Buffer>& file, const std::string& subject) {
  const std::string_view bytes(reinterpret_cast<const char*>(file->data()), file->size());
  const NpyHeader header = parseNpyHeader(bytes, subject);
  const auto read = [file, subject](const Progress&) {
    return readIntact(*file, [&] { return decodeNpy(file, subject); });
  };
  TensorFile result{"npy", {{"", std::string(nameOf(header.dtype)), header.extents, read}}, {}};
  if (!header.foreignDescr.empty()) result.notices.push_back(foreignDescrNotice(header.foreignDescr));
  return result;
}

}  // namespace normscope
