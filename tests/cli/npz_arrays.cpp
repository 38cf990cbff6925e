#include "tests/cli/npz_arrays.h"

#include <gtest/gtest.h>
#include <zip.h>

#include "core/io/npy.h"

namespace normscope {

std::map<std::string, Tensor> npzArrays(const std::string& path) {
  std::map<std::string, Tensor> arrays;
  zip_t* archive = zip_open(path.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, nullptr);
  if (archive == nullptr) {
    ADD_FAILURE() << path << " is no zip file";
    return arrays;
  }
  for (zip_int64_t i = 0; i < zip_get_num_entries(archive, 0); ++i) {
    const auto index = static_cast<zip_uint64_t>(i);
    zip_stat_t entry;
    zip_stat_index(archive, index, 0, &entry);
    const auto bytes = Buffer::allocate(entry.size);
    zip_file_t* file = zip_fopen_index(archive, index, 0);
    EXPECT_EQ(zip_fread(file, bytes->data(), entry.size), static_cast<zip_int64_t>(entry.size)) << entry.name;
    zip_fclose(file);
    const std::string name = entry.name;
    EXPECT_TRUE(name.ends_with(".npy")) << name;
    arrays.emplace(name.substr(0, name.size() - 4), decodeNpy(bytes, name));
  }
  zip_close(archive);
  return arrays;
}

}  // namespace normscope
