#include "core/io/atomic_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <thread>

#include "tests/core/expect_error.h"
#include "tests/core/temporary_folder.h"

namespace normscope {
namespace atomic_file_test {

mode_t permissionsOf(const std::string& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0);
  return status.st_mode & 07777;
}

TEST(AtomicFile, AppearsOnlyWhenCommitted) {
  const TemporaryFolder folder;
  const std::string path = folder.file("plot.svg");
  AtomicFile file(path);
  file.write(std::as_bytes(std::span("new", 3)));
  EXPECT_FALSE(std::filesystem::exists(path));
  file.commit();
  EXPECT_EQ(contentsOf(path), "new");
  if (::geteuid() == 0) {  // others are told that they may not
    expectError(
        [] { AtomicFile{"/proc/y.npy"}; }, Fault::failed,
        "/proc/y.npy: it cannot be written (No such file or directory); check the path, its permissions and "
        "the free space");
  }
  EXPECT_EQ(folder.fileCount(), 1);
}

TEST(AtomicFile, HasNoNameWhenClosedOnly) {
  const TemporaryFolder folder;
  const std::string path = folder.file("plot.svg");
  {
    AtomicFile file(path);
    file.write(std::as_bytes(std::span("new", 3)));
    file.close();
    EXPECT_FALSE(std::filesystem::exists(path));
    file.commit();
  }
  EXPECT_EQ(contentsOf(path), "new");
  EXPECT_EQ(folder.fileCount(), 1);
}

TEST(AtomicFile, LeavesTheOldFileWhenAbandoned) {
  const TemporaryFolder folder;
  const std::string path = folder.fileOf("plot.svg", "old");
  {
    AtomicFile file(path);
    file.write(std::as_bytes(std::span("new", 3)));
  }
  EXPECT_EQ(contentsOf(path), "old");
  EXPECT_EQ(folder.fileCount(), 1);
}

TEST(AtomicFile, LetsOthersWriteUnderTheSameExtension) {
  const TemporaryFolder folder;
  const std::string path = folder.fileOf("plot.svg", "old");
  AtomicFile file(path);
  EXPECT_TRUE(file.temporaryPath().ends_with(".svg"));
  EXPECT_EQ(std::filesystem::path(file.temporaryPath()).parent_path(),
            std::filesystem::path(path).parent_path());
  std::ofstream(file.temporaryPath()) << "by another";
  file.commit();
  EXPECT_EQ(contentsOf(path), "by another");
}

TEST(AtomicFile, KeepsPermissionsAndFollowsLinks) {
  const TemporaryFolder folder;
  const std::string path = folder.fileOf("real.csv", "old");
  ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
  ASSERT_EQ(::symlink("real.csv", folder.file("link.csv").c_str()), 0);
  writeFileAtomically(folder.file("link.csv"), "new");
  EXPECT_TRUE(std::filesystem::is_symlink(folder.file("link.csv")));
  EXPECT_EQ(contentsOf(path), "new");
  EXPECT_EQ(permissionsOf(path), 0640u);

  const mode_t mask = ::umask(027);
  writeFileAtomically(folder.file("fresh.csv"), "new");
  ::umask(mask);
  EXPECT_EQ(permissionsOf(folder.file("fresh.csv")), 0640u);
}

TEST(AtomicFile, TakesTheLongestName) {
  const TemporaryFolder folder;
  const std::string path = folder.file(std::string(255, 'n'));
  writeFileAtomically(path, "new");
  EXPECT_EQ(contentsOf(path), "new");
}

TEST(AtomicFile, WritesPipesDirectly) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  writeFileAtomically("/dev/fd/" + std::to_string(ends[1]), "through");
  char bytes[8] = {};
  EXPECT_EQ(::read(ends[0], bytes, sizeof bytes), 7);
  EXPECT_STREQ(bytes, "through");
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST(AtomicFile, RefusesWhereNoFileCanBe) {
  const TemporaryFolder folder;
  expectError([] { AtomicFile(""); }, Fault::failed,
              "output file: its name is empty; give the path of a file");
  expectError([&] { AtomicFile{folder.file("")}; }, Fault::failed,
              folder.file("") + ": it is a folder; give the path of a file");
  expectError([&] { AtomicFile{folder.file("none/y.npy")}; }, Fault::failed,
              folder.file("none/y.npy") + ": the folder '" + folder.file("none") +
                  "' does not exist; make it first or give another path");
  const std::string file = folder.fileOf("file", "old");
  expectError([&] { AtomicFile{file + "/y.npy"}; }, Fault::failed,
              file +
                  "/y.npy: it cannot be written (Not a directory); check the path, its permissions and the "
                  "free space");
  EXPECT_EQ(folder.fileCount(), 1);
}

TEST(AtomicFile, RefusesAFileThatIsReadOnly) {
  if (::geteuid() == 0) GTEST_SKIP() << "everything is writable to root";
  const TemporaryFolder folder;
  const std::string path = folder.fileOf("y.npy", "old");
  ASSERT_EQ(::chmod(path.c_str(), 0444), 0);
  expectError(
      [&] { AtomicFile{path}; }, Fault::failed,
      path +
          ": it cannot be written (Permission denied); check the path, its permissions and the free space");
}

/// Starts a process of its own that begins to write and is killed on the way; gives its temporary file.
std::string killedWriter(const std::string& path) {
  int ends[2];
  EXPECT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const AtomicFile file(path);
    const std::string& name = file.temporaryPath();
    static_cast<void>(!::write(ends[1], name.data(), name.size()));
    ::kill(::getpid(), SIGKILL);
  }
  ::waitpid(child, nullptr, 0);
  char name[512] = {};
  static_cast<void>(!::read(ends[0], name, sizeof name - 1));
  for (const int end : ends) ::close(end);
  return name;
}

