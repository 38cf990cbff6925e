#include "core/tensor/result_memory.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <string>

#include "core/io/tensor_writer.h"
#include "core/tensor/result_vector.h"
#include "tests/core/expect_error.h"
#include "tests/core/temporary_folder.h"

namespace normscope {
namespace result_memory_test {

constexpr std::size_t megabyte = std::size_t{1} << 20;

/// The process's own memory, in bytes: what no file holds.
std::size_t privateMemory() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("RssAnon:")) return std::stoul(line.substr(8)) * 1024;
  }
  return 0;
}

std::string pathOf(const TemporaryFolder& folder) {
  return std::filesystem::path(folder.file("x")).parent_path().string();
}

void fill(Tensor& tensor, float value) {
  for (float& element : tensor.edit<float>()) element = value;
}

class ResultMemory : public testing::Test {
 protected:
  ResultMemory() { ::setenv("NORMSCOPE_RESULT_MEMORY", "4M", 1); }
  ~ResultMemory() override {
    ::unsetenv("NORMSCOPE_RESULT_MEMORY");
    ::unsetenv("TMPDIR");
  }

  TemporaryFolder folder_;
};

/// On either side of the megabyte from which on the numbers are results like tensors.
TEST_F(ResultMemory, NumbersOfSetsAreResults) {
  for (const std::size_t count : {megabyte / 8, megabyte / 8 + 1}) {
    ResultVector<double> numbers(count, 1.5);
    numbers.push_back(2.5);
    const ResultVector<double> moved = std::move(numbers);
    EXPECT_EQ(moved.front() + moved[count - 1] + moved.back(), 5.5);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(moved.data()) % alignof(double), 0);
  }
  EXPECT_FALSE(exceedsResultMemory(4 * megabyte));
}

TEST_F(ResultMemory, BeyondItNumbersOfSetsLieInAFile) {
  const std::size_t before = privateMemory();
  const ResultVector<double> numbers(8 * megabyte, 1.5);
  EXPECT_LT(privateMemory(), before + 16 * megabyte);
  EXPECT_EQ(std::count(numbers.begin(), numbers.end(), 1.5), 8 * megabyte);
  EXPECT_FALSE(exceedsResultMemory(4 * megabyte));
}

TEST_F(ResultMemory, IsOneForAllResultsAndGivenBack) {
  EXPECT_FALSE(exceedsResultMemory(4 * megabyte));
  EXPECT_TRUE(exceedsResultMemory(4 * megabyte + 1));
  EXPECT_TRUE(exceedsResultMemory(SIZE_MAX));
  {
    const Tensor first = allocateResult(DType::float32, {768, 1024});
    EXPECT_FALSE(exceedsResultMemory(megabyte));
    EXPECT_TRUE(exceedsResultMemory(megabyte + 1));
    EXPECT_FALSE(exceedsResultMemory(0));
  }
  EXPECT_FALSE(exceedsResultMemory(4 * megabyte));
}

TEST_F(ResultMemory, BeyondItResultsLieInAFileThatNobodySees) {
  ::setenv("TMPDIR", pathOf(folder_).c_str(), 1);
  const std::size_t before = privateMemory();
  Tensor tensor = allocateResult(DType::float32, {64, 512, 512});
  EXPECT_EQ(tensor.at(0), 0);
  fill(tensor, 7);
  EXPECT_LT(privateMemory(), before + 8 * megabyte);
  EXPECT_EQ(tensor.at(tensor.elementCount() - 1), 7);
  EXPECT_EQ(folder_.fileCount(), 0);
  EXPECT_FALSE(exceedsResultMemory(4 * megabyte));
}

TEST_F(ResultMemory, AFolderThatIsNotThereIsNamed) {
  ::setenv("TMPDIR", "/nowhere", 1);
  expectError(
      [] {
        allocateResult(DType::float32, {2, 1024, 1024});
      },
      Fault::failed,
      "a file of 8388608 bytes in '/nowhere': it cannot be written (No such file or directory); check "
      "the path, its permissions and the free space");
}

