#include "core/io/formats/safetensors_reader.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/io/formats/safetensors_header.h"
#include "core/io/source.h"
#include "tests/core/expect_error.h"
#include "tests/core/temporary_folder.h"
#include "tests/core/zip_bytes.h"

namespace normscope {
namespace safetensors_test {

const std::string saveAgain = "; save it again with safetensors";
const std::string copyAgain = "; copy or save the file again";

std::string bytesOf(const std::string& header, const std::string& data = "") {
  return littleEndianBytes(static_cast<std::uint64_t>(header.size())) + header + data;
}

std::string item(const std::string& name, const std::string& dtype, const std::string& shape,
                 const std::string& offsets) {
  return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets +
         "}";
}

class Safetensors : public testing::Test {
 protected:
  TensorFile open(const std::string& bytes) { return openTensorFile(folder_.fileOf("x.safetensors", bytes)); }

  void refuses(const std::string& bytes, const std::string& reason) {
    expectError([&] { open(bytes); }, Fault::failed, folder_.file("x.safetensors") + ": " + reason);
  }

  void refusesHeader(const std::string& header, const std::string& reason) {
    refuses(bytesOf(header, std::string(8, '\0')), reason + saveAgain);
  }

  TemporaryFolder folder_;
};

TEST_F(Safetensors, OfItsOwnLibraryAreRead) {
  const TensorFile file = openTensorFile(NORMSCOPE_TEST_DATA "/formats/types.safetensors");
  EXPECT_EQ(file.format, "safetensors");
  std::size_t count = 0;
  for (const TensorEntry& entry : file.entries) {
    const Tensor tensor = entry.read({});
    EXPECT_EQ(tensor.extents(), entry.extents);
    if (entry.name == "empty") {
      EXPECT_EQ(entry.extents, (Extents{0, 3}));
      continue;
    }
    if (entry.name == "scalar") {
      EXPECT_EQ(tensor.at(0), 7);
      continue;
    }
    EXPECT_EQ(entry.extents, (Extents{2, 2})) << entry.name;
    const bool isBool = entry.name == "bool";
    for (int i = 0; i < 4; ++i) EXPECT_EQ(tensor.at(i), isBool ? i % 2 : i) << entry.name;
    EXPECT_EQ(entry.dtype, entry.name);
    ++count;
  }
  EXPECT_EQ(count, 15);
}

TEST_F(Safetensors, OfUnalignedDataAreReadAndNamed) {
  const std::string path = folder_.fileOf("x.bin", bytesOf("{" + item("a", "U8", "[1]", "[0,1]") + "," +
                                                               item("b.c", "F32", "[2]", "[1,9]") + "} ",
                                                           std::string("\x05\0\0\x80\x3f\0\0\xc0\x7f", 9)));
  EXPECT_EQ(loadTensor(path + "::a").tensor.at(0), 5);
  const Tensor b = loadTensor(path + "::b.c").tensor;
  EXPECT_EQ(b.at(0), 1);
  EXPECT_TRUE(std::isnan(b.at(1)));
  EXPECT_EQ(loadTensor(path + "::b.c[0]").tensor.extents(), Extents{});
  EXPECT_TRUE(open(bytesOf("{}")).entries.empty());
  EXPECT_TRUE(open(bytesOf("{\"__metadata__\":{\"format\":\"pt\"}}")).entries.empty());
}

TEST_F(Safetensors, DtypesThatAreNotReadAreListed) {
  const TensorFile file = open(bytesOf("{" + item("a", "C64", "[1]", "[0,8]") + "}", std::string(8, '\0')));
  EXPECT_EQ(file.entries[0].dtype, "C64");
  expectError([&] { file.entries[0].read({}); }, Fault::failed,
              folder_.file("x.safetensors") + "::a: its dtype C64 is not read; convert it to float32 first");
}

TEST_F(Safetensors, HeadersThatCannotBeAreRefused) {
  refuses("", "the file is empty; give a file that holds a tensor");
  refuses("1234567", "it ends at byte 7, before the header's length ends" + copyAgain);
  refuses(littleEndianBytes(std::uint64_t{100000001}) + "{}",
          "at byte 0 the header is declared 100000001 bytes long and at most 100000000 are read" + saveAgain);
  refuses(littleEndianBytes(std::uint64_t{3}) + "{}",
          "at byte 0 the header is declared 3 bytes long and the file has 2 more" + copyAgain);
  refusesHeader(" {}", "at byte 8 the header does not start with '{'");
  refusesHeader("", "at byte 8 the header does not start with '{'");
  refusesHeader("{\"\xff\":1}", "at byte 10 the header is not UTF-8");
  refusesHeader("{\"\xed\xa0\x80\":1}", "at byte 10 the header is not UTF-8");
  refusesHeader("{\"a\":", "the header is not JSON from byte 13 on");
  refusesHeader("{]", "the header is not JSON from byte 9 on");
  refusesHeader("{}{}", "the header is not JSON from byte 10 on");
  refusesHeader(std::string("{}\0", 3), "the header is not JSON from byte 10 on");
}

TEST_F(Safetensors, HeadersOfAnotherMeaningAreRefused) {
  const std::string a = item("a", "F32", "[2]", "[0,8]");
  refusesHeader("{" + a + "," + a + "}", "the header has 'a' twice");
  refusesHeader("{\"__metadata__\":{},\"__metadata__\":{}}", "the header has '__metadata__' twice");
  refusesHeader("{\"__metadata__\":{\"a\":1}}", "'__metadata__' has 1 where it must have texts");
  refusesHeader("{\"__metadata__\":{\"a\":{}}}", "'__metadata__' has an object where it must have texts");
  refusesHeader("{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}", "'a' stands twice in '__metadata__'");
  refusesHeader("{\"__metadata__\":[]}", "'__metadata__' is a list and no object of texts");
  refusesHeader("{\"a\":3}", "tensor 'a' is 3 and no object");
  refusesHeader("{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}", "tensor 'a' lacks 'data_offsets'");
  refusesHeader("{\"a\":{\"dtype\":\"F32\",\"extra\":[2]}}", "tensor 'a' has the unknown member 'extra'");
  refusesHeader("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}", "'dtype' stands twice in 'a'");
  refusesHeader("{\"a\":{\"dtype\":32}}", "'dtype' of tensor 'a' has 32 where a text is expected");
  refusesHeader("{\"a\":{\"shape\":2}}", "'shape' of tensor 'a' has 2 where a list is expected");
  refusesHeader("{\"a\":{\"shape\":[-1]}}",
                "'shape' of tensor 'a' has -1 where a whole number of 0 or more is expected");
  refusesHeader("{\"a\":{\"shape\":[1.5]}}",
                "'shape' of tensor 'a' has 1.5 where a whole number of 0 or more is expected");
  refusesHeader("{\"a\":{\"shape\":[9223372036854775808]}}",
                "'shape' of tensor 'a' has the extent 9223372036854775808, over 2^63 - 1");
  refusesHeader("{\"a\":{\"shape\":[[1]]}}",
                "'shape' of tensor 'a' has a list where a whole number of 0 or more is expected");
  refusesHeader("{\"a\":{\"data_offsets\":[0]}}", "'data_offsets' of tensor 'a' has not two numbers");
  refusesHeader("{\"a\":{\"data_offsets\":[0,1,2]}}",
                "'data_offsets' of tensor 'a' has more than two numbers");
  std::string axes = "1";
  for (int i = 0; i < 32; ++i) axes += ",1";
  refusesHeader("{" + item("a", "F32", "[" + axes + "]", "[0,4]") + "}",
                "'shape' of tensor 'a' has more than 32 axes");
  refusesHeader("{" + item("a", "F31", "[2]", "[0,8]") + "}", "tensor 'a' has the unknown dtype 'F31'");
}

TEST_F(Safetensors, OffsetsThatDoNotFitAreRefused) {
  refusesHeader("{" + item("a", "F32", "[2]", "[8,0]") + "}",
                "tensor 'a' has the data offsets [8, 0], which are reversed");
  refuses(bytesOf("{" + item("a", "F32", "[2]", "[0,8]") + "}", "1234567"),
          "tensor 'a' has the data offsets [0, 8] and the file has 7 bytes of data" + copyAgain);
  refusesHeader("{" + item("a", "F32", "[3]", "[0,8]") + "}",
                "tensor 'a' of F32 and shape [3] takes 12 bytes and its data offsets [0, 8] hold 8");
  refusesHeader("{" + item("a", "F32", "[4611686018427387904,0]", "[0,8]") + "}",
                "tensor 'a' of shape [4611686018427387904, 0] takes more than 2^63 bytes");
  refusesHeader("{" + item("a", "U8", "[4]", "[0,4]") + "," + item("b", "U8", "[5]", "[3,8]") + "}",
                "tensor 'b' shares bytes with tensor 'a'");
  refusesHeader("{" + item("a", "U8", "[3]", "[0,3]") + "," + item("b", "U8", "[4]", "[4,8]") + "}",
                "tensor 'b' begins at byte 4 of the data and the last one before it ends at 3");
  refusesHeader("{" + item("a", "U8", "[3]", "[0,3]") + "}",
                "5 bytes follow the last tensor, from byte 3 of the data");
}

TEST_F(Safetensors, AnIndexNamesTheTensorsOfItsParts) {
  folder_.fileOf("p1.safetensors", bytesOf("{" + item("a", "U8", "[2]", "[0,2]") + "}", "\x01\x02"));
  folder_.fileOf("p2.safetensors",
                 bytesOf("{" + item("b", "U8", "[1]", "[0,1]") + "," + item("c", "U8", "[1]", "[1,2]") + "}",
                         "\x03\x04"));
  const std::string index = folder_.fileOf(
      "i.json",
      "{\"metadata\":{\"total_size\":3},\"weight_map\":{\"b\":\"p2.safetensors\",\"a\":\"p1.safetensors\"}}");
  EXPECT_EQ(loadTensor(index + "::a").tensor.at(1), 2);
  const LoadedTensor b = loadTensor(index + "::b");
  EXPECT_EQ(b.tensor.at(0), 3);
  EXPECT_EQ(b.notices,
            std::vector<std::string>{"'p2.safetensors' also holds 'c', which the index does not name"});
}

TEST_F(Safetensors, AnIndexThatLeavesItsFolderOrIsNoneIsRefused) {
  const auto refusesIndex = [&](const std::string& json, const std::string& reason) {
    const std::string path = folder_.fileOf("i.json", json);
    expectError([&] { openTensorFile(path); }, Fault::failed, path + ": " + reason);
  };
  folder_.fileOf("p.safetensors", bytesOf("{}"));
  for (const std::string part : {"../p.safetensors", "/etc/passwd", "sub/p", "..", ""})
    refusesIndex("{\"weight_map\":{\"a\":\"" + part + "\"}}",
                 "the part '" + part + "' is not in its folder; put all parts beside the index");
  refusesIndex("{\"weight_map\":{\"a\":\"p.safetensors\"}}",
               "tensor 'a' is not in 'p.safetensors'" + saveAgain);
  refusesIndex("{\"weight_map\":{\"a\":1}}", "the part of 'a' is no text" + saveAgain);
  refusesIndex("{\"a\":1}",
               "it is JSON and no index of .safetensors files, which has a weight_map; give the "
               "index or one of its parts");
  refusesIndex("{\"weight_map\"", "it is not well-formed JSON from byte 14 on" + saveAgain);
  const std::string path = folder_.fileOf("i.json", "{\"weight_map\":{\"a\":\"none\"}}");
  expectError([&] { openTensorFile(path); }, Fault::failed,
              folder_.file("none") +
                  ": it cannot be read (No such file or directory); check the path and its permissions");
}

TEST(Utf8, EndsWhereItIsNone) {
  EXPECT_EQ(validUtf8("aé€😀"), 10);
  for (const char* text : {"\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
                           "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xc3", "\xe2\x82"})
    EXPECT_EQ(validUtf8(std::string("a") + text), 1) << text;
}

}  // namespace safetensors_test
}  // namespace normscope