TEST(AtomicFile, RemovesWhatKilledProcessesLeft) {
  const TemporaryFolder folder;
  const std::string left = killedWriter(folder.file("y.npy"));
  ASSERT_TRUE(std::filesystem::exists(left)) << left;
  // A process of another container may have had our own number.
  const std::string alike =
      folder.fileOf(".normscope-" + std::to_string(::getpid()) + "-1000000.svg", "left");
  writeFileAtomically(folder.file("y.npy"), "new");
  EXPECT_EQ(folder.entries(), std::vector<std::string>{"y.npy"});
}

/// Which has its temporary file open while this process looks.
TEST(AtomicFile, LeavesWhatLivingProcessesWrite) {
  const TemporaryFolder folder;
  int begun[2], wanted[2];
  ASSERT_EQ(::pipe(begun), 0);
  ASSERT_EQ(::pipe(wanted), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    AtomicFile file(folder.file("by child"));
    file.write(std::as_bytes(std::span("whole", 5)));
    char byte = 0;
    static_cast<void>(!::write(begun[1], &byte, 1));
    static_cast<void>(!::read(wanted[0], &byte, 1));
    file.commit();
    ::_exit(0);
  }
  char byte = 0;
  ASSERT_EQ(::read(begun[0], &byte, 1), 1);
  AtomicFile own(folder.file("by us"));
  writeFileAtomically(folder.file("other"), "new");
  ASSERT_EQ(::write(wanted[1], &byte, 1), 1);
  ::waitpid(child, nullptr, 0);
  own.commit();
  EXPECT_EQ(contentsOf(folder.file("by child")), "whole");
  EXPECT_EQ(folder.entries(), (std::vector<std::string>{"by child", "by us", "other"}));
  for (const int end : {begun[0], begun[1], wanted[0], wanted[1]}) ::close(end);
}

/// As that of a process in another container, whose number says nothing here.
TEST(AtomicFile, LeavesWhatIsLocked) {
  const TemporaryFolder folder;
  const std::string name = folder.fileOf(".normscope-999999999-1.npy", "locked");
  const int fd = ::open(name.c_str(), O_RDONLY);
  ASSERT_EQ(::flock(fd, LOCK_EX), 0);
  writeFileAtomically(folder.file("y.npy"), "new");
  EXPECT_EQ(contentsOf(name), "locked");
  ::close(fd);
}

/// The lock is there until the file has its name, also between close() and commit().
TEST(AtomicFile, IsLockedUntilItHasItsName) {
  const TemporaryFolder folder;
  AtomicFile file(folder.file("y.npy"));
  const int fd = ::open(file.temporaryPath().c_str(), O_RDONLY);
  EXPECT_NE(::flock(fd, LOCK_EX | LOCK_NB), 0);
  file.close();
  EXPECT_NE(::flock(fd, LOCK_EX | LOCK_NB), 0);
  file.commit();
  ::close(fd);
}

TEST(AtomicFile, LeavesFilesOfOtherNames) {
  const TemporaryFolder folder;
  std::vector<std::string> names = {".normscope",
                                    ".normscope-",
                                    ".normscope-999999999",
                                    ".normscope-999999999-",
                                    ".normscope-999999999-x",
                                    ".normscope-0-1.npy",
                                    ".normscope-999999999-1.npy.bak",
                                    ".normscope-999999999-1~",
                                    ".normscope-999999999-1.longer-than-any-of-ours",
                                    ".normscope--5-1.npy",
                                    ".normscope-99999999999999999999-1.npy",
                                    "normscope-999999999-1.npy"};
  for (const std::string& name : names) folder.fileOf(name, "theirs");
  ASSERT_EQ(::symlink("nowhere", folder.file(".normscope-999999999-2.npy").c_str()), 0);
  ASSERT_EQ(::mkdir(folder.file(".normscope-999999999-3.npy").c_str(), 0700), 0);
  names.insert(names.end(), {".normscope-999999999-2.npy", ".normscope-999999999-3.npy", "y.npy"});
  std::sort(names.begin(), names.end());
  writeFileAtomically(folder.file("y.npy"), "new");
  EXPECT_EQ(folder.entries(), names);
}

/// Two windows save one session: whoever looks finds the whole of one of them.
TEST(AtomicFile, TwoWritersNeverMix) {
  const TemporaryFolder folder;
  const std::string path = folder.fileOf("both", std::string(100000, 'a'));
  std::atomic<int> running = 2;
  const auto writer = [&](char byte) {
    for (int round = 0; round < 20; ++round) writeFileAtomically(path, std::string(100000, byte));
    --running;
  };
  std::thread first(writer, 'a'), second(writer, 'b');
  while (running > 0) {
    const std::string found = contentsOf(path);
    EXPECT_EQ(found.size(), 100000U);
    EXPECT_EQ(std::count(found.begin(), found.end(), found.front()), 100000);
  }
  first.join();
  second.join();
  EXPECT_EQ(folder.fileCount(), 1);
}

/// Files may have a limit of size, as a disk has an end.
TEST(AtomicFile, LeavesTheOldFileWhereThereIsNoRoom) {
  const TemporaryFolder folder;
  const std::string path = folder.fileOf("y.npy", "old");
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const auto handler = ::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{10000, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  expectError([&] { writeFileAtomically(path, std::string(20000, 'n')); }, Fault::failed,
              path +
                  ": it cannot be written (File too large); check the path, its permissions and the free "
                  "space");
  ::setrlimit(RLIMIT_FSIZE, &before);
  ::signal(SIGXFSZ, handler);
  EXPECT_EQ(contentsOf(path), "old");
  EXPECT_EQ(folder.fileCount(), 1);
}

}  // namespace atomic_file_test
}  // namespace normscope