TEST_F(ResultMemory, WhatIsNoCountOfBytesIsRefused) {
  ::setenv("NORMSCOPE_RESULT_MEMORY", "lots", 1);
  expectError([] { resultMemory(); }, Fault::nonsense,
              "NORMSCOPE_RESULT_MEMORY 'lots': it is no count of bytes; give a whole number, with K, M or G "
              "behind it");
}

/// A limit of size in place of a full disk.
class SmallDisk : public ResultMemory {
 protected:
  SmallDisk() {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit small{megabyte, before_.rlim_max};
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~SmallDisk() override {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  sighandler_t handler_;
};

TEST_F(SmallDisk, HasNoRoomAndSaysSoBeforeAnythingIsComputed) {
  ::setenv("TMPDIR", pathOf(folder_).c_str(), 1);
  const std::string advice =
      ": it cannot be written (File too large); check the path, its permissions and the free space";
  expectError(
      [] {
        allocateResult(DType::float32, {2, 1024, 1024});
      },
      Fault::failed, "a file of 8388608 bytes in '" + pathOf(folder_) + "'" + advice);
  const std::string path = folder_.fileOf("y.npy", "old");
  expectError(
      [&] {
        TensorWriter(path, OutputFormat::npy, "y").tensorInFile(DType::float32, {2, 1024, 1024});
      },
      Fault::failed, path + advice);
  EXPECT_EQ(contentsOf(path), "old");
  EXPECT_EQ(folder_.fileCount(), 1);
}

class TensorInFile : public testing::TestWithParam<OutputFormat> {};

/// The same bytes as of a tensor that is written at once.
TEST_P(TensorInFile, IsTheFile) {
  const TemporaryFolder folder;
  const std::string made = folder.file("made"), whole = folder.file("whole");
  TensorWriter writer(made, GetParam(), "y");
  std::optional<Tensor> tensor = writer.tensorInFile(DType::float32, {3, 5});
  ASSERT_TRUE(tensor);
  fill(*tensor, 2.5F);
  writer.write(*tensor);
  EXPECT_FALSE(std::filesystem::exists(made));
  writer.commit();
  writeTensor(whole, GetParam(), "y", *tensor);
  EXPECT_EQ(contentsOf(made), contentsOf(whole));
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(tensor->bytes()) % 64, 0U);
  EXPECT_EQ(folder.fileCount(), 2);
}

INSTANTIATE_TEST_SUITE_P(Formats, TensorInFile,
                         testing::Values(OutputFormat::npy, OutputFormat::safetensors));

TEST(TensorWriter, WritesAsEverWhereAFileIsNotLikeTheTensor) {
  TensorWriter npy("/dev/null", OutputFormat::npy, "y");
  EXPECT_FALSE(npy.tensorInFile(DType::float32, {2}));
  const TemporaryFolder folder;
  TensorWriter bfloat(folder.file("y.npy"), OutputFormat::npy, "y");
  EXPECT_FALSE(bfloat.tensorInFile(DType::bfloat16, {2}));
}

/// Another program that takes the file's end away neither ends this one nor goes unnoticed.
TEST(MappedOutput, ThatBecomesShorterSaysSo) {
  const TemporaryFolder folder;
  const std::string path = folder.file("y.npy");
  AtomicFile file(path);
  const std::shared_ptr<Buffer> buffer = file.map(megabyte);
  ASSERT_TRUE(buffer);
  ASSERT_EQ(::truncate(file.temporaryPath().c_str(), 100), 0);
  buffer->data()[megabyte / 2] = std::byte{1};
  expectError([&] { file.commit(); }, Fault::failed,
              path +
                  ": it cannot be written (Input/output error); check the path, its permissions and the "
                  "free space");
}

}  // namespace result_memory_test
}  // namespace normscope
