#include "core/io/formats/npy_header.h"

#include <bit>
#include <cassert>
#include <cstdint>
#include <limits>

#include "core/error.h"
#include "core/io/formats/npy_dictionary.h"

namespace normscope {
namespace {

static_assert(std::endian::native == std::endian::little, "headers are written for little-endian machines");

constexpr std::string_view npyMagicBytes = "\x93NUMPY";
constexpr std::size_t lengthOffset = 8;  // behind the magic bytes and two bytes of version
constexpr std::size_t longestHeader = 65536;
constexpr std::size_t alignment = 64;
const char* const copyAgain = "copy or save the file again";

unsigned byteAt(std::string_view file, std::size_t offset) {
  return static_cast<unsigned char>(file[offset]);
}

void checkMagic(std::string_view file, const std::string& subject) {
  if (file.empty()) throw failure(subject, "the file is empty", "give a file that holds a tensor");
  if (file.substr(0, npyMagicBytes.size()) != npyMagicBytes.substr(0, file.size()))
    throw failure(subject, "at byte 0 the magic bytes of .npy are missing", saveAgain);
  if (file.size() < lengthOffset)
    throw failure(subject,
                  "it ends at byte " + std::to_string(file.size()) + ", before the format version ends",
                  copyAgain);
}

/// Bytes of the field that holds the header's length.
std::size_t lengthFieldOf(std::string_view file, const std::string& subject) {
  const unsigned major = byteAt(file, 6);
  const unsigned minor = byteAt(file, 7);
  if (major < 1 || major > 3 || minor != 0) {
    throw failure(subject,
                  "at byte 6 the format version is " + std::to_string(major) + "." + std::to_string(minor) +
                      ", none of 1.0, 2.0 and 3.0",
                  saveAgain);
  }
  const std::size_t bytes = major == 1 ? 2 : 4;
  if (file.size() < lengthOffset + bytes)
    throw failure(subject,
                  "it ends at byte " + std::to_string(file.size()) + ", before the header's length ends",
                  copyAgain);
  return bytes;
}

std::size_t headerLengthOf(std::string_view file, std::size_t field, const std::string& subject) {
  std::size_t length = 0;
  for (std::size_t i = field; i-- > 0;) length = length * 256 + byteAt(file, lengthOffset + i);
  const std::string declared = "at byte 8 the header is declared " + std::to_string(length) + " bytes long";
  if (length > longestHeader)
    throw failure(subject, declared + " and at most " + std::to_string(longestHeader) + " are read",
                  saveAgain);
  const std::size_t left = file.size() - lengthOffset - field;
  if (length > left)
    throw failure(subject, declared + " and the file has " + std::to_string(left) + " more", copyAgain);
  return length;
}

std::size_t dataBytesOf(const NpyDictionary& dictionary, const std::string& what,
                        const std::string& subject) {
  std::int64_t count = 1;
  bool isEmpty = false;
  for (const std::int64_t extent : dictionary.extents) {
    isEmpty = isEmpty || extent == 0;
    // An empty axis must not hide an overflow of the others: strides are made of them.
    if (extent > 0 && __builtin_mul_overflow(count, extent, &count))
      throw failure(subject, what + " has more than 2^63 elements", saveAgain);
  }
  std::int64_t bytes = 0;
  if (__builtin_mul_overflow(count, static_cast<std::int64_t>(sizeOf(dictionary.dtype)), &bytes))
    throw failure(subject, what + " takes more than 2^63 bytes", saveAgain);
  return isEmpty ? 0 : static_cast<std::size_t>(bytes);
}

std::string descrOf(DType dtype) {
  assert(dtype != DType::bfloat16);
  const std::string_view name = nameOf(dtype);
  const char kind = dtype == DType::boolean ? 'b' : name.front();
  const std::size_t size = sizeOf(dtype);
  return std::string(size == 1 ? "|" : "<") + kind + std::to_string(size);
}

}  // namespace

NpyHeader parseNpyHeader(std::string_view file, const std::string& subject) {
  return parseNpyHeader(file, file.size(), subject);
}

NpyHeader parseNpyHeader(std::string_view file, std::size_t fileSize, const std::string& subject) {
  checkMagic(file, subject);
  const std::size_t field = lengthFieldOf(file, subject);
  const std::size_t begin = lengthOffset + field;
  const std::size_t end = begin + headerLengthOf(file, field, subject);
  const NpyDictionary dictionary = parseNpyDictionary(file, begin, end, subject);

  const std::string what =
      "the shape " + toText(dictionary.extents) + " of " + std::string(nameOf(dictionary.dtype));
  const std::size_t needed = dataBytesOf(dictionary, what, subject);
  const std::size_t present = fileSize - end;
  if (present < needed) {
    throw failure(subject,
                  what + " takes " + std::to_string(needed) + " bytes of data and the file has " +
                      std::to_string(present),
                  copyAgain);
  }
  if (present > needed) {
    throw failure(subject,
                  what + " takes " + std::to_string(needed) + " bytes of data and " +
                      std::to_string(present - needed) + " more follow, from byte " +
                      std::to_string(end + needed),
                  "save it again with numpy.save, one array a file");
  }
  return {dictionary.dtype, dictionary.isBigEndian, dictionary.isFortranOrder, dictionary.extents, end,
          needed,           dictionary.foreignDescr};
}

std::string foreignDescrNotice(const std::string& descr) {
  if (descr == "bfloat16") return "the dtype 'bfloat16' is none of NumPy's and is read as what it says";
  return "the dtype '" + descr + "' is taken for bfloat16, which ml_dtypes writes so";
}

std::string formatNpyHeader(DType dtype, const Extents& extents) {
  std::string shape;
  for (const std::int64_t extent : extents) shape += std::to_string(extent) + ", ";
  // As Python prints it: (), (2,), (2, 3).
  if (!shape.empty()) shape.resize(shape.size() - (extents.size() == 1 ? 1 : 2));
  std::string dictionary =
      "{'descr': '" + descrOf(dtype) + "', 'fortran_order': False, 'shape': (" + shape + "), }";

  const std::size_t preamble = lengthOffset + 2;
  const std::size_t unpadded = preamble + dictionary.size() + 1;
  dictionary.append((alignment - unpadded % alignment) % alignment, ' ');
  dictionary += '\n';
  assert(dictionary.size() <= std::numeric_limits<std::uint16_t>::max());

  std::string header(npyMagicBytes);
  header +=
      {'\x01', '\0', static_cast<char>(dictionary.size() % 256), static_cast<char>(dictionary.size() / 256)};
  return header + dictionary;
}

}  // namespace normscope
