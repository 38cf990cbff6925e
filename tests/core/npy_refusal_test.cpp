#include "core/io/npy.h"
#include "tests/core/expect_error.h"
#include "tests/core/npy_bytes.h"
#include "tests/core/temporary_folder.h"

namespace normscope {
namespace npy_refusal_test {

const std::string saveAgain = "; save it again with numpy.save";
const std::string copyAgain = "; copy or save the file again";

void expectRefused(const std::string& bytes, const std::string& reason) {
  expectError([&] { decodeBytes(bytes); }, Fault::failed, "x.npy: " + reason);
}

void expectHeaderRefused(const std::string& header, const std::string& reason) {
  expectRefused(npyOf(header), reason);
}

/// `data` follows a header with this shape.
void expectShapeRefused(const std::string& shape, const std::string& reason, const std::string& data = "") {
  expectRefused(npyOf(npyHeaderOf("'<f8'", "False", shape)) + data, reason);
}

void expectDescrRefused(const std::string& descr, const std::string& reason) {
  expectHeaderRefused(npyHeaderOf(descr, "False", "(2,)"), reason);
}

TEST(RefuseNpy, WithoutAPreamble) {
  expectRefused("", "the file is empty; give a file that holds a tensor");
  expectRefused("not a tensor", "at byte 0 the magic bytes of .npy are missing" + saveAgain);
  expectRefused("\x93NUMPX\x01\x01", "at byte 0 the magic bytes of .npy are missing" + saveAgain);
  expectRefused("\x93NUM", "it ends at byte 4, before the format version ends" + copyAgain);
  expectRefused(npyMagic + "\x01", "it ends at byte 7, before the format version ends" + copyAgain);
}

TEST(RefuseNpy, OfAnotherVersion) {
  for (const auto& [bytes, name] : {std::pair{std::string("\0\0", 2), "0.0"},
                                    {std::string("\4\0", 2), "4.0"},
                                    {std::string("\1\1", 2), "1.1"},
                                    {std::string("\xff\xff"), "255.255"}}) {
    expectRefused(npyMagic + bytes + "\x76", "at byte 6 the format version is " + std::string(name) +
                                                 ", none of 1.0, 2.0 and 3.0" + saveAgain);
  }
}

TEST(RefuseNpy, WithAHeaderThatCannotBe) {
  const auto start = [](const char* version, const std::string& length) {
    return npyMagic + std::string(version) + '\0' + length;
  };
  expectRefused(start("\1", "\x76"), "it ends at byte 9, before the header's length ends" + copyAgain);
  expectRefused(start("\2", "\x76"), "it ends at byte 9, before the header's length ends" + copyAgain);
  expectRefused(start("\1", std::string("\x76\0", 2)) + "{'descr'",
                "at byte 8 the header is declared 118 bytes long and the file has 8 more" + copyAgain);
  expectRefused(
      start("\2", "\xff\xff\xff\xff") + "{'descr'",
      "at byte 8 the header is declared 4294967295 bytes long and at most 65536 are read" + saveAgain);
  expectRefused(start("\3", std::string("\1\0\1\0", 4)) + std::string(65537, ' '),
                "at byte 8 the header is declared 65537 bytes long and at most 65536 are read" + saveAgain);
  // The longest that is read: 65536 bytes behind a preamble of 12.
  const std::string header = npyHeaderOf("'<f8'", "False", "(0,)");
  EXPECT_EQ(
      decodeBytes(start("\2", std::string("\0\0\1\0", 4)) + header + std::string(65536 - header.size(), ' '))
          .elementCount(),
      0);
}

TEST(RefuseNpy, ThatIsNotADictionaryOfPlainValues) {
  expectHeaderRefused("", "at byte 10 the header ends where '{' is expected" + saveAgain);
  expectHeaderRefused("[1]", "at byte 10 the header has '[' where '{' is expected" + saveAgain);
  expectHeaderRefused("{'descr'", "at byte 18 the header ends where ':' is expected" + saveAgain);
  expectHeaderRefused(
      "{'descr': '<f4",
      "at byte 24 the header ends where a plain character or the closing quote is expected" + saveAgain);
  expectHeaderRefused(
      "{'descr': '<f\x01'",
      "at byte 23 the header has '\\x01' where a plain character or the closing quote is expected" +
          saveAgain);
  expectHeaderRefused(
      "{'descr': '<f\\x34'",
      "at byte 23 the header has '\\' where a plain character or the closing quote is expected" + saveAgain);
  expectHeaderRefused("{'descr': '<f4' 'shape'",
                      "at byte 26 the header has ''' where ',' or '}' is expected" + saveAgain);
  expectHeaderRefused("{,}", "at byte 11 the header has ',' where a key in quotes is expected" + saveAgain);
  expectHeaderRefused("{\xff}",
                      "at byte 11 the header has '\\xff' where a key in quotes is expected" + saveAgain);
  expectHeaderRefused(npyHeaderOf("'<f4'", "0", "(2,)"),
                      "at byte 44 the header has '0' where True or False is expected" + saveAgain);
  expectHeaderRefused(npyHeaderOf("'<f4'", "Falsetto", "(2,)"),
                      "at byte 44 the header has 'Falsetto' where True or False is expected" + saveAgain);
  expectHeaderRefused(npyHeaderOf("'<f4'", "False", "(2,)") + "#",
                      "at byte 68 the header has '#' where only white space is expected" + saveAgain);
}

TEST(RefuseNpy, WithCodeInTheHeader) {
  expectDescrRefused(
      "__import__('os').system('id')",
      "at byte 20 the header has '__import__' where a dtype such as '<f4' is expected" + saveAgain);
  expectDescrRefused("'<f4'.upper()",
                     "at byte 25 the header has '.' where ',' or '}' is expected" + saveAgain);
  expectShapeRefused("(2**99,)", "at byte 62 the header has '*' where ',' is expected" + saveAgain);
  expectShapeRefused("(exit(),)",
                     "at byte 61 the header has 'exit' where a dimension is expected" + saveAgain);
}

TEST(RefuseNpy, WithOtherKeys) {
  expectHeaderRefused("{'descr': '<f4', 'shape': (2,)}",
                      "the header lacks the key 'fortran_order'" + saveAgain);
  expectHeaderRefused("{'fortran_order': True, 'shape': (2,)}",
                      "the header lacks the key 'descr'" + saveAgain);
  expectHeaderRefused("{'descr': '<f4', 'fortran_order': True}",
                      "the header lacks the key 'shape'" + saveAgain);
  expectHeaderRefused("{}", "the header lacks the key 'descr'" + saveAgain);
  expectHeaderRefused("{'descr': '<f4', 'evil': 1}",
                      "at byte 27 the header has the unknown key 'evil'" + saveAgain);
  expectHeaderRefused("{'" + std::string(100, 'k') + "': 1}", "at byte 11 the header has the unknown key '" +
                                                                  std::string(40, 'k') + "...'" + saveAgain);
  expectHeaderRefused("{'shape': (2,), 'shape': (3,)}",
                      "at byte 26 the header repeats the key 'shape'" + saveAgain);
}

TEST(RefuseNpy, WithAShapeThatCannotBe) {
  expectShapeRefused("(-3, 2)", "at byte 61 the shape has the negative dimension -3" + saveAgain);
  expectShapeRefused("(2, 2.5)", "at byte 64 the shape has the fractional dimension 2.5" + saveAgain);
  expectShapeRefused("(1e3,)", "at byte 61 the shape has the fractional dimension 1e3" + saveAgain);
  expectShapeRefused("(True, 2)", "at byte 61 the shape has the boolean dimension True" + saveAgain);
  expectShapeRefused("(2, False)", "at byte 64 the shape has the boolean dimension False" + saveAgain);
  expectShapeRefused(
      "(9223372036854775808,)",
      "at byte 61 the shape has the dimension '9223372036854775808', over 2^63 - 1" + saveAgain);
  expectShapeRefused("(4294967296, 4294967296)",
                     "the shape [4294967296, 4294967296] of float64 has more than 2^63 elements" + saveAgain);
  expectShapeRefused(
      "(0, 4294967296, 4294967296)",
      "the shape [0, 4294967296, 4294967296] of float64 has more than 2^63 elements" + saveAgain);
  expectShapeRefused("(2305843009213693952,)",
                     "the shape [2305843009213693952] of float64 takes more than 2^63 bytes" + saveAgain);
  std::string ones;
  for (int i = 0; i < 32; ++i) ones += "1,";
  EXPECT_EQ(decodeBytes(npyOf(npyHeaderOf("'|u1'", "False", "(" + ones + ")")) + "\x05").extents().size(),
            32u);
  expectShapeRefused("(" + ones + "1)",
                     "at byte 125 the shape has more than 32 axes; merge axes before saving the tensor");
}

TEST(RefuseNpy, WithAShapeThatIsNoTupleOfNumbers) {
  expectShapeRefused("[2, 3]",
                     "at byte 60 the header has '[' where a shape such as (2, 3) is expected" + saveAgain);
  expectShapeRefused("2",
                     "at byte 60 the header has '2' where a shape such as (2, 3) is expected" + saveAgain);
  expectShapeRefused("(2)", "at byte 62 the header has ')' where ',' is expected" + saveAgain);
  expectShapeRefused("(2, 3 4)", "at byte 66 the header has '4' where ',' or ')' is expected" + saveAgain);
  expectShapeRefused("(,)", "at byte 61 the header has ',' where a dimension is expected" + saveAgain);
  expectShapeRefused("(+2,)", "at byte 61 the header has '+' where a dimension is expected" + saveAgain);
  expectShapeRefused("(007,)", "at byte 62 the header has '07' where ',' is expected" + saveAgain);
  expectShapeRefused("(0x10,)", "at byte 62 the header has 'x10' where ',' is expected" + saveAgain);
}

TEST(RefuseNpy, OfOtherDTypes) {
  const std::string plain =
      " is none of float16, float32, float64, integers and bool; convert it before saving, "
      "such as x.astype('float32')";
  for (const std::string descr :
       {"<c8", "<U5", "|S3", "<M8[ns]", "<f16", "|V4", "f4", "|f4", "", "<", "<f3", "float32"})
    expectDescrRefused("'" + descr + "'", "at byte 20 the dtype '" + descr + "'" + plain);
  expectDescrRefused("'|O'",
                     "at byte 20 the dtype '|O' stands for Python objects; save numbers, such as "
                     "numpy.asarray(x, dtype='float32')");
  expectDescrRefused("[('a', '<f4')]",
                     "at byte 20 the dtype is structured; save one field of it as an array of its own");
  expectDescrRefused("('<f4', (2,))",
                     "at byte 20 the dtype is structured; save one field of it as an array of its own");
  expectDescrRefused("4",
                     "at byte 20 the header has '4' where a dtype such as '<f4' is expected" + saveAgain);
}

TEST(RefuseNpy, WithTooLittleOrTooMuchData) {
  expectShapeRefused("(2, 3)",
                     "the shape [2, 3] of float64 takes 48 bytes of data and the file has 47" + copyAgain,
                     std::string(47, '\0'));
  expectShapeRefused(
      "(2, 3)",
      "the shape [2, 3] of float64 takes 48 bytes of data and 1 more follow, from byte 118; save it "
      "again with numpy.save, one array a file",
      std::string(49, '\0'));
  // Data that would be copied, so that memory would be taken for it: 2^60 bytes.
  expectRefused(
      npyOf(npyHeaderOf("'>f8'", "True", "(1073741824, 134217728)")),
      "the shape [1073741824, 134217728] of float64 takes 1152921504606846976 bytes of data and the file "
      "has 0" +
          copyAgain);
}

TEST(RefuseNpy, WithABoolThatIsNone) {
  expectRefused(npyOf(npyHeaderOf("'|b1'", "False", "(3,)")) + std::string("\1\0\2", 3),
                "at byte 70 the bool is 2, neither 0 nor 1; save it again as uint8");
}

TEST(RefuseNpy, NamesThePathAsTyped) {
  const TemporaryFolder folder;
  const std::string path = folder.fileOf(
      "../" + std::filesystem::path(folder.file("")).parent_path().filename().string() + "/x.npy", "");
  expectError([&] { readNpy(path); }, Fault::failed,
              path + ": the file is empty; give a file that holds a tensor");
  expectError(
      [] { readNpy("no/such.npy"); }, Fault::failed,
      "no/such.npy: it cannot be read (No such file or directory); check the path and its permissions");
}

}  // namespace npy_refusal_test
}  // namespace normscope
