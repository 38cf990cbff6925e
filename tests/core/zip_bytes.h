#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace normscope {

/// A number as it lies in a file.
template <typename Number>
std::string littleEndianBytes(Number number) {
  std::string bytes(sizeof(Number), '\0');
  std::memcpy(bytes.data(), &number, sizeof(Number));
  return bytes;
}

/// CRC-32 as zip has it, bit by bit.
inline std::uint32_t crc32Of(const std::string& bytes) {
  std::uint32_t crc = 0xffffffff;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb88320 : 0);
  }
  return ~crc;
}

/// An entry of a zip archive that is written as it says, be it a lie.
struct ZipPiece {
  std::string name;
  std::string data;  ///< as it lies in the archive
  std::uint16_t flags = 0, method = 0;
  std::uint32_t crc = 0, size = 0;
  std::string localName;  ///< where another one than in the directory

  static ZipPiece stored(const std::string& name, const std::string& data) {
    return {name, data, 0, 0, crc32Of(data), static_cast<std::uint32_t>(data.size()), name};
  }

  /// One deflate block that is not compressed.
  static ZipPiece deflated(const std::string& name, const std::string& data) {
    const auto length = static_cast<std::uint16_t>(data.size());
    const std::string block = std::string("\x01") + littleEndianBytes(length) +
                              littleEndianBytes(static_cast<std::uint16_t>(~length)) + data;
    return {name, block, 0, 8, crc32Of(data), length, name};
  }
};

inline std::string zipOf(const std::vector<ZipPiece>& pieces) {
  std::string archive, directory;
  for (const ZipPiece& piece : pieces) {
    const auto offset = static_cast<std::uint32_t>(archive.size());
    const auto common = [&](const std::string& name) {
      return littleEndianBytes(std::uint16_t{20}) + littleEndianBytes(piece.flags) +
             littleEndianBytes(piece.method) + std::string(4, '\0') + littleEndianBytes(piece.crc) +
             littleEndianBytes(static_cast<std::uint32_t>(piece.data.size())) +
             littleEndianBytes(piece.size) + littleEndianBytes(static_cast<std::uint16_t>(name.size())) +
             std::string(2, '\0');
    };
    archive += "PK\x03\x04" + common(piece.localName) + piece.localName + piece.data;
    directory += "PK\x01\x02" + littleEndianBytes(std::uint16_t{20}) + common(piece.name) +
                 std::string(10, '\0') + littleEndianBytes(offset) + piece.name;
  }
  const auto count = static_cast<std::uint16_t>(pieces.size());
  return archive + directory + "PK\x05\x06" + std::string(4, '\0') + littleEndianBytes(count) +
         littleEndianBytes(count) + littleEndianBytes(static_cast<std::uint32_t>(directory.size())) +
         littleEndianBytes(static_cast<std::uint32_t>(archive.size())) + std::string(2, '\0');
}

}  // namespace normscope
