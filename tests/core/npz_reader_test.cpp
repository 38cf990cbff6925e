#include "core/io/formats/npz_reader.h"

#include <gtest/gtest.h>

#include "core/io/npz.h"
#include "core/io/source.h"
#include "tests/core/expect_error.h"
#include "tests/core/npy_bytes.h"
#include "tests/core/temporary_folder.h"
#include "tests/core/zip_bytes.h"

namespace normscope {
namespace npz_reader_test {

const std::string copyAgain = "; copy or save the file again";
const std::string three =
    npyOf(npyHeaderOf("'<f4'", "False", "(3,)")) + std::string("\0\0\x80\x3f\0\0\0\x40\0\0\x40\x40", 12);

class Npz : public testing::Test {
 protected:
  TensorFile open(const std::string& bytes) { return openTensorFile(folder_.fileOf("x.npz", bytes)); }

  void refuses(const std::string& bytes, const std::string& reason, const std::string& name = "") {
    expectError(
        [&] {
          for (const TensorEntry& entry : open(bytes).entries) entry.read({});
        },
        Fault::failed, folder_.file("x.npz") + (name.empty() ? "" : "::" + name) + ": " + reason);
  }

  void refuses(const ZipPiece& piece, const std::string& reason, const std::string& name = "") {
    refuses(zipOf({piece}), reason, name);
  }

