#include "core/tensor/buffer.h"

#include <sys/mman.h>
#include <sys/wait.h>

#include <csignal>
#include <cstring>

#include "core/io/npy.h"
#include "core/io/source.h"
#include "tests/core/changing_file.h"
#include "tests/core/expect_error.h"

namespace normscope {
namespace buffer_test {

constexpr std::size_t largeSize = Buffer::largestCopy + 12345;

std::string largeFile(const TemporaryFolder& folder, char byte = 'a') {
  return folder.fileOf("large", std::string(largeSize, byte));
}

void makeShorter(const std::string& path, off_t size) {
  ASSERT_EQ(::truncate(path.c_str(), size), 0);
}

/// Reads every page.
std::size_t countOf(const Buffer& buffer, char byte) {
  return static_cast<std::size_t>(
      std::count(buffer.data(), buffer.data() + buffer.size(), static_cast<std::byte>(byte)));
}

/// The buffer, whose file has become shorter, read in another thread, as drivers do.
void readElsewhere(const Buffer& buffer, std::size_t& count) {
  std::thread([&] { count = countOf(buffer, 'a'); }).join();
}

TEST(Buffer, LargeFilesAreMappedAndSmallOnesCopied) {
  const TemporaryFolder folder;
  const auto large = Buffer::mapFile(largeFile(folder));
  const auto small = Buffer::mapFile(folder.fileOf("small", "abc"));
  const auto empty = Buffer::mapFile(folder.fileOf("empty", ""));
  EXPECT_EQ(countOf(*large, 'a'), largeSize);
  EXPECT_EQ(std::memcmp(small->data(), "abc", 3), 0);
  EXPECT_EQ(empty->size(), 0U);
  for (const auto& buffer : {large, small, empty}) {
    EXPECT_TRUE(buffer->isFile());
    EXPECT_TRUE(buffer->isIntact());
  }
  rewrite(folder.file("small"), "", true);
  EXPECT_EQ(std::memcmp(small->data(), "abc", 3), 0);
  EXPECT_TRUE(small->isIntact());
}

TEST(Buffer, AFileThatBecameShorterIsReadAsZerosAndSaysSo) {
  const TemporaryFolder folder;
  const std::string path = largeFile(folder);
  const auto buffer = Buffer::mapFile(path);
  makeShorter(path, 100000);
  std::size_t count = largeSize;
  readElsewhere(*buffer, count);
  EXPECT_LT(count, largeSize);
  EXPECT_FALSE(buffer->isIntact());
  expectError([&] { buffer->requireIntact(); }, Fault::failed, changedLine(path));
  EXPECT_EQ(countOf(*buffer, 'a'), 0U);  // all of it, in one step
}

TEST(Buffer, AFileWrittenOverInPlaceIsNotIntact) {
  const TemporaryFolder folder;
  const std::string path = largeFile(folder);
  const auto buffer = Buffer::mapFile(path);
  rewrite(path, "b", false);
  EXPECT_EQ(countOf(*buffer, 'b'), 1U);
  EXPECT_FALSE(buffer->isIntact());
  expectError([&] { buffer->requireIntact(); }, Fault::failed, changedLine(path));
}

/// Right after it was written, when the clock of the file system may not have advanced.
TEST(Buffer, AChangeIsSeenHoweverSoonItComes) {
  const TemporaryFolder folder;
  for (int round = 0; round < 5; ++round) {
    const std::string path = largeFile(folder);
    const auto buffer = Buffer::mapFile(path);
    rewrite(path, "b", false);
    EXPECT_FALSE(buffer->isIntact());
  }
}

TEST(Buffer, AFileThatIsReplacedOrRemovedStaysWhole) {
  const TemporaryFolder folder;
  const std::string path = largeFile(folder);
  const auto replaced = Buffer::mapFile(path);
  std::filesystem::rename(folder.fileOf("other", std::string(largeSize, 'b')), path);
  EXPECT_EQ(countOf(*replaced, 'a'), largeSize);
  EXPECT_TRUE(replaced->isIntact());
  const auto removed = Buffer::mapFile(path);
  std::filesystem::remove(path);
  EXPECT_EQ(countOf(*removed, 'b'), largeSize);
  EXPECT_TRUE(removed->isIntact());
}

/// As where a disk fails: the file itself seems to be as it was.
TEST(Buffer, APartThatCannotBeReadIsNoChange) {
  const TemporaryFolder folder;
  const std::string path = largeFile(folder);
  const auto buffer = Buffer::mapFile(path);
  struct stat before {};
  ASSERT_EQ(::stat(path.c_str(), &before), 0);
  makeShorter(path, 0);
  std::size_t count = largeSize;
  readElsewhere(*buffer, count);
  makeShorter(path, static_cast<off_t>(largeSize));
  const timespec times[2] = {before.st_atim, before.st_mtim};
  ASSERT_EQ(::utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
  EXPECT_FALSE(buffer->isIntact());
  expectError([&] { buffer->requireIntact(); }, Fault::failed,
              path + ": a part of it could not be read; check the disk or the network that it is on");
}

TEST(Buffer, OnlyTheMappingOfTheFileBreaks) {
  const TemporaryFolder folder;
  const std::string path = largeFile(folder);
  const auto broken = Buffer::mapFile(path);
  const auto whole = Buffer::mapFile(folder.fileOf("whole", std::string(largeSize, 'w')));
  makeShorter(path, 0);
  EXPECT_EQ(countOf(*broken, 'a'), 0U);
  EXPECT_EQ(countOf(*whole, 'w'), largeSize);
  EXPECT_TRUE(whole->isIntact());
}

TEST(Buffer, AThousandMappingsAreGuarded) {
  std::vector<std::byte> bytes(16);
  std::vector<std::unique_ptr<PageGuard>> guards;
  expectError(
      [&] {
        while (guards.size() < 2000)
          guards.push_back(std::make_unique<PageGuard>(bytes.data(), bytes.size()));
      },
      Fault::failed, "memory: more than 1024 large files are open; close some of them");
  EXPECT_GE(guards.size(), 1000U);
  guards.pop_back();
  EXPECT_NO_THROW(PageGuard(bytes.data(), bytes.size()));
}

TEST(Buffer, WhatIsNoRegularFileIsRefusedAtOnce) {
  const TemporaryFolder folder;
  const std::string pipe = folder.file("pipe");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  expectError([&] { Buffer::mapFile(pipe); }, Fault::failed,
              pipe + ": it is not a regular file; give the path of a file");
  const std::string none = folder.file("none");
  expectError([&] { Buffer::mapFile(none); }, Fault::failed,
              none + ": it cannot be read (No such file or directory); check the path and its permissions");
}

/// A fault in a mapping that is not ours.
void readBeyondAFile(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT, 0600);
  static_cast<void>(!::ftruncate(fd, 4096));
  void* pages = ::mmap(nullptr, 4096, PROT_READ, MAP_PRIVATE, fd, 0);
  static_cast<void>(!::ftruncate(fd, 0));
  static_cast<void>(*static_cast<volatile char*>(pages));
}

void exitWithSeven(int) {
  ::_exit(7);
}

void exitWithEight(int, siginfo_t*, void*) {
  ::_exit(8);
}

bool ended(int status) {
  return !WIFEXITED(status) || WEXITSTATUS(status) != 0;
}

/// As LLVM does in OpenCL drivers, whenever it compiles.
void handleOnce(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_NODEFER);
  ::sigaction(SIGBUS, &action, nullptr);
}

TEST(BufferDeathTest, OtherHandlersOfLaterStandBehind) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const TemporaryFolder folder;
  const std::string path = largeFile(folder);
  const std::string other = folder.file("other");
  EXPECT_EXIT(
      {
        const auto buffer = Buffer::mapFile(path);
        handleOnce(exitWithSeven);
        makeShorter(path, 0);
        const bool isRead = countOf(*buffer, 'a') == 0 && !buffer->isIntact();
        struct sigaction asked {};
        ::sigaction(SIGBUS, nullptr, &asked);
        if (!isRead || asked.sa_handler != exitWithSeven) ::_exit(1);
        readBeyondAFile(other);
      },
      testing::ExitedWithCode(7), "");
  EXPECT_EXIT(
      {
        const auto buffer = Buffer::mapFile(path);
        handleOnce([](int) {});  // and the fault comes again
        readBeyondAFile(other);
        ::_exit(0);
      },
      ended, "");
}

