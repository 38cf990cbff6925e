#include "core/io/npy.h"

#include <gmock/gmock.h>
#include <sys/resource.h>

#include <csignal>
#include <limits>
#include <vector>

#include "tests/core/expect_error.h"
#include "tests/core/npy_bytes.h"
#include "tests/core/temporary_folder.h"

namespace normscope {
namespace npy_test {

using testing::Each;
using testing::ElementsAre;

Tensor readData(const std::string& name) {
  return readNpy(NORMSCOPE_TEST_DATA "/npy/" + name + ".npy");
}

/// What all the files of one array hold: numpy.arange(24).reshape(2, 3, 4) - 11.5.
void expectReference(const Tensor& tensor) {
  ASSERT_EQ(tensor.extents(), (Extents{2, 3, 4}));
  for (std::int64_t i = 0; i < 24; ++i) EXPECT_EQ(tensor.at(i), static_cast<double>(i) - 11.5) << i;
}

template <typename T>
std::vector<T> valuesOf(const Tensor& tensor) {
  return {tensor.values<T>().begin(), tensor.values<T>().end()};
}

TEST(ReadNpy, MapsNativeDataInPlace) {
  for (const char* name : {"little", "version2", "version3"}) {
    const Tensor tensor = readData(name);
    EXPECT_TRUE(tensor.isFileBacked()) << name;
    EXPECT_EQ(tensor.dtype(), DType::float32) << name;
    expectReference(tensor);
  }
}

TEST(ReadNpy, CopiesWhatLiesOtherwiseInTheFile) {
  for (const char* name : {"big", "fortran", "fortran_big", "python2", "unaligned"}) {
    const Tensor tensor = readData(name);
    EXPECT_FALSE(tensor.isFileBacked()) << name;
    EXPECT_EQ(tensor.dtype(), std::string(name) == "fortran_big" ? DType::float64 : DType::float32) << name;
    expectReference(tensor);
  }
}

TEST(ReadNpy, ReadsEveryInteger) {
  const auto expect = [](const char* name, DType dtype, auto tag) {
    using T = decltype(tag);
    const Tensor tensor = readData(name);
    EXPECT_EQ(tensor.dtype(), dtype);
    EXPECT_THAT(valuesOf<T>(tensor),
                ElementsAre(std::numeric_limits<T>::min(), T{0}, std::numeric_limits<T>::max()));
  };
  expect("i1", DType::int8, std::int8_t{});
  expect("i2", DType::int16, std::int16_t{});
  expect("i4", DType::int32, std::int32_t{});
  expect("i8", DType::int64, std::int64_t{});
  expect("u1", DType::uint8, std::uint8_t{});
  expect("u2", DType::uint16, std::uint16_t{});
  expect("u4", DType::uint32, std::uint32_t{});
  expect("u8", DType::uint64, std::uint64_t{});
}

TEST(ReadNpy, ReadsHalvesBoolsScalarsAndEmptyArrays) {
  const Tensor half = readData("half");
  EXPECT_EQ(half.dtype(), DType::float16);
  EXPECT_EQ(half.at(0), 1.5);
  EXPECT_EQ(half.at(2), 65504);
  EXPECT_EQ(half.at(3), std::numeric_limits<double>::infinity());

  const Tensor boolean = readData("bool");
  EXPECT_EQ(boolean.dtype(), DType::boolean);
  EXPECT_THAT(valuesOf<std::uint8_t>(boolean), ElementsAre(1, 0, 0, 1));

  const Tensor scalar = readData("scalar");
  EXPECT_TRUE(scalar.extents().empty());
  EXPECT_EQ(scalar.at(0), 2.5);

  const Tensor empty = readData("empty");
  EXPECT_EQ(empty.extents(), (Extents{0, 3}));
  EXPECT_EQ(empty.elementCount(), 0);
}

TEST(ReadNpy, ReversesTheAxesOfLargeFortranArrays) {
  const Extents extents = {37, 3, 2, 41};
  std::vector<std::uint16_t> data;  // in file order: the first axis is the fastest
  for (std::int64_t l = 0; l < 41; ++l)
    for (std::int64_t k = 0; k < 2; ++k)
      for (std::int64_t j = 0; j < 3; ++j)
        for (std::int64_t i = 0; i < 37; ++i)
          data.push_back(static_cast<std::uint16_t>(((i * 3 + j) * 2 + k) * 41 + l));
  std::string bytes = npyOf(npyHeaderOf("'<u2'", "True", "(37, 3, 2, 41)"));
  bytes.append(reinterpret_cast<const char*>(data.data()), data.size() * 2);
  const Tensor tensor = decodeBytes(bytes);
  for (std::int64_t i = 0; i < tensor.elementCount(); ++i) ASSERT_EQ(tensor.at(i), static_cast<double>(i));
}

TEST(ReadNpy, ReadsFortranOrderOfEveryRank) {
  EXPECT_EQ(decodeBytes(npyOf(npyHeaderOf("'|u1'", "True", "()")) + "\x07").at(0), 7);
  EXPECT_EQ(decodeBytes(npyOf(npyHeaderOf("'|u1'", "True", "(2,)")) + "\x07\x08").at(1), 8);
  EXPECT_THAT(valuesOf<std::uint8_t>(decodeBytes(npyOf(npyHeaderOf("'|u1'", "True", "(2, 2)")) + "abcd")),
              ElementsAre('a', 'c', 'b', 'd'));
  EXPECT_EQ(decodeBytes(npyOf(npyHeaderOf("'>f8'", "True", "(0, 2)"))).elementCount(), 0);
}

TEST(ReadNpy, TakesKeysInAnyOrderAndAnyQuotesAndSpace) {
  const Tensor tensor =
      decodeBytes(npyOf("  {\"shape\":(2L,)\n,\t'descr' : \"|i1\",'fortran_order':False}  ") + "\x01\x02");
  EXPECT_EQ(tensor.dtype(), DType::int8);
  EXPECT_EQ(tensor.extents(), (Extents{2}));
}

TEST(WriteNpy, WritesWhatNumpyWrites) {
  const TemporaryFolder folder;
  const std::string path = folder.file("y.npy");
  writeNpy(path, readData("fortran"));
  // numpy.save of 1.24 pads the header for growth, so only the size of the header may differ.
  const std::string bytes = contentsOf(path);
  ASSERT_EQ(bytes.size(), 128u + 96u);
  EXPECT_EQ(bytes.substr(0, 10), npyMagic + std::string("\x01\0\x76\0", 4));
  EXPECT_EQ(bytes.substr(10, 60), "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3, 4),");
  EXPECT_EQ(bytes.substr(70, 58), " }" + std::string(55, ' ') + "\n");
  expectReference(readNpy(path));
  EXPECT_TRUE(readNpy(path).isFileBacked());
}

TEST(WriteNpy, RoundTripsEveryDTypeAndRank) {
  const TemporaryFolder folder;
  const std::vector<double> values = {0, 1, 0, 1, 1, 0};
  for (const Extents& extents : {Extents{6}, Extents{2, 3}, Extents{1, 3, 1, 2, 1}}) {
    for (int i = 0; i <= static_cast<int>(DType::boolean); ++i) {
      const auto dtype = static_cast<DType>(i);
      const std::string path = folder.file(std::string(nameOf(dtype)) + ".npy");
      writeNpy(path, Tensor::of<double>(dtype, extents, values));
      const Tensor back = readNpy(path);
      EXPECT_EQ(back.dtype(), dtype == DType::bfloat16 ? DType::float32 : dtype);
      EXPECT_EQ(back.extents(), extents);
      for (std::int64_t k = 0; k < 6; ++k) EXPECT_EQ(back.at(k), values[static_cast<std::size_t>(k)]);
    }
  }
  writeNpy(folder.file("scalar.npy"), Tensor::of<double>(DType::float64, {}, std::vector<double>{2.5}));
  EXPECT_EQ(contentsOf(folder.file("scalar.npy")), contentsOf(NORMSCOPE_TEST_DATA "/npy/scalar.npy"));
  writeNpy(folder.file("empty.npy"), Tensor::allocate(DType::int16, {0, 3}));
  EXPECT_EQ(readNpy(folder.file("empty.npy")).extents(), (Extents{0, 3}));
}

TEST(WriteNpy, WritesLargeBfloat16AsFloat32) {
  const TemporaryFolder folder;
  const std::vector<double> values(100000, -1.5);
  writeNpy(folder.file("y.npy"), Tensor::of<double>(DType::bfloat16, {100000}, values));
  EXPECT_THAT(valuesOf<float>(readNpy(folder.file("y.npy"))), Each(-1.5F));
}

TEST(WriteNpy, MayReplaceTheFileThatItReads) {
  const TemporaryFolder folder;
  const std::string path = folder.file("x.npy");
  writeNpy(path, readData("little"));
  const Tensor mapped = readNpy(path);
  writeNpy(path, mapped);
  expectReference(mapped);
  expectReference(readNpy(path));
}

TEST(WriteNpy, LeavesNothingWhenTheDiskIsFull) {
  expectError(
      [] { writeNpy("/dev/full", Tensor::allocate(DType::float32, {2})); }, Fault::failed,
      "/dev/full: it cannot be written (No space left on device); check the path, its permissions and "
      "the free space");

  const TemporaryFolder folder;
  const std::string path = folder.fileOf("y.npy", "precious");
  struct rlimit before {};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const struct rlimit small = {4096, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  expectError(
      [&] { writeNpy(path, Tensor::allocate(DType::float32, {100000})); }, Fault::failed,
      path + ": it cannot be written (File too large); check the path, its permissions and the free space");
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(contentsOf(path), "precious");
  EXPECT_EQ(folder.fileCount(), 1);
}

}  // namespace npy_test
}  // namespace normscope
