#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/engine/progress.h"
#include "core/tensor/tensor.h"

namespace normscope {

/// How the bytes of an element are to be read.
enum class Encoding {
  plain,
  float8e4m3fn,  ///< 1 sign, 4 exponent (bias 7), 3 mantissa bits; no infinity, NaN is S.1111.111
  float8e5m2,    ///< the upper half of a float16
};

/// What one element of a tensor in a file is.
struct StoredType {
  DType dtype = DType::float32;  ///< as it comes out: float32 for the float8 types
  Encoding encoding = Encoding::plain;

  std::size_t size() const { return encoding == Encoding::plain ? sizeOf(dtype) : 1; }
  std::string_view name() const;  ///< "float32", "float8_e4m3fn"
  bool operator==(const StoredType&) const = default;
};

/// Dense little-endian elements in C order that lie somewhere in a file.
struct StoredData {
  StoredType type;
  Extents extents;
  std::shared_ptr<const Buffer> file;
  std::size_t offset = 0;  ///< of the first byte, from the start of `file`
};

/// The bytes that a tensor of that shape takes; nothing where that is more than 2^63 - 1, or the count of
/// elements is, also where an empty axis hides it.
std::optional<std::size_t> storedBytesOf(const StoredType& type, const Extents& extents);

/// The values: shared with the file where they are aligned and need no conversion, else copied. The bytes
/// must be within the file. Throws Error (failed, on `subject`) for a bool that is neither 0 nor 1, for a
/// copy beyond the memory limit, and where the file has changed; Cancelled.
Tensor loadStored(const StoredData& data, const std::string& subject, const Progress& progress);

/// Throws Error (failed, on `subject`) where a byte, of a bool tensor, is neither 0 nor 1; `offset` is that
/// of the first byte in what `subject` names.
void checkBooleans(std::string_view bytes, std::size_t offset, const std::string& subject);

/// The value of one float8.
float decodeFloat8(std::uint8_t bits, Encoding encoding);

}  // namespace normscope
