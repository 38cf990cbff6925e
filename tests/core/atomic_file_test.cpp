#include "core/io/atomic_file.h"

#include <sys/stat.h>
#include <unistd.h>

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

}  // namespace atomic_file_test
}  // namespace normscope
