#include "core/io/formats/wire_reader.h"

#include "core/error.h"
#include "core/io/formats/little_endian.h"

namespace normscope {

std::string_view WireReader::take(std::uint64_t count) {
  if (count > left_.size()) {
    throw failure(subject_,
                  "at byte " + std::to_string(at()) + " a message ends in a field of " +
                      std::to_string(count) + " bytes, of which " + std::to_string(left_.size()) +
                      " are there",
                  "copy or save the file again");
  }
  const std::string_view bytes = left_.substr(0, count);
  left_.remove_prefix(count);
  return bytes;
}

std::uint64_t WireReader::varint() {
  const std::size_t start = at();
  std::uint64_t value = 0;
  for (int shift = 0; shift < 70; shift += 7) {
    const auto byte = static_cast<unsigned char>(take(1).front());
    if (shift == 63 && byte > 1) break;
    value |= std::uint64_t{byte & 0x7fu} << shift;
    if (byte < 0x80) return value;
  }
  throw failure(subject_, "at byte " + std::to_string(start) + " a number has more than 64 bits",
                "copy or save the file again");
}

std::optional<WireField> WireReader::next() {
  if (left_.empty()) return std::nullopt;
  WireField field;
  field.at = at();
  const std::uint64_t tag = varint();
  const std::uint64_t kind = tag & 7;
  const bool isKnown = kind == 0 || kind == 1 || kind == 2 || kind == 5;
  if (!isKnown || tag >> 3 == 0 || tag >> 3 >= std::uint64_t{1} << 29) {
    throw failure(subject_, "at byte " + std::to_string(field.at) + " there is no field of a message",
                  "copy or save the file again");
  }
  field.number = static_cast<std::uint32_t>(tag >> 3);
  if (kind == 0) {
    field.value = varint();
  } else if (kind == 1) {
    field.kind = WireField::Kind::fixed64;
    field.value = littleEndian<std::uint64_t>(take(8), 0);
  } else if (kind == 5) {
    field.kind = WireField::Kind::fixed32;
    field.value = littleEndian<std::uint32_t>(take(4), 0);
  } else {
    field.kind = WireField::Kind::bytes;
    field.bytes = take(varint());
  }
  return field;
}

}  // namespace normscope
