#include "core/io/formats/gguf_reader.h"

#include "tests/core/format_file.h"
#include "tests/core/zip_bytes.h"

namespace normscope {
namespace gguf_reader_test {

const std::string makeAgain = "; copy or make the file again";

std::string u32(std::uint32_t value) {
  return littleEndianBytes(value);
}
std::string u64(std::uint64_t value) {
  return littleEndianBytes(value);
}
std::string text(const std::string& value) {
  return u64(value.size()) + value;
}

/// A tensor in the list.
std::string info(const std::string& name, const std::vector<std::uint64_t>& dims, std::uint32_t type,
                 std::uint64_t offset) {
  std::string bytes = text(name) + u32(static_cast<std::uint32_t>(dims.size()));
  for (const std::uint64_t dim : dims) bytes += u64(dim);
  return bytes + u32(type) + u64(offset);
}

/// A file of these values and tensors, with `data` bytes of data.
std::string gguf(const std::vector<std::string>& values, const std::vector<std::string>& tensors,
                 std::size_t data, std::uint32_t version = 3) {
  std::string bytes = "GGUF" + u32(version) + u64(tensors.size()) + u64(values.size());
  for (const std::string& value : values) bytes += value;
  for (const std::string& tensor : tensors) bytes += tensor;
  bytes.append((32 - bytes.size() % 32) % 32, '\0');
  return bytes + std::string(data, '\0');
}

class Gguf : public FormatTest {};

TEST_F(Gguf, OfItsOwnLibraryIsRead) {
  const TensorFile file = openTensorFile(formatFile("small.gguf"));
  EXPECT_EQ(file.format, "gguf");
  const std::vector<double> six = {0, 1, 2, 3, 4, 5};
  expectEntry(file, "blk.0.attn_norm.weight", "float32", {2, 3}, six);
  expectEntry(file, "half", "float16", {2, 3}, six);
  expectEntry(file, "i16", "int16", {2, 3}, six);
  expectEntry(file, "f64", "float64", {2, 3}, six);
  expectEntry(file, "bf", "bfloat16", {2, 3}, six);
  EXPECT_EQ(entryNamed(file, "q8").dtype, "Q8_0");
  EXPECT_EQ(entryNamed(file, "q8").extents, (Extents{2, 32}));
  expectError([&] { entryNamed(file, "q8").read({}); }, Fault::failed,
              formatFile("small.gguf") +
                  "::q8: it is quantized as Q8_0, which is not read; convert it to F16 or F32 first");
}

TEST_F(Gguf, OfVersion2AndAnotherAlignmentIsRead) {
  expectEntry(open(gguf({}, {info("a", {3, 2}, 24, 0)}, 6, 2)), "a", "int8", {2, 3}, {0, 0, 0, 0, 0, 0});
  const std::string align64 = text("general.alignment") + u32(4) + u32(64);
  EXPECT_EQ(open(gguf({align64}, {info("a", {2}, 24, 0), info("b", {2}, 24, 64)}, 128)).entries.size(), 2);
  EXPECT_TRUE(open(gguf({}, {}, 0)).entries.empty());
}

TEST_F(Gguf, ThatEndsTooSoonIsRefused) {
  const std::string whole = gguf({text("k") + u32(8) + text("v")}, {info("a", {2}, 0, 0)}, 8);
  for (std::size_t size = 4; size + 40 < whole.size(); ++size)
    EXPECT_THROW(open(whole.substr(0, size)), Error) << size;
  refuses("GG", "it ends at byte 2, before its magic word ends" + makeAgain);
  expectError([] { openGguf(bufferWith("llama"), "x"); }, Fault::failed,
              "x: at byte 0 the magic word GGUF is missing" + makeAgain);
  refuses("GGUF\x03", "it ends at byte 5, before the version ends" + makeAgain);
  refuses("GGUF" + u32(3) + "1234", "it ends at byte 12, before the count of tensors ends" + makeAgain);
  refuses(whole.substr(0, whole.size() - 1),
          "tensor 'a' takes 8 bytes from byte 0 of the data on, which has 7" + makeAgain);
}

TEST_F(Gguf, CountsLengthsAndTypesThatCannotBeAreRefused) {
  const std::string many = u64(0xffffffffffffffff);
  refuses("GGUF" + u32(1) + u64(0) + u64(0), "at byte 4 the version is 1, neither 2 nor 3" + makeAgain);
  refuses("GGUF" + u32(0x03000000) + u64(0) + u64(0),
          "at byte 4 the version is 50331648, neither 2 nor 3" + makeAgain);
  refuses("GGUF" + u32(3) + many + u64(0),
          "at byte 8 the file is declared to hold 18446744073709551615 tensors, more than its bytes can" +
              makeAgain);
  refuses("GGUF" + u32(3) + u64(0) + many,
          "at byte 16 the file is declared to hold 18446744073709551615 values, more than its bytes can" +
              makeAgain);
  refuses(
      gguf({many + "k"}, {}, 32),
      "at byte 24 a key is declared 18446744073709551615 bytes long and the file has 64 more" + makeAgain);
  refuses(gguf({text("k") + u32(13)}, {}, 32), "at byte 37 a value has the unknown type 13" + makeAgain);
  refuses(gguf({text("k") + u32(9) + u32(0) + many}, {}, 32),
          "at byte 41 a list is declared to hold 18446744073709551615 values, more than the bytes left" +
              makeAgain);
  refuses(gguf({text("k") + u32(9) + u32(13) + u64(0)}, {}, 32),
          "at byte 37 a list has the unknown type 13" + makeAgain);
  std::string nested = text("k") + u32(9);
  for (int i = 0; i < 9; ++i) nested += u32(9) + u64(1);
  refuses(gguf({nested}, {}, 64), "at byte 133 lists are nested deeper than 8 levels" + makeAgain);
  refuses(gguf({text("k") + u32(0) + "1", text("k") + u32(0) + "1"}, {}, 32),
          "at byte 38 the key 'k' stands twice" + makeAgain);
  refuses(gguf({text("general.alignment") + u32(8) + text("x")}, {}, 0),
          "at byte 53 general.alignment is no uint32" + makeAgain);
  for (const std::uint32_t wrong : {0u, 4u, 24u})
    refuses(gguf({text("general.alignment") + u32(4) + u32(wrong)}, {}, 0),
            "at byte 53 general.alignment is " + std::to_string(wrong) + ", no power of two from 8 on" +
                makeAgain);
}

TEST_F(Gguf, TensorsThatCannotBeAreRefused) {
  refuses(gguf({}, {info("a", {2}, 5, 0)}, 8), "at byte 45 tensor 'a' has the unknown type 5" + makeAgain);
  refuses(gguf({}, {info("a", {2}, 24, 0), info("a", {2}, 24, 32)}, 64),
          "at byte 57 the tensor 'a' stands twice" + makeAgain);
  refuses(gguf({}, {info("a", std::vector<std::uint64_t>(33, 1), 0, 0)}, 8),
          "at byte 33 tensor 'a' has 33 axes and at most 32 are read" + makeAgain);
  refuses(gguf({}, {info("a", {1ull << 63}, 0, 0)}, 8),
          "at byte 37 tensor 'a' has the extent 9223372036854775808, over 2^63 - 1" + makeAgain);
  refuses(
      gguf({}, {info("a", {1ull << 40, 1ull << 40}, 0, 0)}, 8),
      "at byte 57 tensor 'a' of shape [1099511627776, 1099511627776] takes more than 2^63 bytes" + makeAgain);
  refuses(gguf({}, {info("a", {33}, 8, 0)}, 64),
          "at byte 49 tensor 'a' of Q8_0 and shape [33] is not made of blocks of 32" + makeAgain);
  refuses(gguf({}, {info("a", {2}, 24, 1)}, 64),
          "tensor 'a' begins at byte 1 of the data, no multiple of 32" + makeAgain);
  refuses(gguf({}, {info("a", {2}, 24, 64)}, 32),
          "tensor 'a' takes 2 bytes from byte 64 of the data on, which has 32" + makeAgain);
  refuses(gguf({}, {info("a", {40}, 24, 0), info("b", {2}, 24, 32)}, 64),
          "tensor 'b' shares bytes with tensor 'a'" + makeAgain);
}

}  // namespace gguf_reader_test
}  // namespace normscope