  TemporaryFolder folder_;
};

TEST_F(Npz, OfNumPyIsRead) {
  for (const char* name : {"stored.npz", "compressed.npz"}) {
    const TensorFile file = openTensorFile(NORMSCOPE_TEST_DATA "/formats/" + std::string(name));
    EXPECT_EQ(file.format, "npz");
    ASSERT_EQ(file.entries.size(), 3) << name;
    EXPECT_EQ(file.entries[0].name, "x");
    EXPECT_EQ(file.entries[0].dtype, "float32");
    EXPECT_EQ(file.entries[0].extents, (Extents{2, 3, 4}));
    EXPECT_EQ(file.entries[2].name, "sub/mask");
    EXPECT_EQ(file.entries[2].dtype, "bool");
    const Tensor x = file.entries[0].read({});
    for (int i = 0; i < 24; ++i) EXPECT_EQ(x.at(i), i * 0.5);
    const Tensor f = file.entries[1].read({});  // Fortran order, big-endian
    EXPECT_EQ(f.extents(), (Extents{2, 3}));
    for (int i = 0; i < 6; ++i) EXPECT_EQ(f.at(i), i);
    EXPECT_EQ(file.entries[2].read({}).at(1), 1);
  }
}

TEST_F(Npz, IsReadAsItIsWritten) {
  const std::string path = folder_.file("s.npz");
  writeNpz(path, {{"a", generate(parseGenerated("ramp:2,3"))}, {"b", Tensor::allocate(DType::int64, {})}});
  EXPECT_EQ(loadTensor(path + "::a").tensor.at(5), 5);
  EXPECT_EQ(loadTensor(path + "::b").tensor.extents(), Extents{});
  EXPECT_EQ(loadTensor(path + "::a[1,::2]").tensor.at(1), 5);
}

TEST_F(Npz, SkipsWhatIsNoNpyWithANotice) {
  const TensorFile file =
      open(zipOf({ZipPiece::stored("a.npy", three), ZipPiece::stored("notes.txt", "hello"),
                  ZipPiece::stored("folder/", "")}));
  ASSERT_EQ(file.entries.size(), 1);
  EXPECT_EQ(file.notices, std::vector<std::string>{"the entry 'notes.txt' is no .npy and was skipped"});
  EXPECT_EQ(file.entries[0].read({}).at(2), 3);
  EXPECT_EQ(open(zipOf({ZipPiece::stored("dense/kernel:0.npy", three)})).entries[0].name, "dense/kernel:0");
}

TEST_F(Npz, ReadsStoredAndDeflatedEntriesAndALongHeader) {
  EXPECT_EQ(open(zipOf({ZipPiece::deflated("a.npy", three)})).entries[0].read({}).at(2), 3);
  std::string header = npyHeaderOf("'<f4'", "False", "(3,)");
  header.insert(header.size() - 1, std::string(3000, ' '));
  const std::string longer = npyOf(header) + three.substr(three.size() - 12);
  for (const ZipPiece& piece : {ZipPiece::stored("a.npy", longer), ZipPiece::deflated("a.npy", longer)})
    EXPECT_EQ(open(zipOf({piece})).entries[0].read({}).at(1), 2);
}

TEST_F(Npz, WithoutADirectoryIsRefused) {
  const std::string whole = zipOf({ZipPiece::stored("a.npy", three)});
  const std::string none = "the zip archive has no central directory, or it is cut off" + copyAgain;
  for (const std::size_t size : {4ul, 30ul, three.size(), whole.size() - 22, whole.size() - 1})
    refuses(whole.substr(0, size), none);
  refuses("PK\x03\x04", none);
  refuses(whole + "x", none);
  std::string moved = whole;
  moved[whole.size() - 6] ^= 1;
  refuses(moved, "the central directory is not where its end record says" + copyAgain);
  std::string parts = whole;
  parts[whole.size() - 18] = 1;
  refuses(parts, "the zip archive is one of several parts; join the parts first");
  std::string fewer = whole;
  fewer[whole.size() - 12] = fewer[whole.size() - 14] = 0;
  refuses(fewer, "the central directory is longer than its entries" + copyAgain);
  fewer[whole.size() - 12] = 2;
  refuses(fewer, "the central directory ends before its last entry" + copyAgain);
  std::string big = whole;
  big[whole.size() - 12] = big[whole.size() - 11] = '\xff';
  refuses(big, "the zip64 end record of the archive is missing" + copyAgain);
}

TEST_F(Npz, EntriesThatAreNotToBeReadAreRefused) {
  const auto piece = [&](auto change) {
    ZipPiece made = ZipPiece::stored("a.npy", three);
    change(made);
    return made;
  };
  refuses(zipOf({ZipPiece::stored("a.npy", three), ZipPiece::stored("a.npy", three)}),
          "the archive holds 'a.npy' twice; save it again");
  for (const std::string name : {"../a.npy", "/a.npy", "b/../../a.npy", "c:/a.npy", "b\\a.npy"})
    refuses(ZipPiece::stored(name, three),
            "the entry '" + std::string(name == "b\\a.npy" ? "b\\a.npy" : name) +
                "' of the archive leaves it by its name; save it again with plain names");
  refuses(piece([](ZipPiece& made) { made.flags = 1; }),
          "the entry 'a.npy' of the archive is encrypted; save it without");
  refuses(piece([](ZipPiece& made) { made.method = 12; }),
          "the entry 'a.npy' of the archive is compressed by method 12, neither stored nor deflated; save it "
          "again with numpy.savez or numpy.savez_compressed");
  refuses(piece([](ZipPiece& made) { made.localName = "b.npy"; }),
          "the entry 'a.npy' of the archive has two headers that disagree" + copyAgain);
  refuses(piece([](ZipPiece& made) { made.size += 1; }),
          "the entry 'a.npy' of the archive is stored and declares two sizes" + copyAgain);
  std::string other = zipOf({ZipPiece::stored("a.npy", three)});
  other[14] ^= 1;  // the CRC of the local header
  refuses(other, "the entry 'a.npy' of the archive has two headers that disagree" + copyAgain);
  // The second entry begins inside of the first: its local header is a part of the first one's data.
  const std::string inner = zipOf({ZipPiece::stored("b.npy", three)});
  const std::size_t innerSize = inner.find("PK\x01\x02");
  std::string shared =
      zipOf({ZipPiece::stored("a.npy", inner.substr(0, innerSize)), ZipPiece::stored("b.npy", three)});
  const std::size_t second = shared.rfind("PK\x01\x02");
  shared[second + 42] = 35;  // behind the local header and the name of a.npy
  shared[second + 43] = 0;
  refuses(shared, "the entry 'a.npy' of the archive shares bytes with another" + copyAgain);
  std::string nowhere = zipOf({ZipPiece::stored("a.npy", three)});
  nowhere[nowhere.size() - 22 - 5 - 4] = 1;  // the offset of the local header
  refuses(nowhere,
          "the entry 'a.npy' of the archive has no local header where the directory says" + copyAgain);
}

TEST_F(Npz, DataThatIsNotWhatItsHeaderSaysIsRefused) {
  ZipPiece wrong = ZipPiece::stored("a.npy", three);
  wrong.crc ^= 1;
  refuses(wrong, "its checksum (CRC-32) is wrong" + copyAgain, "a");
  ZipPiece more = ZipPiece::deflated("a.npy", three);
  more.size -= 1;
  refuses(more, "the shape [3] of float32 takes 12 bytes of data and the file has 11" + copyAgain, "a");
  ZipPiece hidden = ZipPiece::deflated("a.npy", three + "hidden");
  hidden.size -= 6;
  refuses(hidden,
          "it expands to more bytes than the " + std::to_string(three.size()) + " declared" + copyAgain, "a");
  ZipPiece fewer = ZipPiece::deflated("a.npy", three.substr(0, three.size() - 1));
  fewer.size += 1;
  refuses(fewer,
          "it expands to fewer bytes than the " + std::to_string(three.size()) + " declared" + copyAgain,
          "a");
  ZipPiece behind = ZipPiece::deflated("a.npy", three);
  behind.data += "x";
  refuses(behind, "bytes follow its compressed data" + copyAgain, "a");
  ZipPiece damaged = ZipPiece::deflated("a.npy", three);
  damaged.data[1] ^= 1;
  refuses(damaged, "its compressed data is damaged" + copyAgain, "a");
  ZipPiece cut = ZipPiece::deflated("a.npy", three);
  cut.data.pop_back();
  refuses(cut, "its compressed data is damaged" + copyAgain, "a");
  ZipPiece bomb = ZipPiece::deflated("a.npy", three);
  bomb.size = 0xfffffff0;
  refuses(bomb, "the entry 'a.npy' of the archive declares 4294967280 bytes, more than its " +
                    std::to_string(bomb.data.size()) + " can expand to" + copyAgain);
  refuses(ZipPiece::stored("a.npy", "none"),
          "at byte 0 the magic bytes of .npy are missing; save it again with "
          "numpy.save",
          "a");
}

TEST_F(Npz, WhatExpandsBeyondTheMemoryLimitIsRefused) {
  const std::string bytes = zipOf({ZipPiece::deflated("a.npy", three)});
  ::setenv("NORMSCOPE_MEMORY_LIMIT", "70", 1);
  refuses(bytes,
          "it takes " + std::to_string(three.size()) +
              " bytes of memory and the limit is 70; use a smaller tensor, or set "
              "NORMSCOPE_MEMORY_LIMIT to more",
          "a");
  ::setenv("NORMSCOPE_MEMORY_LIMIT", "1K", 1);
  EXPECT_EQ(open(bytes).entries[0].read({}).at(2), 3);
  ::setenv("NORMSCOPE_MEMORY_LIMIT", "much", 1);
  expectError([&] { open(bytes).entries[0].read({}); }, Fault::nonsense,
              "NORMSCOPE_MEMORY_LIMIT 'much': it is no count of bytes; give a whole number, with K, M or G "
              "behind it");
  ::unsetenv("NORMSCOPE_MEMORY_LIMIT");
}

}  // namespace npz_reader_test
}  // namespace normscope
