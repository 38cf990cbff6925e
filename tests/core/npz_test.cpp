#include "core/io/npz.h"

#include <zip.h>

#include <cstring>
#include <vector>

#include "core/io/npy.h"
#include "tests/core/expect_error.h"
#include "tests/core/temporary_folder.h"

namespace normscope {
namespace npz_test {

Tensor ofValues(const std::vector<double>& values) {
  return Tensor::of<double>(DType::float64, {static_cast<std::int64_t>(values.size())}, values);
}

/// Entry `index` of an archive, its checksum checked by libzip.
Tensor entryOf(zip_t* archive, zip_uint64_t index) {
  zip_stat_t status;
  EXPECT_EQ(zip_stat_index(archive, index, 0, &status), 0);
  EXPECT_EQ(status.comp_method, ZIP_CM_STORE);
  const std::shared_ptr<Buffer> bytes = Buffer::allocate(status.size);
  zip_file_t* file = zip_fopen_index(archive, index, 0);
  EXPECT_EQ(zip_fread(file, bytes->data(), status.size), static_cast<zip_int64_t>(status.size));
  EXPECT_EQ(zip_fclose(file), 0);
  return decodeNpy(bytes, status.name);
}

TEST(WriteNpz, HoldsOneNpyPerArrayInOrder) {
  const TemporaryFolder folder;
  writeNpz(folder.file("s.npz"), {{"variance", ofValues({1, 2, 3})}, {"mean", ofValues({-0.5})}});
  zip_t* archive = zip_open(folder.file("s.npz").c_str(), ZIP_RDONLY | ZIP_CHECKCONS, nullptr);
  ASSERT_NE(archive, nullptr);
  ASSERT_EQ(zip_get_num_entries(archive, 0), 2);
  EXPECT_STREQ(zip_get_name(archive, 0, 0), "variance.npy");
  EXPECT_STREQ(zip_get_name(archive, 1, 0), "mean.npy");
  EXPECT_EQ(entryOf(archive, 0).at(2), 3);
  EXPECT_EQ(entryOf(archive, 1).at(0), -0.5);
  EXPECT_EQ(entryOf(archive, 0).extents(), (Extents{3}));
  zip_discard(archive);
  EXPECT_EQ(folder.fileCount(), 1);
}

TEST(WriteNpz, GivesTheSameBytesEachTime) {
  const TemporaryFolder folder;
  writeNpz(folder.file("a.npz"), {{"mean", ofValues({1, 2})}});
  writeNpz(folder.file("b.npz"), {{"mean", ofValues({1, 2})}});
  const std::string bytes = contentsOf(folder.file("a.npz"));
  EXPECT_EQ(bytes, contentsOf(folder.file("b.npz")));
  // The time field of the local header: 1 January 1980, 00:00, whatever the clock says.
  EXPECT_EQ(bytes.substr(10, 4), std::string("\0\0\x21\0", 4));
}

TEST(WriteNpz, FailsCleanly) {
  const TemporaryFolder folder;
  const std::string path = folder.fileOf("s.npz", "precious");
  expectError(
      [&] {
        writeNpz(path, {{"mean", ofValues({1})}, {"mean", ofValues({2})}});
      },
      Fault::failed,
      path + ": the archive cannot be made (File already exists); write fewer or smaller arrays");
  EXPECT_EQ(contentsOf(path), "precious");
  EXPECT_EQ(folder.fileCount(), 1);
  expectError(
      [] {
        writeNpz("/dev/full", {{"mean", ofValues({1})}});
      },
      Fault::failed,
      "/dev/full: it cannot be written (No space left on device); check the path, its permissions and "
      "the free space");
  expectError(
      [] {
        writeNpz("no/such/s.npz", {{"mean", ofValues({1})}});
      },
      Fault::failed,
      "no/such/s.npz: the folder 'no/such' does not exist; make it first or give another path");
}

}  // namespace npz_test
}  // namespace normscope
