#include "core/io/formats/onnx_reader.h"

#include "tests/core/format_file.h"
#include "tests/core/zip_bytes.h"

namespace normscope {
namespace onnx_reader_test {

const std::string exportAgain = "; export the model again";
const std::string copyAgain = "; copy or save the file again";

// Fields of a message.
std::string varintBytes(std::uint64_t value) {
  std::string bytes;
  for (; value >= 0x80; value >>= 7) bytes += static_cast<char>(value | 0x80);
  return bytes + static_cast<char>(value);
}
std::string number(std::uint32_t field, std::uint64_t value) {
  return varintBytes(field << 3) + varintBytes(value);
}
std::string bytes(std::uint32_t field, const std::string& value) {
  return varintBytes(field << 3 | 2) + varintBytes(value.size()) + value;
}

/// A TensorProto of FLOAT and shape [2], called w.
std::string tensor(const std::string& rest, std::uint64_t type = 1) {
  return number(1, 2) + number(2, type) + rest + bytes(8, "w");
}
std::string model(const std::vector<std::string>& tensors) {
  std::string graph;
  for (const std::string& one : tensors) graph += bytes(5, one);
  return number(1, 8) + bytes(2, "test") + bytes(7, graph);
}
std::string external(const std::string& key, const std::string& value) {
  return bytes(13, bytes(1, key) + bytes(2, value));
}

class Onnx : public FormatTest {};

TEST_F(Onnx, OfItsOwnLibraryIsRead) {
  const TensorFile file = openTensorFile(formatFile("small.onnx"));
  EXPECT_EQ(file.format, "onnx");
  const std::vector<double> six = {0, 1, 2, 3, 4, 5};
  for (const auto& [name, dtype] : {std::pair{"raw", "float32"},
                                    {"floats", "float32"},
                                    {"halves", "float16"},
                                    {"bf16", "bfloat16"},
                                    {"int8", "int8"},
                                    {"longs", "int64"},
                                    {"doubles", "float64"},
                                    {"unsigned", "uint32"},
                                    {"f8", "float8_e5m2"}})
    expectEntry(file, name, dtype, {2, 3}, six);
  expectEntry(file, "negative", "int32", {2, 3}, {0, -1, -2, -3, -4, -5});
  expectEntry(file, "bools", "bool", {2}, {0, 1});
  expectEntry(file, "nothing", "float32", {0}, {});
  expectEntry(file, "scalar", "float32", {}, {7});
  EXPECT_EQ(entryNamed(file, "words").dtype, "STRING");
  expectError(
      [&] { entryNamed(file, "words").read({}); }, Fault::failed,
      formatFile("small.onnx") + "::words: its data type STRING is not read; convert it to FLOAT first");
  expectEntry(openTensorFile(formatFile("tensor.pb")), "t", "float32", {2, 3}, six);
  expectEntry(openTensorFile(formatFile("longs.pb")), "l", "int64", {2, 3}, six);
}

TEST_F(Onnx, WithExternalDataIsRead) {
  const TensorFile file = openTensorFile(formatFile("external.onnx"));
  expectEntry(file, "raw", "float32", {2, 3}, {0, 1, 2, 3, 4, 5});
  expectEntry(file, "second", "float32", {2, 3}, {10, 11, 12, 13, 14, 15});
}

TEST_F(Onnx, ThatIsMalformedIsRefused) {
  const std::string whole = model({tensor(bytes(9, "12345678"))});
  refuses(whole.substr(0, whole.size() - 1),
          "at byte 10 a message ends in a field of 19 bytes, of which 18 are there" + copyAgain);
  refuses(model({tensor(bytes(9, "12345678")).substr(0, 8)}),
          "at byte 18 a message ends in a field of 8 bytes, of which 2 are there" + copyAgain);
  refuses(number(1, 8) + bytes(2, "test") + "\x3a" + std::string(11, '\xff'),
          "at byte 9 a number has more than 64 bits" + copyAgain);
  refuses(number(1, 8) + bytes(2, "test") + "\x3b", "at byte 8 there is no field of a message" + copyAgain);
  refuses(number(1, 8) + bytes(2, "test") + number(7, 1),
          "at byte 8 the field 'graph' is of another kind" + exportAgain);
  refuses(model({tensor(bytes(9, "12345678")), tensor(bytes(9, "12345678"))}),
          "at byte 29 the initializer 'w' stands twice" + exportAgain);
  refuses(model({tensor(bytes(3, ""))}), "at byte 16 the tensor is in segments" + exportAgain);
  refuses(model({tensor(number(1, static_cast<std::uint64_t>(-5)))}),
          "at byte 16 the tensor has the negative extent -5" + exportAgain);
  std::string axes;
  for (int i = 0; i < 32; ++i) axes += number(1, 1);
  refuses(model({tensor(axes)}), "at byte 78 the tensor has more than 32 axes" + exportAgain);
  refuses(model({tensor(bytes(4, "12345678") + bytes(5, "12"))}),
          "at byte 26 the tensor has values in two fields" + exportAgain);
  refuses(model({tensor(bytes(2, ""))}), "at byte 16 the field 'data_type' is of another kind" + exportAgain);
}

TEST_F(Onnx, DataThatDoesNotFitIsRefused) {
  const std::string at = "::w";
  refuses(model({tensor(bytes(9, "1234567"))}),
          "its raw_data has 7 bytes and its shape takes 8" + exportAgain, at);
  refuses(model({tensor(bytes(9, "123456789"))}),
          "its raw_data has 9 bytes and its shape takes 8" + exportAgain, at);
  refuses(model({tensor("")}), "its values are not in the field of its type" + exportAgain, at);
  refuses(model({tensor(bytes(5, "12"))}), "its values are not in the field of its type" + exportAgain, at);
  refuses(model({tensor(bytes(4, "1234"))}), "it has 1 values and its shape takes 2" + exportAgain, at);
  refuses(model({tensor(bytes(4, "123456781234"))}), "it has 3 values and its shape takes 2" + exportAgain,
          at);
  refuses(model({tensor(bytes(4, "123456"))}),
          "its values are of another kind than their field" + exportAgain, at);
  refuses(model({tensor(number(5, 1), 6)}), "it has fewer values than the 2 of its shape" + exportAgain, at);
  refuses(model({tensor(number(1, 1ull << 62) + bytes(9, ""))}),
          "its shape [2, 4611686018427387904] takes more than 2^63 bytes" + exportAgain, at);
  refuses(model({tensor(bytes(9, "12345678"), 99)}), "its data type 99 is unknown" + exportAgain, at);
  refuses(model({tensor(bytes(9, std::string("\x01\x02")), 9)}),
          "at byte 19 the bool is 2, neither 0 nor 1; save it again as uint8", at);
}

TEST_F(Onnx, ExternalDataElsewhereIsRefused) {
  const std::string at = "::w";
  folder_.fileOf("data", "123456789");
  for (const std::string place : {"../data", "/etc/passwd", "", ".", "a/../../data", "sub/.."}) {
    refuses(
        model({tensor(external("location", place) + number(14, 1))}),
        "its external data '" + place + "' is not in the folder of the model; put the file beside the model",
        at);
  }
  const auto refusesPart = [&](const std::string& part, const std::string& reason) {
    refuses(model({tensor(external("location", "data") + part + number(14, 1))}), reason + exportAgain, at);
  };
  const std::string where = "of '" + folder_.file("data") + "' on, which has 9";
  refusesPart(external("offset", "2"), "its external data has 7 bytes and its shape takes 8");
  refusesPart(external("offset", "10"), "its external data takes 0 bytes from byte 10 " + where);
  refusesPart(external("offset", "18446744073709551615") + external("length", "8"),
              "its external data takes 8 bytes from byte 18446744073709551615 " + where);
  refusesPart(external("length", "10"), "its external data takes 10 bytes from byte 0 " + where);
  refusesPart(external("length", "7"), "its external data has 7 bytes and its shape takes 8");
  refusesPart(external("length", "-1"), "the length '-1' of its external data is no whole number");
  expectError(
      [&] { open(model({tensor(external("location", "none") + number(14, 1))})).entries[0].read({}); },
      Fault::failed,
      folder_.file("none") +
          ": it cannot be read (No such file or directory); check the path and its permissions");
}

TEST_F(Onnx, SparseInitializersAreSkippedWithANotice) {
  const TensorFile file = open(number(1, 8) + bytes(2, "test") + bytes(7, bytes(15, "") + bytes(15, "")));
  EXPECT_EQ(file.notices, std::vector<std::string>{"2 sparse initializers were skipped"});
}

}  // namespace onnx_reader_test
}  // namespace normscope
