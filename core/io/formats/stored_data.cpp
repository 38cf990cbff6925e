#include "core/io/formats/stored_data.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/error.h"
#include "core/tensor/memory_limit.h"

namespace normscope {
namespace {

constexpr std::size_t copiedAtOnce = std::size_t{4} << 20;

std::array<float, 256> float8Table(Encoding encoding) {
  std::array<float, 256> table{};
  for (std::size_t i = 0; i < table.size(); ++i)
    table[i] = decodeFloat8(static_cast<std::uint8_t>(i), encoding);
  return table;
}

void convertFloat8(const std::byte* from, std::span<float> to, Encoding encoding, const Progress& progress) {
  const std::array<float, 256> table = float8Table(encoding);
  for (std::size_t start = 0; start < to.size(); start += copiedAtOnce) {
    progress.step(static_cast<double>(start) / static_cast<double>(to.size()));
    const std::size_t end = std::min(start + copiedAtOnce, to.size());
    for (std::size_t i = start; i < end; ++i) to[i] = table[static_cast<std::uint8_t>(from[i])];
  }
}

void copyInPieces(const std::byte* from, std::byte* to, std::size_t bytes, const Progress& progress) {
  for (std::size_t start = 0; start < bytes; start += copiedAtOnce) {
    progress.step(static_cast<double>(start) / static_cast<double>(bytes));
    std::memcpy(to + start, from + start, std::min(copiedAtOnce, bytes - start));
  }
}

Tensor loadUnchecked(const StoredData& data, const std::string& subject, const Progress& progress) {
  const bool isPlain = data.type.encoding == Encoding::plain;
  const std::byte* const from = data.file->data() + data.offset;
  if (data.type.dtype == DType::boolean) {
    const std::size_t bytes = storedBytesOf(data.type, data.extents).value();
    checkBooleans({reinterpret_cast<const char*>(from), bytes}, data.offset, subject);
  }
  if (isPlain && data.offset % data.type.size() == 0)
    return {data.type.dtype, data.extents, data.file, data.offset};
  const StoredType made{data.type.dtype};
  const auto bytes = storedBytesOf(made, data.extents);
  requireWithinMemoryLimit(bytes.value_or(std::numeric_limits<std::size_t>::max()), subject);
  Tensor tensor = Tensor::allocate(made.dtype, data.extents);
  if (isPlain) {
    copyInPieces(from, tensor.editBytes(), tensor.byteCount(), progress);
  } else {
    convertFloat8(from, tensor.edit<float>(), data.type.encoding, progress);
  }
  return tensor;
}

}  // namespace

std::string_view StoredType::name() const {
  if (encoding == Encoding::float8e4m3fn) return "float8_e4m3fn";
  if (encoding == Encoding::float8e5m2) return "float8_e5m2";
  return nameOf(dtype);
}

std::optional<std::size_t> storedBytesOf(const StoredType& type, const Extents& extents) {
  std::int64_t count = 1;
  bool isEmpty = false;
  for (const std::int64_t extent : extents) {
    isEmpty = isEmpty || extent == 0;
    // An empty axis must not hide an overflow of the others: strides are made of them.
    if (extent > 0 && __builtin_mul_overflow(count, extent, &count)) return std::nullopt;
  }
  std::int64_t bytes = 0;
  if (__builtin_mul_overflow(count, static_cast<std::int64_t>(type.size()), &bytes)) return std::nullopt;
  return isEmpty ? 0 : static_cast<std::size_t>(bytes);
}

Tensor loadStored(const StoredData& data, const std::string& subject, const Progress& progress) {
  return readIntact(*data.file, [&] { return loadUnchecked(data, subject, progress); });
}

void checkBooleans(std::string_view bytes, std::size_t offset, const std::string& subject) {
  const auto bad = std::find_if(bytes.begin(), bytes.end(),
                                [](char byte) { return static_cast<unsigned char>(byte) > 1; });
  if (bad == bytes.end()) return;
  throw failure(subject,
                "at byte " + std::to_string(offset + static_cast<std::size_t>(bad - bytes.begin())) +
                    " the bool is " + std::to_string(static_cast<unsigned char>(*bad)) + ", neither 0 nor 1",
                "save it again as uint8");
}

float decodeFloat8(std::uint8_t bits, Encoding encoding) {
  if (encoding == Encoding::float8e5m2)
    return static_cast<float>(Eigen::numext::bit_cast<Eigen::half>(static_cast<std::uint16_t>(bits << 8)));
  const int exponent = (bits >> 3) & 15;
  const int mantissa = bits & 7;
  const float sign = (bits & 0x80) != 0 ? -1.0f : 1.0f;
  if (exponent == 15 && mantissa == 7) return std::copysign(std::numeric_limits<float>::quiet_NaN(), sign);
  if (exponent == 0) return sign * std::ldexp(static_cast<float>(mantissa), -9);
  return sign * std::ldexp(static_cast<float>(8 + mantissa), exponent - 10);
}

}  // namespace normscope
