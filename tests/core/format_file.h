#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "core/io/formats/open_tensor_file.h"
#include "tests/core/expect_error.h"
#include "tests/core/temporary_folder.h"

namespace normscope {

/// A file that another library wrote.
inline std::string formatFile(const std::string& name) {
  return NORMSCOPE_TEST_DATA "/formats/" + name;
}

/// The entry of that name; a failure, and the first one, where there is none.
inline const TensorEntry& entryNamed(const TensorFile& file, const std::string& name) {
  const auto found = std::find_if(file.entries.begin(), file.entries.end(),
                                  [&](const TensorEntry& entry) { return entry.name == name; });
  EXPECT_NE(found, file.entries.end()) << name;
  return found == file.entries.end() ? file.entries.front() : *found;
}

inline std::vector<double> doublesOf(const Tensor& tensor) {
  std::vector<double> values;
  for (std::int64_t i = 0; i < tensor.elementCount(); ++i) values.push_back(tensor.at(i));
  return values;
}

/// The entry has this dtype and shape, and these values when it is read.
inline void expectEntry(const TensorFile& file, const std::string& name, const std::string& dtype,
                        const Extents& extents, const std::vector<double>& values) {
  const TensorEntry& entry = entryNamed(file, name);
  EXPECT_EQ(entry.dtype, dtype) << name;
  EXPECT_EQ(entry.extents, extents) << name;
  const Tensor tensor = entry.read({});
  EXPECT_EQ(tensor.extents(), extents) << name;
  EXPECT_EQ(doublesOf(tensor), values) << name;
}

/// Files of one format, made of bytes, in a folder that goes with the test.
class FormatTest : public testing::Test {
 protected:
  TensorFile open(const std::string& bytes) { return openTensorFile(folder_.fileOf("x", bytes)); }

  /// All of its tensors are read, and it must be refused with that line behind the path.
  void refuses(const std::string& bytes, const std::string& reason, const std::string& behindPath = "") {
    expectError(
        [&] {
          for (const TensorEntry& entry : open(bytes).entries) entry.read({});
        },
        Fault::failed, folder_.file("x") + behindPath + ": " + reason);
  }

  TemporaryFolder folder_;
};

/// A buffer of these bytes and not one more, so that tools see who reads beyond.
inline std::shared_ptr<const Buffer> bufferWith(const std::string& bytes) {
  const std::shared_ptr<Buffer> buffer = Buffer::allocate(bytes.size());
  if (!bytes.empty()) std::memcpy(buffer->data(), bytes.data(), bytes.size());
  return buffer;
}

}  // namespace normscope