TEST(BufferDeathTest, OtherFaultsGoToWhoeverHandledThemBefore) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");  // in a process of its own
  const TemporaryFolder folder;
  const std::string path = largeFile(folder);
  const std::string other = folder.file("other");
  EXPECT_EXIT(
      {
        ::signal(SIGBUS, exitWithSeven);
        const auto buffer = Buffer::mapFile(path);
        readBeyondAFile(other);
      },
      testing::ExitedWithCode(7), "");
  EXPECT_EXIT(
      {
        struct sigaction action {};
        action.sa_sigaction = exitWithEight;
        action.sa_flags = SA_SIGINFO;
        ::sigaction(SIGBUS, &action, nullptr);
        const auto buffer = Buffer::mapFile(path);
        readBeyondAFile(other);
      },
      testing::ExitedWithCode(8), "");
  EXPECT_EXIT(
      {
        const auto buffer = Buffer::mapFile(path);
        readBeyondAFile(other);
        ::_exit(0);
      },
      ended, "");
  EXPECT_EXIT(
      {
        const auto buffer = Buffer::mapFile(path);
        ::raise(SIGBUS);  // as kill -BUS
        ::_exit(0);
      },
      ended, "");
}

/// Whatever is loaded is of one version, or the file is said to have changed, or what was found between two
/// writes is no tensor.
void loadWhileRewritten(bool truncating) {
  const TemporaryFolder folder;
  const std::string path = folder.file("x.npy");
  const Rewriter rewriter(path, {2, 3, 512, 512}, truncating);
  int refused = 0;
  for (int round = 0; round < 20; ++round) {
    try {
      const Tensor tensor = loadTensor(path).tensor;
      const int begun = rewriter.begun();
      const auto values = tensor.values<float>();
      const bool isOneVersion = std::all_of(values.begin(), values.end(),
                                            [first = values.front()](float value) { return value == first; });
      std::this_thread::sleep_for(std::chrono::milliseconds(round % 5 * 10));
      const int ended = rewriter.ended();
      tensor.requireIntact();
      EXPECT_LE(ended, begun) << "a write was not noticed";
      EXPECT_TRUE(isOneVersion || !truncating);
    } catch (const Error& error) {
      ++refused;
      EXPECT_TRUE(std::string(error.what()).starts_with(path + ": ")) << error.what();
      if (!truncating) {
        EXPECT_EQ(error.what(), changedLine(path));
      }
    }
  }
  EXPECT_GT(refused, 0);
}

TEST(Buffer, AFileThatIsRewrittenIsLoadedWholeOrNotAtAll) {
  loadWhileRewritten(false);
}

TEST(Buffer, AFileThatIsTruncatedAndRewrittenIsLoadedWholeOrNotAtAll) {
  loadWhileRewritten(true);
}

/// A small file is read in one go.
TEST(Buffer, ASmallFileThatIsRewrittenIsOfOneVersion) {
  const TemporaryFolder folder;
  const std::string path = folder.file("x.npy");
  const Rewriter rewriter(path, {128, 1024}, true);
  for (int round = 0; round < 20; ++round) {
    try {
      const Tensor tensor = readNpy(path);
      const auto values = tensor.values<float>();
      EXPECT_EQ(std::count(values.begin(), values.end(), values.front()), tensor.elementCount());
    } catch (const Error& error) {
      EXPECT_TRUE(std::string(error.what()).starts_with(path + ": ")) << error.what();
    }
  }
}

}  // namespace buffer_test
}  // namespace normscope
